"""Directories of any size, made up: names and places as often as the Febrl sets have them, and duplicates with typos as Febrl's generator makes them.

A size and a seed always make the same directory: whatever the version of Python and the machine, `random()` is the same there.
"""

from calendar import monthrange
from itertools import accumulate
from random import Random
from typing import TypeVar

import febrl
from customers import Customer

T = TypeVar("T")

SOURCE = "4a"
"""The Febrl set with the most people: 5000, none of them twice."""

DUPLICATES = {0: 835, 1: 368, 2: 256, 3: 212, 4: 161, 5: 168}
"""How often a person has so many duplicates, as in Febrl set 3."""

ERRORS = {1: 33, 2: 36, 3: 20, 4: 8, 5: 3}
"""How often a duplicate has so many errors."""

DAMAGED = {
    "given_name": 15,
    "surname": 16,
    "street_number": 8,
    "address_1": 17,
    "address_2": 17,
    "suburb": 13,
    "postcode": 8,
    "state": 2,
    "date_of_birth": 4,
}
"""How often an error is in which field."""

NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm1234567890", "wqsrtyuiolsdfghjklkxcvbnbn2345678909", strict=True))
"""A key beside each key."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


def directory(size: int, seed: int = 1) -> list[Customer]:
    """Return `size` customers in no order, about 60 % of them duplicates; `febrl.is_true` knows by their ids who is who.

    Raises:
        FileNotFoundError: the Febrl sets are not installed.
    """
    draw = Draw(seed)
    people = [person._replace(id="") for person in febrl.load(SOURCE)]
    customers: list[Customer] = []
    number = 0
    while len(customers) < size:
        person = _person(draw, people)
        customers.append(person._replace(id=f"rec-{number}-org"))
        for copy in range(min(draw.weighted(DUPLICATES), size - len(customers))):
            customers.append(_damaged(draw, person, people)._replace(id=f"rec-{number}-dup-{copy}"))
        number += 1
    return draw.shuffled(customers)


class Draw:
    """Draws lots by nothing but `Random.random()`, of all methods the one whose numbers never change."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def below(self, end: int) -> int:
        """Return a whole number from 0 to `end` - 1."""
        return int(self.random() * end)

    def one(self, values: "list[T] | str") -> "T | str":
        """Return one of the values."""
        return values[self.below(len(values))]

    def weighted(self, weights: dict[T, int]) -> T:
        """Return one of the keys, as often as its weight says."""
        lot = self.below(sum(weights.values()))
        return next(key for key, end in zip(weights, accumulate(weights.values()), strict=True) if lot < end)

    def shuffled(self, values: list[T]) -> list[T]:
        """Return the values in another order."""
        return [value for _, _, value in sorted((self.random(), place, value) for place, value in enumerate(values))]


def _person(draw: Draw, people: list[Customer]) -> Customer:
    """Return somebody new: each field from another person, so that a value is as frequent as it is there; the birth date is any."""
    fields = {name: getattr(draw.one(people), name) for name in DAMAGED}
    return Customer("", **fields | {"date_of_birth": _date(draw) if fields["date_of_birth"] else ""})


def _date(draw: Draw) -> str:
    year, month = 1900 + draw.below(100), 1 + draw.below(12)
    return f"{year}{month:02}{1 + draw.below(monthrange(year, month)[1]):02}"


def _damaged(draw: Draw, person: Customer, people: list[Customer]) -> Customer:
    """Return a copy of a record as somebody else might have typed it."""
    for _ in range(draw.weighted(ERRORS)):
        name = draw.weighted(DAMAGED)
        text = getattr(person, name)
        kind = draw.below(100)
        if kind < 4:  # the names, or the lines of the address, in each other's place
            one, other = ("given_name", "surname") if name in ("given_name", "surname") else ("address_1", "address_2")
            person = person._replace(**{one: getattr(person, other), other: getattr(person, one)})
        elif kind < 14:
            person = person._replace(**{name: ""})
        elif kind < 24:
            person = person._replace(**{name: getattr(draw.one(people), name)})
        elif kind < 40 and name in ("address_1", "address_2", "suburb"):
            person = person._replace(**{name: _spaced(draw, text)})
        else:
            person = person._replace(**{name: _mistyped(draw, text)})
    return person


def _spaced(draw: Draw, text: str) -> str:
    """Return a text with a space lost, or one too many."""
    if " " in text:
        return text.replace(" ", "", 1)
    place = draw.below(len(text) + 1)
    return f"{text[:place]} {text[place:]}".strip()


def _mistyped(draw: Draw, text: str) -> str:
    """Return a text with one letter inserted, left out, replaced by its neighbour, or swapped with the next."""
    if not text:
        return text
    place, kind = draw.below(len(text)), draw.below(4)
    before, letter, after = text[:place], text[place], text[place + 1 :]
    if kind == 0:
        return before + str(draw.one(DIGITS if text.isdigit() else LETTERS)) + letter + after
    if kind == 1:
        return before + after
    if kind == 2 or not after:
        return before + NEIGHBOURS.get(letter, letter) + after
    return before + after[0] + letter + after[1:]
