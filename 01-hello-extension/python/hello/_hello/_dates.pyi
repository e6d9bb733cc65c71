"""
Birth dates, as `YYYYMMDD`.
"""

from typing import Final

__all__ = ["DIGITS", "iso_date"]

DIGITS: Final = 8
"""
How many digits a date has.
"""

def iso_date(text: str) -> str:
    """
    Writes a date with hyphens: `"19581231"` becomes `"1958-12-31"`.

    Takes a `str`, returns a `str`. Raises `ValueError` for anything but eight digits.
    """
