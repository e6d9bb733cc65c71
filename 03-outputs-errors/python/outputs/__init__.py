"""Chapter 3 of Hot Modules: values out, exceptions both ways."""

from ._outputs import *  # noqa: F403
