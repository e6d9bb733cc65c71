"""
Names of people, in one spelling.
"""

from typing import Final

__all__ = ["PARTICLES", "clean_name", "clean_names"]

PARTICLES: Final[list[str]]
"""
Words that stand in lower case before a surname.
"""

def clean_name(name: str, /, *, particles: "list[str] | tuple[str, ...] | None" = None) -> str:
    """
    Spells a name as the rules of this module want it: `" o’BRIEN-smith"` becomes `"O'Brien-Smith"`.

    Takes the `name`, and the words that stay in lower case before the last one (`PARTICLES` if `None`), by keyword only.
    Returns a `str`. Raises `ValueError` for a name without words, and for a character that no name has; its position counts code points.
    """

def clean_names(names: "list[str] | tuple[str, ...]", /, *, particles: "list[str] | tuple[str, ...] | None" = None) -> list[str]:
    """
    Spells many names as `clean_name` does.

    Takes a list or a tuple of `str`; `particles` as for `clean_name`.
    Returns a list of `str`, in the same order. Raises `ValueError` as `clean_name` does, and tells which of the names it is, from 0.
    """
