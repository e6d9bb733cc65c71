"""A phone book of customers: the native module `_phonebook`."""

import sys

from .._hello import _phonebook

sys.modules[_phonebook.__name__] = _phonebook

by_initial = _phonebook.by_initial
first = _phonebook.first
tally = _phonebook.tally

__all__ = ["by_initial", "first", "tally"]
