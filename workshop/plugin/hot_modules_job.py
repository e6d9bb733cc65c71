"""Runs a chapter's job at one rung of its ladder, and writes how long it took: `hot_modules_job.py RUNG RESULT`.

The chapter's `scripts/ladder.py` has `RUNGS`, a callable for each rung's name, and `scripts/febrl.py` loads the customers that it gets; if the
callable has an attribute `customer`, a class, they are made of that class before the time is taken. Runs in the learner's environment, on the
learner's wheel, in a process of its own.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

SET = "3"
ROUNDS = 9
SECONDS = 2.0
"""A job that takes longer is run once: a median is for the quick ones, whose first run has more to set up than the others."""


def milliseconds(job: Callable[[list], object], customers: list) -> float:
    """The time of one run of a slow job, or the median of several runs of a quick one."""
    times: list[float] = []
    if customer := getattr(job, "customer", None):
        customers = [customer(*values) for values in customers]
    while not times or (len(times) < ROUNDS and sum(times) < SECONDS):
        given = list(customers)
        begun = time.perf_counter()
        found = job(given)
        times.append(time.perf_counter() - begun)
        del found
    return 1000 * statistics.median(times[1:] or times)


def main() -> None:
    """Measure, and write a line of JSON: the time, or what went wrong."""
    name, result = sys.argv[1], Path(sys.argv[2])
    sys.path.pop(0)  # this file's folder
    try:
        from febrl import load
        from ladder import RUNGS

        told = {"ms": milliseconds(RUNGS[name], load(SET))} if name in RUNGS else {"problem": f"scripts/ladder.py has no rung {name!r}"}
    except BaseException as error:  # a Rust panic, too
        told = {"problem": " ".join(f"{type(error).__name__}: {error}".split())}
    result.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
