"""Tidies up the names of people."""

from ._my_extension import *  # noqa: F403
