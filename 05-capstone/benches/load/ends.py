"""How soon a job ends that is cancelled, and the service that is interrupted in the middle of one."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

from served import Served

from .jobs import OTHER_SETTINGS, Caller

LONGEST = 3.0
"""Seconds after the start of a job in which it is cancelled, or the service interrupted, if it lasts longer."""


def moments(lasts: float, count: int) -> Iterator[float]:
    """Yield moments of a job, evenly from its beginning to its end."""
    for number in range(count):
        yield min(lasts, LONGEST) * (number + 0.5) / count


def lasting(caller: Caller, settings: dict[str, float] | None, longest: float) -> float:
    """Return how long a job lasts, or `longest` if that is longer."""
    begun = time.perf_counter()
    number = caller.start(settings)
    while caller.job(number)["state"] == "running":
        if time.perf_counter() - begun > longest:
            caller.call("POST", f"/jobs/{number}/cancel")
            caller.ended(number)
            return longest
        time.sleep(0.005)
    return time.perf_counter() - begun


def cancelled(service: Served, count: int, doing: Callable[[str], None]) -> dict[str, list[float]]:
    """Cancel jobs at moments all over them; returns the seconds from each request until the job was seen to have ended, by kind of job."""
    caller = Caller(service.address)
    found: dict[str, list[float]] = {}
    for kind, settings in (("matcher at hand", None), ("matcher to be made", OTHER_SETTINGS)):
        found[kind] = []
        lasts = lasting(caller, settings, LONGEST)
        for moment in moments(lasts, count):
            doing(f"cancel after {moment:.2f} s, {kind}")
            number = caller.start(settings)
            time.sleep(moment)
            begun = time.perf_counter()
            if caller.call("POST", f"/jobs/{number}/cancel").status_code == 202 and caller.ended(number)["state"] == "cancelled":
                found[kind].append(time.perf_counter() - begun)
    caller.close()
    return found


def interrupted(start: Callable[[], Served], count: int, doing: Callable[[str], None]) -> dict[str, list[float]]:
    """End services in the middle of jobs, by Ctrl-C and SIGTERM in turn; returns the seconds until the job had ended, and until the service had."""
    found: dict[str, list[float]] = {"job": [], "service": []}
    lasts: dict[bool, float] = {}
    for number in range(count):
        with start() as service:
            caller = Caller(service.address)
            to_be_made = number % 4 >= 2
            settings = OTHER_SETTINGS if to_be_made else None
            caller.call("POST", "/matches", {"surname": "waller"})
            if to_be_made not in lasts:
                lasts[to_be_made] = lasting(caller, settings, LONGEST)
            moment = list(moments(lasts[to_be_made], count))[number]
            doing(f"{'SIGTERM' if number % 2 else 'Ctrl-C'} after {moment:.2f} s")
            job = caller.start(settings)
            caller.close()
            time.sleep(moment)
            begun, now = time.perf_counter(), datetime.now(UTC)
            service.terminate() if number % 2 else service.interrupt()
            service.wait()
            found["service"].append(time.perf_counter() - begun)
            state, ended = _noted(service, job)
            if state == "interrupted":
                found["job"].append(max(0.0, (ended - now).total_seconds()))
    return found


def _noted(service: Served, job: int) -> tuple[str, datetime]:
    """Return how and when a job ended, as its service has noted it, to the millisecond."""
    with closing(sqlite3.connect(service.log.with_suffix(".sqlite"))) as connection:
        state, ended = connection.execute("SELECT state, ended FROM jobs WHERE number = ?", (job,)).fetchone()
    return state, datetime.fromisoformat(ended)
