"""How long a learner waits, session `waits`: from a fresh clone to the first verdict, and from a save to its verdict, for every step.

Both are taken from outside, through the plain loop: from the moment the command is started, or a file saved, until the verdict is printed.
"""

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.table import Table

from . import course as course_module
from . import derive
from .course import Step
from .driver import Learner, clone
from .report import console

FIRST_VERDICT_SECONDS = 35
SAVE_TO_VERDICT_SECONDS = 2.0
LINE = {".rs": "const _: u32 = {};", ".py": "_edit = {}", ".pyi": "# edit {}", ".toml": "# edit {}"}
"""A line of code that changes what is compiled but not what it does."""


def main() -> None:
    """Measure and print; exits with 1 where a limit is passed."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s waits --", description=__doc__)
    parser.add_argument("--edits", type=int, default=3, help="edits timed for each starter and each solution (default: 3)")
    parser.add_argument("steps", nargs="*", help="04.3, methods, or 04 for a chapter; all by default")
    arguments = parser.parse_args()
    edits = arguments.edits
    out = console()
    out.print(f"{platform.platform()}, Python {platform.python_version()}, dev profile, package caches as they are", style="dim")
    course = course_module.load()
    chosen = [step for step in course.steps if not arguments.steps or {step.address, step.name, step.address[:2]} & {*arguments.steps}]
    if not chosen:
        parser.error(f"no such step: {' '.join(arguments.steps)}")
    table = Table("step", "", "first", "starter", "solution", "slowest", box=None, padding=(0, 2))
    medians = []
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with Learner(clone(Path(folder).resolve() / "clone")) as learner:
            learner.verdict()
            fresh = time.perf_counter() - begun
            out.print(f"fresh clone to first verdict: {fresh:.1f} s (limit {FIRST_VERDICT_SECONDS} s)")
            for step in chosen:
                first = _timed(learner, lambda: learner.type(f"u {step.address}")) if step != course.steps[0] else fresh  # noqa: B023
                starter = [_edited(learner, step, number) for number in range(edits)]
                for name, content in derive.step_files(course, step, solution=True).items():
                    learner.save(learner.workbook / name, content)
                learner.verdict()
                solution = [_edited(learner, step, number) for number in range(edits)]
                medians += [statistics.median(starter), statistics.median(solution)]
                row = [first, *medians[-2:], max(*starter, *solution)]
                table.add_row(step.address, step.name, *(f"{seconds:.2f}" for seconds in row))
                out.print(f"… {step.address} {step.name} {max(medians[-2:]):.2f} s", style="dim")
    out.print("\nSave to verdict in seconds, medians of one-line edits; `first` is the first verdict of the step:")
    out.print(table)
    limit = f"(limit {SAVE_TO_VERDICT_SECONDS} s)"
    out.print(f"all steps: median {statistics.median(medians):.2f} s, slowest median {max(medians):.2f} s {limit}")
    raise SystemExit(fresh > FIRST_VERDICT_SECONDS or max(medians) > SAVE_TO_VERDICT_SECONDS)


def _edited(learner: Learner, step: Step, number: int) -> float:
    """Seconds from a save to its verdict."""
    path = learner.workbook / step.chapter / step.files[0]
    line = LINE[path.suffix].format(number) + "\n"
    content = path.read_bytes() + line.encode()
    return _timed(learner, lambda: learner.save(path, content))


def _timed(learner: Learner, do: Callable[[], None]) -> float:
    """Seconds from what the learner does to the verdict on it."""
    begun = time.perf_counter()
    do()
    learner.verdict()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
