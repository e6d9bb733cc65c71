"""
Tidies up the names of people.
"""

from typing import Final

__all__ = ["__version__", "tidy", "tidy_all"]

__version__: Final[str]
"""
The version of the package.
"""

def tidy(name: str) -> str:
    """
    Tidies a name up: one space between words, and each word with a capital.

    Takes a `str`, returns a `str`. Raises `ValueError` if the name is blank.
    """

def tidy_all(names: "list[str]") -> list[str]:
    """
    Tidies many names up, while other Python threads run.

    Takes a list of `str`, returns one of the same length. Raises `ValueError` if a name is blank, with a note that tells which one it is.
    """
