from ._capstone import *  # noqa: F403
