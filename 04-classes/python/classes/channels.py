"""How customers are reached: an enum of Python's, for Rust to use."""

import enum


class Channel(enum.StrEnum):
    """A way to send a message."""

    EMAIL = "email"
    LETTER = "letter"
