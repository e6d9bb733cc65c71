from ._outputs import *  # noqa: F403
