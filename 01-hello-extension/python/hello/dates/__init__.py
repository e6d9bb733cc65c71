"""Birth dates, as `YYYYMMDD`: the native module `_dates`, and what is as well written in Python."""

import sys

from .._hello import _dates

# The native module has no file that `import hello.dates._dates` could find. What is in `sys.modules` needs none.
sys.modules[_dates.__name__] = _dates

DIGITS = _dates.DIGITS
iso_date = _dates.iso_date

__all__ = ["DIGITS", "iso_date", "iso_dates"]


def iso_dates(texts: list[str]) -> list[str | None]:
    """Write a column of dates with hyphens; `None` stands for those that are missing."""
    return [iso_date(text) if text else None for text in texts]
