"""What the matching takes and gives: customer records, settings, results, exceptions.

Nothing here is hot. The port keeps this file as it is, so whoever catches, pickles or unpacks one of these sees no difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

BLOCKINGS = ("surname", "given_name", "suburb", "postcode", "date_of_birth")
"""The fields by which customers can be put into blocks: names by their sound, the others as they are."""

HEAVIEST = 1000.0
"""The greatest weight a field may have."""


class Customer(NamedTuple):
    """A customer record; a field of which nothing is known is the empty text."""

    id: str
    given_name: str = ""
    surname: str = ""
    street_number: str = ""
    address_1: str = ""
    address_2: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""
    date_of_birth: str = ""


class Match(NamedTuple):
    """A customer found for a record, and how alike the two are, from 0 to 1."""

    id: str
    score: float


class Pair(NamedTuple):
    """The ids of two customers that are likely the same person, and how alike they are, from 0 to 1."""

    left: str
    right: str
    score: float


class Deduplication(NamedTuple):
    """What a de-duplication found.

    `pairs` are the likely duplicates, the most alike first. `clusters` are the ids of the customers that hang together by pairs, at least two
    each, in the order of the directory. `compared` is the number of pairs that were compared.
    """

    pairs: list[Pair]
    clusters: list[list[str]]
    compared: int


class Weights(NamedTuple):
    """How much each field counts, from 0 (not at all) to `HEAVIEST`."""

    given_name: float = 2.0
    surname: float = 3.0
    street_number: float = 1.0
    address_1: float = 2.0
    address_2: float = 1.0
    suburb: float = 1.0
    postcode: float = 1.0
    state: float = 0.5
    date_of_birth: float = 3.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How customers are compared.

    Attributes:
        threshold: two customers with this score or more are likely the same person, from 0 to 1.
        weights: how much each field counts.
        blocking: the fields by which to block, some of `BLOCKINGS`. Only customers that share a block are compared.
        max_block: blocks of more customers than this are left out, with a warning in the log; `None`: none are.

    Raises:
        InvalidSetting: one of them is not as it must be.
    """

    threshold: float = 0.7
    weights: Weights = field(default_factory=Weights)
    blocking: tuple[str, ...] = BLOCKINGS
    max_block: int | None = None

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "threshold", number("threshold", self.threshold, 1.0))
        if not isinstance(self.weights, Weights):
            raise InvalidSetting("weights", self.weights, "Weights")
        named = zip(Weights._fields, self.weights, strict=True)
        set_(self, "weights", Weights(*(number(f"weights.{name}", weight, HEAVIEST) for name, weight in named)))
        if isinstance(self.blocking, str) or not isinstance(self.blocking, Iterable):
            raise InvalidSetting("blocking", self.blocking, "names of fields")
        set_(self, "blocking", tuple(self.blocking))
        for name in self.blocking:
            if name not in BLOCKINGS or self.blocking.count(name) > 1:
                raise InvalidSetting("blocking", name, f"each at most once of {', '.join(BLOCKINGS)}")
        if self.max_block is not None:
            whole("max_block", self.max_block)


def number(name: str, value: object, most: float) -> float:
    """Return a setting as a float if it is a number from 0 to `most`, else raise `InvalidSetting`."""
    if isinstance(value, int | float) and 0 <= value <= most:
        return float(value)
    raise InvalidSetting(name, value, f"a number from 0 to {most:g}")


def whole(name: str, value: object) -> int:
    """Return a setting as it is if it is an int of at least 1, else raise `InvalidSetting`."""
    if isinstance(value, int) and value >= 1:
        return value
    raise InvalidSetting(name, value, "an int of at least 1")


def shown(value: object) -> str:
    """Return what a message shows of a value: its `repr`, shortened, or only its type if it has no `repr`."""
    try:
        return f"{value!r:.60}"
    except Exception:
        return f"<{type(value).__name__}>"


class MatchingError(Exception):
    """The base of what the matching raises of its own."""


class InvalidRecord(MatchingError, ValueError):  # noqa: N818
    """A record that cannot be used: `row` counts from 0, `field` is the name of the field, `problem` says what is wrong."""

    def __init__(self, row: int, field: str, problem: str) -> None:
        super().__init__(row, field, problem)
        self.row, self.field, self.problem = row, field, problem

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.problem}"


class InvalidSetting(MatchingError, ValueError):  # noqa: N818
    """A setting out of its bounds: its `name`, the `value` that was given, and what was `wanted`."""

    def __init__(self, name: str, value: object, wanted: str) -> None:
        super().__init__(name, value, wanted)
        self.name, self.value, self.wanted = name, value, wanted

    def __str__(self) -> str:
        return f"{self.name} must be {self.wanted}, not {shown(self.value)}"


class Cancelled(MatchingError):  # noqa: N818
    """The job was cancelled when `done` of `total` customers were compared with the others."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done, total)
        self.done, self.total = done, total

    def __str__(self) -> str:
        return f"cancelled after {self.done} of {self.total} customers"
