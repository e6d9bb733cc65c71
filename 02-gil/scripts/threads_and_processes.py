"""One job with threads and with processes; `python scripts/what_workers_cost.py` prints what each of them takes."""

import multiprocessing
import queue
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches

Job = Callable[[str], list[str]]
SUBURBS = ("hobart", "latrobe valley", "mount gambier", "north ryde", "port noarlunga", "st james", "tullamarine", "wagga wagga")
STREETS = ("giblin street", "latchford street", "mcphail crescent", "tullaroop street", "wylly place")


def words(address: str) -> list[str]:
    """The words of an address: next to no work."""
    return address.split()


def suburb(address: str) -> list[str]:
    """The known suburb that the last part of an address resembles, if there is one: a lot of work."""
    return get_close_matches(address.rpartition(", ")[2], SUBURBS, n=1)


def tally(job: Job, lines: Sequence[str]) -> Counter[str]:
    """Do the job for each line, and count what comes of it."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(job(line))
    return counts


def split(lines: Sequence[str], workers: int) -> list[Sequence[str]]:
    """Lines for each worker, about as many for each."""
    return [lines[first::workers] for first in range(workers)]


def work(job: Job, lines: Sequence[str], results: queue.Queue) -> None:
    """What a worker does: its part of the lines. Puts a `Counter` into the queue, or the exception that came instead."""
    try:
        results.put(tally(job, lines))
    except Exception as error:
        results.put(error)


def merged(outcomes: Sequence[Counter[str] | Exception]) -> Counter[str]:
    """Add up what the workers put into the queue. Raises the first of their exceptions, if there is one."""
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return sum(outcomes, Counter())


def with_threads(job: Job, lines: Sequence[str], workers: int) -> Counter[str]:
    """Return the same as `tally`, worked out by that many threads."""
    results = queue.Queue()
    threads = [threading.Thread(target=work, args=(job, part, results)) for part in split(lines, workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return merged([results.get() for _ in threads])


def with_processes(job: Job, lines: Sequence[str], workers: int) -> Counter[str]:
    """Return the same as `tally`, worked out by that many processes, each with its own part of the lines.

    They are started afresh, not forked, all of them at once, and have ended when this returns or raises. What `job` raises in a process
    is raised here.
    """
    # exercise threads_and_processes: so far this is a second name for the threads; give each part to a process of its own
    # starter: return with_threads(job, lines, workers)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=work, args=(job, part, results)) for part in split(lines, workers)]
    for process in processes:
        process.start()
    outcomes = [results.get() for _ in processes]  # first: a process ends only when its result has been taken
    for process in processes:
        process.join()
    return merged(outcomes)
    # end
