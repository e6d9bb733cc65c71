"""Step static_and_class_methods, as a type checker sees it."""

from typing import assert_type

from classes import BirthDate, CustomerNumber

assert_type(BirthDate.MIN, BirthDate)
assert_type(BirthDate.is_written("19560229"), bool)
assert_type(BirthDate.parse("19560229"), BirthDate)
assert_type(BirthDate.parse("19560229").year, int)
print(CustomerNumber.PREFIX.lower())
BirthDate.MIN = BirthDate(1900, 1, 2)  # type: ignore[misc]
CustomerNumber.PREFIX = "K-"  # type: ignore[misc]
BirthDate.parse(19560229)  # type: ignore[arg-type]
BirthDate("1956", 2, 29)  # type: ignore[arg-type]


class Estimated(BirthDate):
    """Subclasses are permitted."""

    source = "parents"


print(Estimated(1956, 2, 29).source)
