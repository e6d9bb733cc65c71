"""Session `load`: the service under load, alone and while a job runs, on each implementation. `__main__.py` is the run."""
