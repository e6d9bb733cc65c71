"""Step attributes, as a type checker sees it."""

from typing import assert_type

from classes import Address, Customer, Household, address, customer, household

home = address("6 tullaroop street", "4011")
assert_type(home, Address)
assert_type(home.street, str)
home.street = "69 giblin street"
home.street = 69  # type: ignore[assignment]
home.postcode = "4814"  # type: ignore[misc]
print(home.confidence)  # type: ignore[attr-defined]

waller = customer(223, "waller", home)
assert_type(waller, Customer)
assert_type(waller.id, int)
assert_type(waller.phone, str | None)
assert_type(waller.address, Address)
waller.phone = None
waller.surname = None  # type: ignore[assignment]
waller.address = "6 tullaroop street"  # type: ignore[assignment]

people = household(["waller", "berry"], home)
assert_type(people, Household)
assert_type(people.surnames, list[str])
people.surnames = []  # type: ignore[misc]


class Tenant(Customer):  # type: ignore[misc]
    """The class is final: it has no `subclass`."""
