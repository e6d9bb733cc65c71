"""The HTTP interface, a file for each kind of thing."""

from . import customers, jobs, matching, page, service

ROUTERS = tuple(module.router for module in (page, service, customers, matching, jobs))
"""What the application consists of."""
