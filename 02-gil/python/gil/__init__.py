from ._gil import *  # noqa: F403
