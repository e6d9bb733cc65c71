"""
A phone book of customers.
"""

# exercise typing: make this file what maturin generates from your `src/typing.rs`
# starter: from _typeshed import SupportsGetItem
# starter:
# starter: __all__ = ["by_initial", "first", "tally"]
__all__ = ["by_initial", "first", "tally"]
# end

# exercise typing: here too
# starter: def by_initial(names: SupportsGetItem[int, str]) -> dict:
def by_initial(names: "list[str] | tuple[str, ...]") -> "dict[str, list[str]]":
# end
    """
    Groups names by their first letter, in order of appearance.

    Takes a list or a tuple of `str` and returns a dict from each initial, in upper case, to the list of its names.
    """

# exercise typing: and here
# starter: def first(*names) -> str | None:
def first(*names: "str") -> str | None:
# end
    """
    Tells which name comes first in the book.

    Takes any number of `str` and returns a `str`, or `None` if there are no names.
    """

def tally(names: "list[str]") -> "dict[str, int]":
    """
    Counts names, in order of first appearance.

    Takes a list of `str` and returns a dict from each name to how often it occurs.
    """
