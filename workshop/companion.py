"""What the learner can do, whichever way it is asked for: a key on the screen, a line in the plain loop, a command."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from . import course as course_module
from . import derive, machine, toolchain
from .build import here, shown
from .course import Course, Step
from .errors import WorkshopError
from .judge import Judge
from .judge import Progress as OnProgress
from .ladder import Ladder
from .progress import Progress
from .verdict import Verdict
from .workbook import Synced, Workbook, free_space

NEEDED_BYTES = 1_000_000_000
"""What a workbook takes with everything compiled, with room to spare."""


@dataclass(frozen=True)
class Pair:
    """A file of a step beside its solution."""

    file: str
    learner: str
    solution: str


class Companion:
    """The course, one workbook, and the progress in it.

    Args:
        course: the course.
        folder: the workbook's folder, which need not exist yet.
        python: the interpreter of the learner's environment, by default the workbook's own.
        target: Cargo's target folder, by default the workbook's own.
    """

    def __init__(self, course: Course, folder: Path, *, python: Path | None = None, target: Path | None = None) -> None:
        self.course = course
        self.workbook = Workbook(course, folder)
        self.progress = Progress(course, folder)
        self.python = python or toolchain.python_of(folder / ".venv")
        self.judge = Judge(course, self.workbook, self.python, target)
        self.ladder = Ladder(course, self.workbook, self.progress, self.python, target)

    def prepare(self) -> Synced:
        """Make the workbook and its environment, or bring them up to date.

        Raises:
            WorkshopError: Rust is missing, the disk is full, the folder is somebody's, the environment could not be made.
        """
        if problem := machine.rust_problem():
            raise WorkshopError(*problem)
        fresh = not self.workbook.folder.exists()
        if fresh and (free := free_space(self.workbook.folder)) < NEEDED_BYTES:
            raise WorkshopError(
                f"only {free // 1_000_000} MB are free on the disk; the workbook takes up to 1 GB.", "Free some space and try again."
            )
        synced = self.workbook.sync()
        root = self.course.root / "requirements"
        toolchain.prepare(self.workbook.folder, [root / "tests.txt", root / "data.txt"])
        _clear(self.workbook.own / "run")
        return synced

    def require(self) -> None:
        """Raises WorkshopError if there is no workbook yet."""
        if not self.workbook.own.exists():
            raise WorkshopError(
                f"there is no workbook in {shown(self.workbook.folder)} yet.",
                "`learn` without a command makes it; if yours lies elsewhere, say where: --workbook PATH.",
            )

    @property
    def step(self) -> Step:
        """The step the learner is at."""
        return self.progress.current()

    def next(self, *, core: bool = False) -> Step | None:
        """Go to the next step, or to the next core step; None if this is the last."""
        if not core:
            return self._go(+1)
        step = self.course.core_step_after(self.step)
        if step:
            self.progress.go_to(step)
        return step

    def previous(self) -> Step | None:
        """Go to the step before; None if this is the first."""
        return self._go(-1)

    def _go(self, by: int) -> Step | None:
        number = self.course.steps.index(self.step) + by
        if not 0 <= number < len(self.course.steps):
            return None
        self.progress.go_to(self.course.steps[number])
        return self.step

    async def check(self, step: Step, on_progress: OnProgress = lambda _: None) -> tuple[Verdict, bool]:
        """The verdict on a step, noted in the progress; and whether it passed for the first time."""
        verdict = await self.judge.verdict(step, on_progress)
        return verdict, self.progress.note_verdict(step, passed=verdict.passed)

    def reset(self, step: Step) -> Path | None:
        """Put a step back; returns the folder that keeps what was there, None if nothing differed."""
        kept = self.workbook.reset(step)
        self.progress.note_reset(step)
        return kept

    def solution(self, step: Step) -> list[Pair]:
        """The learner's files beside the solution; noted, if the step is not passed yet."""
        self.progress.note_solution_seen(step)
        pairs = []
        for name, content in derive.step_files(self.course, step, solution=True).items():
            path = self.workbook.folder / name
            own = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            pairs.append(Pair(shown(path), own, content.decode()))
        return pairs

    def catch_up(self, step: Step) -> tuple[list[Step], list[Path]]:
        """Fill in the solutions of all steps before one that are not done, and go there.

        Returns:
            The steps that were filled in, and the folders that keep what was there.
        """
        filled, kept = [], []
        for other in self.course.before(step):
            if self.progress.done(other):
                continue
            untouched = self.workbook.untouched(other)
            copy = self.workbook.solve(other)
            if copy and untouched:
                shutil.rmtree(copy)  # a starter is no work of anybody's
            elif copy:
                kept.append(copy)
            self.progress.note_caught_up(other)
            filled.append(other)
        self.progress.go_to(step)
        return filled, kept

    @contextlib.contextmanager
    def watch_alone(self) -> Iterator[None]:
        """Only one `learn` watches a workbook at a time.

        Raises:
            WorkshopError: another one does.
        """
        lock = FileLock(self.workbook.own / "learn.lock")
        pid = self.workbook.own / "learn.pid"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            who = pid.read_text() if pid.is_file() else "?"
            raise WorkshopError(
                f"another `learn` (process {who}) watches {shown(self.workbook.folder)} already.",
                "Go on there, or quit it with q. Commands such as `hint`, `list` and `check` work beside it.",
            ) from None
        try:
            pid.write_text(str(os.getpid()))
            yield
        finally:
            pid.unlink(missing_ok=True)
            lock.release()


def _clear(runs: Path) -> None:
    """Remove what killed runs left behind, and nothing of a run that goes on in another terminal."""
    for run in runs.iterdir() if runs.is_dir() else ():
        with contextlib.suppress(OSError):
            if time.time() - run.stat().st_mtime > 3600:
                shutil.rmtree(run)


def workbook_folder(named: Path | None, root: Path = course_module.ROOT) -> Path:
    """Where the workbook lies: the folder that was named, else what HOT_MODULES_WORKBOOK names, else `workbook` in the repository."""
    named = named or Path(os.environ.get("HOT_MODULES_WORKBOOK") or root / "workbook")
    # Relative to where the command was typed; nox has gone to the repository since.
    return (here() / named.expanduser()).resolve()


def open_companion(folder: Path | None = None) -> Companion:
    """The companion of this repository's course.

    Args:
        folder: the workbook, if not the one that `workbook_folder` finds.
    """
    loaded = course_module.load()
    return Companion(loaded, workbook_folder(folder, loaded.root))
