from . import _addresses as _addresses, _dates as _dates, _names as _names, _phonebook as _phonebook
from _typeshed import SupportsGetItem
from typing import Any, Final, SupportsIndex

__all__ = ["__version__", "address_line", "column_width", "count_blank", "count_known", "directory_name", "house_number", "initials", "kind_of_street", "longest", "longest_copied", "postcode", "salutation", "_addresses", "_dates", "_names", "_phonebook"]

__version__: Final[str]
"""
The version of the package.
"""

def address_line(street: str | None, /, *more, separator: str = ", ", state: str | None = None, **written_out) -> str:
    """
    Writes an address on one line.

    Takes the `street` and any `more` parts, by position, each a `str` or `None`; the `separator` to put between them; the `state`, which
    comes last and in upper case; and words that are to be written out, as keywords: `st="street"`.
    Returns a `str`. Parts that are `None` or blank are left out, and so is white space that a part has too much.
    Raises `TypeError` for a part or a written-out word that is no `str`.
    """

def column_width(names: Any, at_most: SupportsIndex) -> int:
    """
    Tells how wide a column has to be for some names.

    Takes an iterable of `str`, `names`, one item at a time, and the greatest width to return, `at_most`, from 0 to 255.
    Returns the length of the longest name in code points, not counting white space at its ends, or `at_most` if that is less.
    Raises `TypeError` for an item that is no `str`, and for a single `str` in place of the iterable; `UnicodeEncodeError` for text
    that UTF-8 cannot hold; `OverflowError` if `at_most` is out of range; and what the iterable itself raises.
    """

def count_blank(names: Any) -> int:
    """
    Counts the names that are empty or white space only.

    Takes any iterable of `str`, takes its items one by one, and returns an `int`.
    Raises `TypeError` if it gets no iterable or an item that is no `str`.
    """

def count_known(*values, **fields) -> int:
    """
    Counts what is known of a customer.

    Takes any number of values, with or without a name, and returns how many of them are not `None`, an `int`.
    """

def directory_name(given_name: str, surname: str, separator: str = ...) -> str:
    """
    Writes a person's name as a directory sorts it, surname first.

    Takes the `given_name`, which may be empty, the `surname`, and what to put between the two.
    Returns a `str`: `lyden, jacob`, or the surname alone when there is no given name.
    """

def house_number(address: str) -> int:
    """
    Reads the number that an address begins with: 98 of `98-102 latchford street`.

    Takes an `address` and returns an `int`. Raises `ValueError` if there is no number, or one above 65535.
    """

def initials(name: str) -> str:
    """
    Abbreviates a name to its initials.

    Takes a `name`, words separated by white space.
    Returns a `str`, the first letter of each word in upper case: `J. L.` for `jacob lyden`.
    """

def kind_of_street(street: str) -> str:
    """
    Tells what kind of street it is: `circuit` for `48 goldfinch circuit`.

    Takes a `street`; returns its last word as a `str`, an empty one if there is no word.
    """

def longest(names: SupportsGetItem[int, str]) -> str | None:
    """
    Finds the longest of some names, the first one if there are several. This version copies none.

    Takes a sequence of `str`, such as a list, and returns the very object that is in it, or `None` if there are no names.
    Raises `TypeError` if it gets no sequence, a single `str`, or an item that is no `str`.
    """

def longest_copied(names: SupportsGetItem[int, str]) -> str | None:
    """
    Finds the longest of some names, the first one if there are several. This version copies every name.

    Takes a sequence of `str`, such as a list, and returns a new `str`, or `None` if there are no names.
    Raises `TypeError` if it gets no sequence, a single `str`, or an item that is no `str`.
    """

def postcode(number: SupportsIndex) -> str:
    """
    Writes a postcode with its leading zeros: `0822` for 822.

    Takes the `number`, from 0 to 65535, and returns a `str` of four digits or more.
    Raises `OverflowError` for a number outside of that range and `TypeError` for anything but an `int`.
    """

def salutation(name: str, /, title: str | None = None, *, formal: bool = True) -> str:
    """
    Begins a letter: `Dear Ms Lowe`, or `Hello Paige` when it need not be formal.

    Takes the `name`, by position only; a `title` to put before it, `None` for none; and, by keyword only, whether to be `formal`.
    Returns a `str`.
    """
