"""The chapter's tests as nobody runs them: in random order, in parallel threads, in parallel processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from workshop import free_threading

from .report import Report, Task, say

PYTEST = [sys.executable, "-m", "pytest", "-c", "pytest.ini", "--rootdir", ".", "-q"]
THREADS = [
    "-p",
    "workshop.free_threading",
    "--parallel-threads=4",
    "-o",
    "thread_unsafe_functions=" + "\n".join(free_threading.UNSAFE_IN_THREADS),
]
ALONE = "under_fire or shutdown or forks or callbacks or parallel or service or ship or profile or crashes"
"""Tests that begin processes of their own, or take the process for theirs: in threads they only take long."""


def rounds(seed: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield what to run, again and again: a name, and commands to run at the same time."""

    def ordered(number: int) -> list[str]:
        return [*PYTEST, "-p", "random_order", "--random-order", f"--random-order-seed={number}", "tests"]

    for number in count(seed, 2):
        yield f"in random order, seed {number}", [ordered(number)]
        yield "each test in 4 threads", [[*PYTEST, *THREADS, "-k", f"not ({ALONE})", "tests"]]
        yield f"2 processes at once, in random orders, seeds {number} and {number + 1}", [ordered(number), ordered(number + 1)]


def run(task: Task) -> Report:
    """Run one after the other, each at least once, until the time is up."""
    report = Report()
    # Not on the optimised build: in the other one, Rust checks more, and the tests are made for it.
    paths = [path for path in os.environ["PYTHONPATH"].split(os.pathsep) if not Path(path).is_relative_to(task.run / "release")]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    for number, (name, commands) in enumerate(rounds(task.seed)):
        if number >= 3 and task.left() < 0:
            return report
        say(f"{name} …")
        processes = [
            subprocess.Popen(command, cwd=task.run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=environ)
            for command in commands
        ]
        for process in processes:
            said, _ = process.communicate()
            last = said.strip().rpartition("\n")[2].strip("= ")
            report.ran.append(f"{name}: {last}")
            if process.returncode:
                log = Path(task.target, f"suite-{number}.txt")
                log.write_text(said, encoding="utf-8")
                report.found.append(f"{name}: {last}; {log}")
    return report
