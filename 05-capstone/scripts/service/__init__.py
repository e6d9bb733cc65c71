"""The customer directory: an HTTP service that keeps customers in a SQLite file and finds the records that mean the same person.

`python -m service` starts it; `service.app:create_app` is what an ASGI server is given.
"""
