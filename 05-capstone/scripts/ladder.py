"""The job at each rung of the ladder: from pure Python up, each step of this chapter adds one. All of them find the same."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TypeVar

import capstone
import capstone.matching
import matching
from capstone.customers import Customer as PortCustomer
from capstone.customers import Settings
from matching import Customer, Deduplication, Pair

Found = TypeVar("Found")


def python(customers: list[Customer]) -> Deduplication:
    """The reference: nothing but Python."""
    return matching.deduplicate(customers)


def functions(customers: list[Customer]) -> Deduplication:
    """The reference with the comparisons in Rust, called from Python's loop."""
    return compared_in_rust().deduplicate(customers)


def ported(job: Callable[[list[PortCustomer]], Found]) -> Callable[[list[Customer]], Found]:
    """A rung of the port. Its customers are of the port's own class, and whoever takes the time makes them so before."""

    def rung(customers: list[Customer]) -> Found:
        ready = customers and type(customers[0]) is PortCustomer
        return job(customers if ready else [PortCustomer(*customer) for customer in customers])

    rung.customer = PortCustomer  # type: ignore[attr-defined]
    return rung


@ported
def port(customers: list[PortCustomer]) -> Deduplication:
    """The port: everything in Rust, on one core, every pair compared in all fields."""
    return capstone.deduplicate_with(customers, threads=False, prune=False)


@ported
def parallel(customers: list[PortCustomer]) -> Deduplication:
    """The port on all cores."""
    return capstone.deduplicate_with(customers, threads=True, prune=False)


class Columns:
    """What `duplicate_arrays` finds; it becomes what the other rungs find when somebody looks at it, and not before."""

    def __init__(self, customers: list[PortCustomer]) -> None:
        self.customers = customers
        self.columns = capstone.duplicate_arrays(capstone.matching.Matcher(customers))

    @property
    def pairs(self) -> list[Pair]:
        ids = [customer.id for customer in self.customers]
        return [
            Pair(ids[left], ids[right], score) for left, right, score in zip(*(column.tolist() for column in self.columns), strict=True)
        ]

    @property
    def clusters(self) -> list[list[str]]:
        return capstone.matching.deduplicate(self.customers).clusters

    @property
    def compared(self) -> int:
        return capstone.count_duplicates(capstone.matching.Matcher(self.customers, Settings(threshold=0.0)))

    def __eq__(self, other: object) -> bool:
        return (self.pairs, self.clusters, self.compared) == other

    __hash__ = None


@ported
def arrays(customers: list[PortCustomer]) -> Columns:
    """The port on all cores, the pairs as arrays of rows and scores."""
    return Columns(customers)


@ported
def prune(customers: list[PortCustomer]) -> Deduplication:
    """The port on all cores, leaving pairs early."""
    return capstone.deduplicate_with(customers, threads=True, prune=True)


@cache
def compared_in_rust() -> ModuleType:
    """The reference with Rust's comparisons."""
    module = once_more(matching)
    for field, compare in matching.COMPARISONS.items():
        module.COMPARISONS[field] = getattr(capstone, compare.__name__)
    return module


def once_more(module: ModuleType) -> ModuleType:
    """A module loaded a second time, from its file: what is changed in it changes for nobody else."""
    spec = spec_from_file_location(f"{module.__name__}_once_more", module.__file__)
    if spec is None or spec.loader is None:
        raise ImportError(f"{module.__name__} does not come from a file")
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def records(customers: list[Customer]) -> Deduplication:
    """The records moved to Rust once; the loop over the candidate pairs is Python's, and names them by their rows."""
    table = capstone.CustomerTable(customers, matching.normalise)
    found, compared = scored_pairs([table.keys(row) for row in range(len(table))], table.score)
    return deduplication(customers, found, compared)


def loop(customers: list[Customer]) -> Deduplication:
    """All in one call: the loop over the candidate pairs is Rust's."""
    return with_ids(customers, *capstone.find_duplicates(customers, matching.normalise))


Scored = list[tuple[int, int, float]]
"""Likely duplicates: two rows and their score."""


def scored_pairs(keys: list[list[tuple[int, str]]], score: Callable[[int, int], float]) -> tuple[Scored, int]:
    """Score all rows that share a key, and return the likely duplicates among them, and how many pairs were scored."""
    blocks: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, its_keys in enumerate(keys):
        for key in its_keys:
            blocks[key].append(row)
    threshold = Settings().threshold
    found, compared = [], 0
    for left, its_keys in enumerate(keys):
        partners = {row for key in its_keys for row in blocks[key] if row > left}
        for right in sorted(partners):
            compared += 1
            alike = score(left, right)
            if alike >= threshold:
                found.append((left, right, alike))
    return found, compared


def deduplication(customers: list[Customer], found: Scored, compared: int) -> Deduplication:
    """Make the reference's result of what was found: clusters, pairs by falling score."""
    clusters = matching._clusters(len(customers), found)
    return with_ids(customers, sorted(found, key=lambda pair: -pair[2]), clusters, compared)


def with_ids(customers: list[Customer], pairs: Scored, clusters: list[list[int]], compared: int) -> Deduplication:
    """Make the reference's result of rows in the right order."""
    return Deduplication(
        [Pair(customers[left].id, customers[right].id, alike) for left, right, alike in pairs],
        [[customers[row].id for row in cluster] for cluster in clusters],
        compared,
    )


def swap(customers: list[Customer]) -> Deduplication:
    """What the service runs on, if nobody chooses."""
    from service import hot_module  # the learner's own: whatever is the matter with it, the other rungs go on

    chosen = hot_module.chosen({})
    return chosen.deduplicate([chosen.Customer(*customer) for customer in customers])


RUNGS: dict[str, Callable[[list[Customer]], Deduplication]] = {
    "python": python,
    "functions": functions,
    "records": records,
    "loop": loop,
    "port": port,
    "parallel": parallel,
    "arrays": arrays,
    "prune": prune,
    "swap": swap,
}
"""The rungs by name, in order."""
