"""Chapter 2 of Hot Modules: the interpreter lock."""

from ._gil import *  # noqa: F403
