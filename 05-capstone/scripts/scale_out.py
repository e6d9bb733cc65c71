"""The job on many workers: the directory in parts by its blocking keys, each part compared by some worker, and the results merged.

What is found is what `Matcher.deduplicate` finds, to the last bit, whoever compares which part, and however often a worker is lost. Nothing here
knows how many machines there are: `deduplicate` runs it on processes of this one, and session `scale_out` on Dask's distributed.
"""

import heapq
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, NamedTuple
from zlib import crc32

from capstone import Part
from capstone.customers import Customer, Deduplication, Pair, Settings
from capstone.matching import normalise, soundex
from matching import SOUNDING

LOG = logging.getLogger("matching")

LOSSES = 3
"""So many times workers may be lost before the job gives up: perhaps it is the job that kills them."""

Key = tuple[str, str]
"""What the customers of a block have in common: the name of a field, and its text or sound."""

Share = dict[Key, list[int]]
"""The blocks of a part: for each key the places of its customers in the directory, rising."""

Scored = tuple[int, int, float]
"""Likely duplicates: two places and their score."""


class Found(NamedTuple):
    """What comparing some of the parts has found.

    `pairs` are the likely duplicates, in the order of the result. `links` say who hangs together: they lead from a place to an earlier one, and
    from there on, until one has no link; the customers of a cluster all come to its first. `compared` is the number of pairs compared.
    """

    pairs: list[Scored]
    links: dict[int, int]
    compared: int


NOTHING = Found([], {}, 0)


def keys(customer: Customer, settings: Settings) -> list[Key]:
    """Return the keys of the blocks that a customer belongs to, in the order of the settings."""
    texts = ((name, normalise(getattr(customer, name))) for name in settings.blocking)
    found = ((name, soundex(text) if name in SOUNDING else text) for name, text in texts)
    return [key for key in found if key[1]]


def part_of(key: Key, parts: int) -> int:
    """Return the number of the part that a block belongs to: the same in each process, on each machine, today and tomorrow."""
    return crc32("=".join(key).encode(errors="surrogatepass")) % parts


def shares(customers: Iterable[Customer], settings: Settings, parts: int, start: int = 0) -> list[Share]:
    """Return the blocks of some customers by parts; the first customer has the place `start` in the directory."""
    split: list[Share] = [{} for _ in range(parts)]
    for place, customer in enumerate(customers, start):
        for key in keys(customer, settings):
            split[part_of(key, parts)].setdefault(key, []).append(place)
    return split


def left_out(shares: Iterable[Share], settings: Settings) -> dict[Key, int]:
    """Return the keys of the blocks that are too large, and how many customers they have, in the order in which the directory needs them."""
    most = settings.max_block
    large = [(places[0], key, len(places)) for share in shares for key, places in share.items() if most is not None and len(places) > most]
    large.sort(key=lambda block: (block[0], settings.blocking.index(block[1][0])))
    return {key: size for _, key, size in large}


def part(share: Share, customers: Sequence[Customer], settings: Settings, nowhere: Iterable[Key]) -> Part:
    """Return a part, ready to be compared. `customers` is the directory, or something else that has the share's customers at their places."""
    nowhere = set(nowhere)
    here = {key for key, places in share.items() if len(places) > 1} - nowhere
    places = sorted({place for key in here for place in share[key]})
    return Part(places, tuple(customers[place] for place in places), settings, here, nowhere)


def compared(part: Part) -> Found:
    """Compare a part."""
    pairs, number = part.compare()
    links: dict[int, int] = {}
    for left, right, _ in pairs:
        link(links, left, right)
    return Found(pairs, links, number)


def first(links: dict[int, int], place: int) -> int:
    """Return the first place of the cluster that a place belongs to."""
    while place in links:
        links[place] = place = links.get(links[place], links[place])
    return place


def link(links: dict[int, int], left: int, right: int) -> None:
    """Note that two places hang together."""
    one, other = first(links, left), first(links, right)
    if one != other:
        links[max(one, other)] = min(one, other)


def merged(one: Found, other: Found) -> Found:
    """Return what two have found together. It does not matter in which order many are merged, two at a time."""
    # exercise scale_out: put pairs and links together; `heapq.merge` and `link` are at hand
    # starter: return Found(one.pairs + other.pairs, one.links | other.links, one.compared + other.compared)
    pairs = heapq.merge(one.pairs, other.pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    links = dict(one.links)
    for place, earlier in other.links.items():
        link(links, place, earlier)
    return Found(list(pairs), links, one.compared + other.compared)
    # end


def tree(items: Sequence[Any], merge: Callable[[Any, Any], Any]) -> Any:
    """Merge neighbours two by two until one is left: on many machines all pairs of a round at once, and none sees everything but the last."""
    while len(items) > 1:
        items = [merge(*items[place : place + 2]) if place + 1 < len(items) else items[place] for place in range(0, len(items), 2)]
    return items[0] if items else NOTHING


HELD: list[Any] = []
"""In a worker: the directory, the settings, and the keys of the blocks left out. One copy, for all of its tasks."""


def hold(threads: int, *data: Any) -> None:
    """Take in what a worker needs for all of its tasks, once, before the first; and how many threads it may use."""
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    HELD[:] = data


def compare_share(share: Share) -> Found:
    """Compare a part, in a worker that holds the rest."""
    return compared(part(share, *HELD))


def processes(workers: int, **begin: Any) -> Executor:
    """Return a pool of processes; `initializer` and `initargs` say how each of them begins."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), **begin)


def on_workers(
    split: Sequence[Share],
    customers: Sequence[Customer],
    settings: Settings,
    nowhere: Iterable[Key],
    workers: int,
    pool: Callable[..., Executor] = processes,
) -> list[Found]:
    """Compare all parts on workers that hold the directory, and share the cores of this machine.

    Raises:
        BrokenProcessPool: a worker was lost, and with it the pool; not the first time, not the second or third, but the fourth.
        Exception: what a part raises.
    """
    # exercise scale_out: the workers build the parts, but they are compared here. Have them compared there, by `compare_share`
    # todo: in workers that begin with `hold`, each with its share of the cores; and do what a lost worker left undone once more
    # starter: with pool(workers) as executor:
    # starter:     futures = [executor.submit(part, share, customers, settings, nowhere) for share in split]
    # starter:     return [compared(future.result()) for future in futures]
    threads = max(1, (os.cpu_count() or 1) // workers)
    found: dict[int, Found] = {}
    for losses in range(LOSSES + 1):
        with pool(workers, initializer=hold, initargs=(threads, customers, settings, nowhere)) as executor:
            try:
                futures = {executor.submit(compare_share, share): number for number, share in enumerate(split) if number not in found}
                for future in as_completed(futures):
                    found[futures[future]] = future.result()
                break
            except BrokenProcessPool:
                if losses == LOSSES:
                    raise
    return list(found.values())
    # end


def deduplication(customers: Sequence[Customer], found: Found) -> Deduplication:
    """Return what was found as `Matcher.deduplicate` does, and log it."""
    clusters: defaultdict[int, list[str]] = defaultdict(list)
    for place in sorted(found.links.keys() | found.links.values()):
        clusters[first(found.links, place)].append(customers[place].id)
    pairs = [Pair(customers[left].id, customers[right].id, score) for left, right, score in found.pairs]
    LOG.info("%d customers, %d pairs compared: %d pairs in %d clusters", len(customers), found.compared, len(pairs), len(clusters))
    return Deduplication(pairs, list(clusters.values()), found.compared)


def log_blocks(customers: int, split: Iterable[Share], nowhere: dict[Key, int], settings: Settings) -> None:
    """Log what a `Matcher` of the directory logs."""
    LOG.debug("%d customers in %d blocks", customers, sum(map(len, split)))
    for (name, key), size in nowhere.items():
        LOG.warning("block %s=%s left out: %d customers, at most %d", name, key, size, settings.max_block)


def deduplicate(
    customers: Iterable[Customer],
    settings: Settings | None = None,
    *,
    workers: int = 2,
    parts: int = 8,
    pool: Callable[..., Executor] = processes,
) -> Deduplication:
    """Find the customers that are likely the same person, as `Matcher.deduplicate` does, on processes of this machine.

    Args:
        customers: the port's, of a directory that a `Matcher` takes.
        settings: how to compare; `None` means `Settings()`.
        workers: how many processes.
        parts: in how many parts; some more than workers, as they are not of one size.
        pool: makes the processes.
    """
    directory, settings = tuple(customers), Settings() if settings is None else settings
    split = shares(directory, settings, parts)
    nowhere = left_out(split, settings)
    log_blocks(len(directory), split, nowhere, settings)
    return deduplication(directory, tree(on_workers(split, directory, settings, nowhere, workers, pool), merged))
