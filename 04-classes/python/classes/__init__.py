"""Chapter 4 of Hot Modules: classes."""

from ._classes import *  # noqa: F403
