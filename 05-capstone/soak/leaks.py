"""All public calls again and again, errors and cancelled jobs included: neither memory nor the number of objects may grow with them."""

import copy
import gc
import logging
import pickle
import sys
import threading
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import psutil
from capstone import count_duplicates, deduplicate_with, duplicate_arrays, duplicate_rows
from capstone import matching as port
from capstone.customers import Customer, InvalidRecord, Settings, Weights

from .report import Report, Task, say

ROUNDS = 5
"""The first warms up; the growth over the others counts, and only if there is some in each."""

ALLOWED = 64
"""Bytes a call. What leaks, leaks an object at least; below is noise of allocators, spread over thousands of calls."""


class OddError(Exception):
    """What a callback raises."""


def calls() -> dict[str, Callable[[], object]]:
    """Return what is called."""
    rows = range(40)
    people = [Customer(str(row), "Änn" if row % 3 else "ann", f"{'abc'[row % 3]}lee", address_1=f"{row % 5} main st") for row in rows]
    matcher = port.Matcher(people)
    odd = Customer("odd", "Ł\ud800", "o'neill " * 40)
    pickled = pickle.dumps(matcher)

    def raises(*_: object) -> object:
        raise OddError

    def failing(call: Callable[[], object], *errors: type[BaseException]) -> Callable[[], object]:
        def run() -> None:
            with suppress(*errors):
                call()
                raise AssertionError("it should have failed")

        return run

    def in_a_cycle() -> None:
        own = port.Matcher(people[:5])
        own.itself = own

    def in_a_thread() -> None:
        thread = threading.Thread(target=matcher.deduplicate)
        thread.start()
        thread.join()

    comparisons = {
        name: lambda name=name: (getattr(port, name)("jonathan", "johnathan"), getattr(port, name)("李小龙\ud800", "李小"))
        for name in ("jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality")
    }
    return comparisons | {
        "normalise": lambda: (port.normalise("  Ann-Marie "), port.normalise("Ünïcödé ½ ﬁ\ud800")),
        "soundex": lambda: port.soundex("Ünïcödé"),
        "similarities": lambda: port.similarities(people[0], odd),
        "score": lambda: (port.score(people[0], odd), port.score(people[0], people[1], Weights(surname=1))),
        "Matcher": lambda: port.Matcher(people, Settings(max_block=3)),
        "Matcher, attributes": lambda: (matcher.customers, matcher.settings, len(matcher), repr(matcher)),
        "Matcher, in a cycle": in_a_cycle,
        "Matcher, begun anew": lambda: matcher.__init__(people),
        "Matcher, pickled": lambda: (pickle.loads(pickled), copy.copy(matcher), copy.deepcopy(matcher)),
        "match": lambda: (matcher.match(people[3]), matcher.match(odd, 2, 0.0)),
        "deduplicate": lambda: (matcher.deduplicate(), port.deduplicate(people)),
        "deduplicate, with callbacks": lambda: matcher.deduplicate(lambda *_: None, lambda: False),
        "deduplicate, in a thread": in_a_thread,
        "deduplicate_with": lambda: deduplicate_with(people, threads=False, prune=False),
        "arrays": lambda: (count_duplicates(matcher), duplicate_rows(matcher), duplicate_arrays(matcher)),
        "error: no text": failing(lambda: port.jaro("a", 5), TypeError),
        "error: no customer": failing(lambda: port.Matcher([*people, 5]), TypeError),
        "error: a field": failing(lambda: port.Matcher([*people, Customer("x", 5)]), InvalidRecord),
        "error: an id twice": failing(lambda: port.Matcher([*people, people[0]]), InvalidRecord),
        "error: settings": failing(lambda: port.Matcher(people, 5), TypeError),
        "error: a limit": failing(lambda: matcher.match(odd, 0), ValueError),
        "error: unpickled": failing(lambda: port.Matcher.__new__(port.Matcher).__setstate__((tuple(people), None, {})), AttributeError),
        "cancelled": failing(lambda: matcher.deduplicate(cancelled=lambda: True), port.Cancelled),
        "cancelled half way": failing(
            lambda: matcher.deduplicate(cancelled=iter([False, False, True]).__next__), port.Cancelled, StopIteration
        ),
        "progress raises": failing(lambda: matcher.deduplicate(raises), OddError),
        "cancelled raises": failing(lambda: matcher.deduplicate(cancelled=raises), OddError),
    }


def growth(call: Callable[[], object], times: int) -> tuple[float, float, int]:
    """Return by how many bytes the process and Python's own memory grow with each call, and by how many objects; 0 if it stops growing."""
    process, taken = psutil.Process(), []
    for _ in range(ROUNDS):
        for _ in range(times):
            call()
        gc.collect()
        taken.append((process.memory_info().rss, tracemalloc.get_traced_memory()[0], len(gc.get_objects()), sys.getallocatedblocks()))
    steps = [[after - before for before, after in pairwise(column)] for column in zip(*taken, strict=True)]
    least = [min(column) for column in steps]
    return least[0] / times, least[1] / times, max(least[2], 0) // times


def run(task: Task) -> Report:
    """Call each, as often as there is time."""
    report, seconds = Report(), task.seconds
    logging.getLogger("matching").setLevel(logging.ERROR)
    named = calls()
    total = 0
    for name, call in named.items():
        began = task.left()
        number = 0
        while number < 50 or began - task.left() < 0.02:  # warms up, and finds out how long it takes
            call()
            number += 1
        times = max(100, int(number / max(began - task.left(), 1e-4) * seconds / len(named) / ROUNDS))
        rss, traced, objects = growth(call, times)
        total += times * ROUNDS
        if rss > ALLOWED or objects > 0:
            say(f"{name}: again, to be sure")
            tracemalloc.start()
            rss, traced, objects = growth(call, times)
            tracemalloc.stop()
            if rss > ALLOWED or traced > ALLOWED or objects > 0:
                report.found.append(f"{name}: {rss:.0f} bytes a call, {traced:.0f} of them Python's, {objects} objects ({times:,} calls)")
    report.ran.append(
        f"{len(named)} calls, {total:,} times in all; the process has {psutil.Process().memory_info().rss >> 20} MB at the end"
    )
    return report
