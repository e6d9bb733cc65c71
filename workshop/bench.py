"""How long a learner waits, session `bench`: from a fresh clone to the first verdict, and from a save to its verdict, for every step.

Both are taken from outside, through the plain loop: from the moment the command is started, or a file saved, until the verdict is printed.
"""

import argparse
import platform
import statistics
import tempfile
import time
from pathlib import Path

from rich.table import Table

from . import course as course_module
from .course import Step
from .driver import Learner, clone
from .report import console

FIRST_VERDICT_SECONDS = 35
SAVE_TO_VERDICT_SECONDS = 2.0
LINE = {".rs": "const _: u32 = {};", ".py": "_edit = {}", ".pyi": "# edit {}", ".toml": "# edit {}"}
"""A line of code that changes what is compiled but not what it does."""


def main() -> None:
    """Measure and print; exits with 1 where a limit is passed."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s bench --", description=__doc__)
    parser.add_argument("--edits", type=int, default=5, help="edits timed for each step (default: 5)")
    edits = parser.parse_args().edits
    out = console()
    out.print(f"{platform.platform()}, Python {platform.python_version()}, dev profile, package caches as they are", style="dim")
    with tempfile.TemporaryDirectory() as folder:
        course = course_module.load()
        learner = Learner(clone(Path(folder).resolve() / "clone"))
        begun = time.perf_counter()
        with learner:
            learner.verdict()
            first = time.perf_counter() - begun
            out.print(f"fresh clone to first verdict: {first:.1f} s (limit {FIRST_VERDICT_SECONDS} s)")
            table = Table("step", "", "first", "median", "max", box=None, padding=(0, 2))
            medians = []
            for number, step in enumerate(course.steps):
                seconds = [_moved(learner)] if number else []
                seconds += [_edited(learner, step, edit) for edit in range(edits + 1)]
                timed = seconds[-edits:]
                medians.append(statistics.median(timed))
                table.add_row(step.address, step.name, f"{seconds[0]:.2f}", f"{medians[-1]:.2f}", f"{max(timed):.2f}")
                out.print(f"… {step.address} {step.name} {medians[-1]:.2f} s", style="dim")
    out.print("\nSave to verdict in seconds, starters; `first` is the first verdict of the step:")
    out.print(table)
    out.print(
        f"all steps: median {statistics.median(medians):.2f} s, slowest step {max(medians):.2f} s (limit {SAVE_TO_VERDICT_SECONDS} s)"
    )
    raise SystemExit(first > FIRST_VERDICT_SECONDS or max(medians) > SAVE_TO_VERDICT_SECONDS)


def _moved(learner: Learner) -> float:
    """Seconds from `n` to the next step's first verdict."""
    begun = time.perf_counter()
    learner.type("n")
    learner.verdict()
    return time.perf_counter() - begun


def _edited(learner: Learner, step: Step, number: int) -> float:
    """Seconds from a save to its verdict."""
    path = learner.workbook / step.chapter / step.files[0]
    text = path.read_text(encoding="utf-8")
    line = LINE[path.suffix].format(number)
    begun = time.perf_counter()
    learner.save(path, (text + line + "\n").encode())
    learner.verdict()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
