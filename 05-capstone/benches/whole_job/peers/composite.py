"""Pure Python with a cleverer blocking besides the early exit: a shared key is a pair of values, so that far fewer pairs share one.

It is another answer: pairs that agree on one field only are never compared. How many of the true pairs that loses is in the table.
"""

from collections.abc import Iterator

import matching

from . import early_exit

KEYS = (
    ("surname", "given_name"),
    ("surname", "date_of_birth"),
    ("surname", "suburb"),
    ("surname", "postcode"),
    ("given_name", "date_of_birth"),
    ("given_name", "suburb"),
    ("given_name", "postcode"),
    ("suburb", "postcode"),
    ("suburb", "date_of_birth"),
    ("postcode", "date_of_birth"),
)


class Matcher(matching.Matcher):
    """The reference's matcher with other blocks."""

    def _keys(self, clean: matching.Cleaned) -> Iterator[tuple[str, str]]:
        single = dict(super()._keys(clean))
        for one, other in KEYS:
            if one in single and other in single:
                yield f"{one} {other}", f"{single[one]} {single[other]}"


def deduplicate(customers):
    early_exit.use()
    return Matcher(customers).deduplicate()


def matcher(customers):
    early_exit.use()
    return Matcher(customers).match
