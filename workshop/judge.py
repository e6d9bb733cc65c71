"""From saved files to a verdict: build the step's project, run its tests against the wheel, say what came of it."""

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from .build import Builder, Built, NotBuiltError, shown
from .course import Course, Step
from .testing import Tester, tester
from .verdict import Finding, Verdict
from .workbook import Workbook

Progress = Callable[[str], None]


class Judge:
    """Gives verdicts on the steps of one workbook.

    Args:
        course: the course.
        workbook: the learner's folder.
        python: the interpreter of the learner's environment.
        target: Cargo's target folder, the workbook's own by default.
        profile: Cargo's profile.
    """

    def __init__(self, course: Course, workbook: Workbook, python: Path, target: Path | None = None, *, profile: str = "dev") -> None:
        self.course = course
        self.workbook = workbook
        self.python = python
        self.builder = Builder(workbook.folder, python, target, profile=profile)

    def digest(self, step: Step) -> str:
        """A fingerprint of all that the verdict on a step depends on."""
        project = self.builder.digest(self.workbook.folder / step.chapter)
        return project + "".join(self.workbook.edited_tests(step))

    async def verdict(self, step: Step, on_progress: Progress = lambda _: None) -> Verdict:
        """Build and test a step; files saved meanwhile are built and tested again before anything is said."""
        begun = time.perf_counter()
        while True:
            before = self.digest(step)
            found = await self._judge(step, on_progress, begun)
            if self.digest(step) == before:
                return found
            on_progress("saved again: starting over")

    async def _judge(self, step: Step, on_progress: Progress, begun: float) -> Verdict:
        runs = self.workbook.own / "run"
        runs.mkdir(parents=True, exist_ok=True)
        run = Path(tempfile.mkdtemp(dir=runs))
        try:
            async with self.tester(step, run) as tester:
                on_progress("building")
                built = await self.build(step, run, on_progress)
                on_progress("testing")
                finding = await tester.test([step.test], built)
        except NotBuiltError as error:
            finding = Finding("not built", output=str(error))
        finally:
            shutil.rmtree(run, ignore_errors=True)
        finding = replace(finding, warnings=_of_step(finding.warnings, step))
        notes = tuple(self._note(self.workbook.path(step, name)) for name in self.workbook.edited_tests(step))
        return Verdict(step.key, finding, time.perf_counter() - begun, notes, str(self.python))

    def _note(self, test: Path) -> str:
        state = "is not the course's any more" if test.is_file() else "is missing"
        return f"{shown(test)} {state}; the verdict comes from the course's. `reset` puts it back."

    async def build(self, step: Step, run: Path, on_progress: Progress = lambda _: None) -> Built:
        """Build a step's project into a folder, and put beside it the scripts that its tests use."""
        project = (self.workbook.folder / step.chapter / step.project).resolve()
        built = await self.builder.build(project, run, sdist=step.sdist, stubs=step.stubs, on_progress=on_progress)
        chapter = self.course.chapter_of(step)
        exercises = {file for other in chapter.steps for file in other.files}
        for name, path in chapter.sources().items():
            if name.startswith("scripts/"):
                # The learner's own where it is an exercise; what only helps the tests is the course's, as the tests are.
                own = self.workbook.path(step, name)
                (run / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(own if name in exercises and own.is_file() else path, run / name)
        return built

    @asynccontextmanager
    async def tester(self, step: Step, run: Path) -> AsyncIterator[Tester]:
        """A tester for a step's chapter, for one run of tests in a folder."""
        course_folder = self.course.chapter_of(step).folder
        async with tester(course_folder, self.workbook.folder / step.chapter, self.workbook.own / "cache", self.python, run) as ready:
            yield ready


def _of_step(warnings: str, step: Step) -> str:
    """Those warnings that concern the step: of its own files, or of no file at all."""
    blocks = warnings.split("\n\n")
    return "\n\n".join(block for block in blocks if "-->" not in block or any(file in block for file in step.files))
