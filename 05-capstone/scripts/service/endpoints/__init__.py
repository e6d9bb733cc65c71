"""The HTTP interface, a file for each kind of thing."""

from . import customers, jobs, matching, service

ROUTERS = tuple(module.router for module in (service, customers, matching, jobs))
"""What the application consists of."""
