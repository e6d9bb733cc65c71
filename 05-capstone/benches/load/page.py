"""The page's figures: `<!-- =WHAT -->…<!-- /= -->` in the page holds what the results file says, and a test compares.

`python -m load.page PAGE RESULTS`, in this folder's parent, fills in the page.
"""

import sys
from pathlib import Path

from whole_job.page import MARK, markdown
from whole_job.results import digits, read, short
from whole_job.tables import machine_text

from . import tables
from .phases import name_of

TABLES = {
    "load": lambda results, size: tables.load_rows(results["load"][size]),
    "choices": lambda results: tables.choice_rows(results["choices"]),
    "cancellation": lambda results: tables.end_rows(results["cancellation"]),
    "interruption": lambda results: tables.end_rows(results["interruption"]),
    "memory": lambda results: tables.memory_rows(results["memory"]),
    "targets": tables.target_rows,
}


def fill(page: Path, results: dict) -> None:
    """Put the results into the page."""
    page.write_text(filled(page.read_text(encoding="utf-8"), results), encoding="utf-8")


def filled(text: str, results: dict) -> str:
    """Return a page's text with the results in it."""

    def value(what: str) -> str:
        name, *arguments = what.split()
        return VALUES[name](results, *arguments)

    return MARK.sub(lambda found: found[1] + value(found[2]) + found[3], text)


def table(results: dict, name: str, *arguments: str) -> str:
    """A table of the run."""
    return markdown(TABLES[name](results, *arguments))


def machine(results: dict) -> str:
    """What was measured on."""
    return machine_text(results["machine"])


def plan(results: dict, what: str) -> str:
    """How it was measured: "rate", "seconds" or "rounds"."""
    return f"{results['plan'][what]:g}"


def minutes(results: dict) -> str:
    """How long the run took."""
    return digits(results["took"] / 60)


def latency(results: dict, size: str, implementation: str, when: str, share: str) -> str:
    """A percentile of all requests' latencies: "5000 rust job p99"."""
    return short(results["load"][size][name_of(implementation, when == "job")]["latency"]["all"][share])


def times(results: dict, size: str, share: str) -> str:
    """How many times as long a request waits while a job runs in Python as while one runs in Rust."""
    slow, quick = (results["load"][size][name_of(name, True)]["latency"]["all"][share] for name in ("python", "rust"))
    return digits(slow / quick)


VALUES = {function.__name__: function for function in (table, machine, plan, minutes, latency, times)}

if __name__ == "__main__":
    fill(Path(sys.argv[1]), read(Path(sys.argv[2])))
