"""Names and addresses of customers, cleaned up: chapter 1 of Hot Modules."""

from ._hello import *  # noqa: F403
