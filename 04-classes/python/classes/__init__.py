from ._classes import *  # noqa: F403
