"""Session `contract`: does the service keep what its OpenAPI description promises? `__main__.py` is the run."""
