"""The job as tasks for Dask: it holds no customer itself, and each task can be repeated from the files that the directory comes in.

The directory is never in one place. Workers load the files, split what they have loaded by blocks, and hand each other the pieces (the shuffle);
a part stays where it was built, the comparison comes to it, and the results are merged two by two, wherever they are.
"""

import os
import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from capstone import Part
from capstone.customers import Customer, Settings
from distributed import Client, Event, Future, Variable, get_worker
from scale_out import Found, Key, Share, compared, left_out, merged, part, shares, tree

LIMIT = 120
"""Seconds to wait for what should take none."""


class Piece(NamedTuple):
    """What one file has of one part: blocks, and their customers by their places."""

    share: Share
    customers: dict[int, Customer]


class Rendezvous(NamedTuple):
    """Where the task of a part waits until its worker is killed; there is nothing to wait for when it is run once more."""

    number: int
    come: str
    go: str


def write(customers: Sequence[Customer], folder: Path, files: int) -> list[tuple[str, int]]:
    """Write a directory in some files, as an export has it; returns where they are, and the place of the first customer of each."""
    size = -(-len(customers) // files)
    found = []
    for number, start in enumerate(range(0, len(customers), size)):
        path = folder / f"customers-{number}.pickle"
        path.write_bytes(pickle.dumps(customers[start : start + size]))
        found.append((str(path), start))
    return found


def load(path: str, start: int, settings: Settings, parts: int) -> list[Piece]:
    """Load a file and split it by parts."""
    customers = pickle.loads(Path(path).read_bytes())
    split = shares(customers, settings, parts, start)
    return [Piece(share, {place: customers[place - start] for places in share.values() for place in places}) for share in split]


def piece(pieces: Sequence[Piece], number: int) -> Piece:
    """Return the piece of a part."""
    return pieces[number]


def joined(pieces: Iterable[Piece]) -> Piece:
    """Put the pieces of a part together, in the order of the files."""
    whole = Piece({}, {})
    for share, customers in pieces:
        for key, places in share.items():
            whole.share.setdefault(key, []).extend(places)
        whole.customers.update(customers)
    return whole


def too_large(whole: Piece, settings: Settings) -> dict[Key, int]:
    """Return the keys of a part's blocks that are left out."""
    return left_out([whole.share], settings)


def built(whole: Piece, settings: Settings, nowhere: Iterable[Key]) -> Part:
    """Build a part: it stays with the worker that built it."""
    return part(whole.share, whole.customers, settings, nowhere)


def compared_at(part: Part, number: int, meet: Rendezvous | None) -> Found:
    """Compare a part; the part of a rendezvous tells where it is, and waits."""
    if meet and number == meet.number and not Event(meet.go).is_set():
        Variable(meet.come).set((os.getpid(), get_worker().address))
        Event(meet.come).set()
        Event(meet.go).wait(LIMIT)
    return compared(part)


def submit(client: Client, files: Sequence[tuple[str, int]], settings: Settings, parts: int, meet: Rendezvous | None = None) -> Future:
    """Start the job; the result is a `Found`. All that comes to the caller before are the keys of the blocks that are too large."""
    loaded = [client.submit(load, path, start, settings, parts, pure=False) for path, start in files]
    wholes = [client.submit(joined, [client.submit(piece, pieces, number) for pieces in loaded]) for number in range(parts)]
    nowhere = frozenset().union(*client.gather([client.submit(too_large, whole, settings) for whole in wholes]))
    ready = [client.submit(built, whole, settings, nowhere) for whole in wholes]
    found = [client.submit(compared_at, part, number, meet) for number, part in enumerate(ready)]
    return tree(found, lambda one, other: client.submit(merged, one, other))
