"""Chapter 5 of Hot Modules: the port of a slow service module."""

from ._capstone import *  # noqa: F403

# The star has brought the native part of the port along; `capstone.matching` is the file of that name, which is imported when somebody asks for it.
del matching  # noqa: F821
