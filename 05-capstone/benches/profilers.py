"""What cProfile makes of the job that it looks at."""

import cProfile
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import febrl
import matching

from workshop.costs import compare


def job() -> object:
    """Many calls of small functions, and some of a big one."""
    return matching.deduplicate(customers)


def cleaning() -> object:
    """Calls of small functions only."""
    return [matching.normalise(customer.surname) for customer in customers]


def watched(work: Callable[[], object], builtins: bool) -> Callable[[], object]:
    """The same work under cProfile, which notes the calls of C functions as well if `builtins`."""

    def watch() -> None:
        profiler = cProfile.Profile()
        profiler.enable(builtins=builtins)
        work()
        profiler.disable()

    return watch


customers = febrl.load("1")[:300]
for title, work in (("The job on 300 customers", job), ("300 names normalised", cleaning)):
    calls = {"unobserved": work, "cProfile, Python functions": watched(work, False), "cProfile, C functions too": watched(work, True)}
    compare(title, calls, base="unobserved")
