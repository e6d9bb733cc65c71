"""The learner's own times for the chapter's job, a rung for each step that names one (`job` in `exercises.toml`).

Measured beside the work on a release build of the learner's crate, kept with the progress, and never part of a verdict.
"""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from . import files, toolchain
from .build import NotBuiltError
from .course import Course, Step
from .judge import Judge
from .processes import started
from .progress import Progress
from .workbook import Workbook

SCRIPT = Path(__file__).resolve().parent / "plugin" / "hot_modules_job.py"
LIMIT_SECONDS = float(os.environ.get("HOT_MODULES_JOB_LIMIT", "180"))
"""The slowest rung, pure Python, takes half a minute; what takes this long has got stuck."""

LONGEST_PROBLEM = 300
"""Characters of what went wrong."""


class NotMeasuredError(Exception):
    """There is no time; says why, in a sentence."""


@dataclass(frozen=True)
class Rung:
    """A step's place on the ladder: its time in milliseconds, None if it was not measured yet."""

    step: Step
    ms: float | None


class Ladder:
    """Measures the jobs of one workbook's steps.

    Args:
        course: the course.
        workbook: the learner's folder.
        progress: where the times are kept.
        python: the interpreter of the learner's environment.
        target: Cargo's target folder of the verdicts; these builds get one of their own in it.
    """

    def __init__(self, course: Course, workbook: Workbook, progress: Progress, python: Path, target: Path | None = None) -> None:
        self.course = course
        self.workbook = workbook
        self.progress = progress
        self.python = python
        self.judge = Judge(course, workbook, python, (target or workbook.folder / "target") / "own-times", profile="release")
        self._record = workbook.own / "measured.json"

    def rungs(self, chapter: str) -> list[Rung]:
        """The steps of a chapter that have a job and are passed, with their times."""
        steps = [step for step in self.course.steps if step.chapter == chapter and step.job and self.progress.done(step)]
        return [Rung(step, self.progress.of(step).job_ms) for step in steps]

    def due(self, chapter: str, passed: Step | None = None) -> list[Step]:
        """The steps of a chapter that are still to be measured; first the one that has just passed, if it is not what was measured."""
        rungs = self.rungs(chapter)
        first = [rung.step for rung in rungs if rung.step == passed and (rung.ms is None or self._changed(rung.step))]
        return first + [rung.step for rung in rungs if rung.ms is None and rung.step != passed]

    async def warm_up(self, step: Step, on_progress: Callable[[str], None] = lambda _: None) -> None:
        """Build a step's project for release, so that its first time need not wait for pyo3.

        Raises:
            NotMeasuredError: it does not build.
        """
        async with self._folder() as run:
            await self._build(step, run, on_progress)

    async def measure(self, step: Step, on_progress: Callable[[str], None] = lambda _: None) -> float:
        """Run a step's job, keep how many milliseconds it took.

        Raises:
            NotMeasuredError: the crate does not build for release, the job raised, crashed, or did not end.
        """
        digest = self._digest(step)
        async with self._folder() as run:
            await self._build(step, run, on_progress)
            on_progress("running the job")
            ms = await self._run(step, run)
        self.progress.note_time(step, ms)
        files.write(self._record, json.dumps(self._measured() | {step.key: digest}).encode())
        return ms

    @asynccontextmanager
    async def _folder(self) -> AsyncIterator[Path]:
        """A folder for one run, gone afterwards."""
        runs = self.workbook.own / "run"
        runs.mkdir(parents=True, exist_ok=True)
        run = Path(tempfile.mkdtemp(dir=runs))
        try:
            yield run
        finally:
            shutil.rmtree(run, ignore_errors=True)

    async def _build(self, step: Step, run: Path, on_progress: Callable[[str], None]) -> None:
        on_progress("building for release")
        try:
            await self.judge.build(step, run, lambda what: on_progress(f"building for release, {what}"))
        except NotBuiltError:
            raise NotMeasuredError("the crate does not build for release") from None

    async def _run(self, step: Step, run: Path) -> float:
        env = toolchain.environment(PYTHONPATH=os.pathsep.join(map(str, [run / "site", run / "scripts"])), RUST_BACKTRACE="0")
        result = run / "time.json"
        with (run / "output.txt").open("wb") as output:
            command = [self.python, SCRIPT, step.job, result]
            async with started(command, cwd=run, env=env, stdout=output.fileno()) as process:
                try:
                    await asyncio.wait_for(process.wait(), LIMIT_SECONDS)
                except TimeoutError:
                    raise NotMeasuredError(f"the job did not end within {LIMIT_SECONDS:g} s") from None
        try:
            told = json.loads(result.read_bytes())
        except (OSError, ValueError):
            raise NotMeasuredError(f"Python itself ended with exit code {process.returncode} in the job") from None
        if "problem" in told:
            raise NotMeasuredError(told["problem"][:LONGEST_PROBLEM])
        return max(0.001, round(told["ms"], 3))

    def _changed(self, step: Step) -> bool:
        return self._measured().get(step.key) != self._digest(step)

    def _digest(self, step: Step) -> str:
        """A fingerprint of the step's own files: others may have changed since."""
        paths = [self.workbook.path(step, file) for file in step.files]
        return files.digest("".join(files.digest(path.read_bytes()) for path in paths if path.is_file()).encode())

    def _measured(self) -> dict[str, str]:
        try:
            measured = json.loads(self._record.read_bytes())
        except (OSError, ValueError):
            return {}
        return measured if isinstance(measured, dict) else {}
