"""
Addresses, with every state written in one way.
"""

from typing import Final

__all__ = ["STATES", "state"]

STATES: Final[tuple[str, str, str, str, str, str, str, str]]
"""
The states and territories of Australia, abbreviated, in alphabetical order.
"""

def state(text: str) -> str:
    """
    Abbreviates a state: `"New South Wales"`, `"N.S.W."` and `"nsw"` all become `"nsw"`.

    Takes a `str`, of which only the letters count, returns a `str`. Raises `ValueError` if no state is called that.
    """
