"""Chapter 5 of Hot Modules: the port of a slow service module."""

from ._capstone import *  # noqa: F403
