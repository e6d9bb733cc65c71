from ._hello import *  # noqa: F403
