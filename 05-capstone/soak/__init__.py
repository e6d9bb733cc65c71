"""Session `soak`: the port, its core and the service for minutes or hours, by machine. `__main__` says what there is."""
