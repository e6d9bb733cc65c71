"""The proof of the exercises, session `exercises`: everything that a learner relies on, for every step, by machine.

- **starter**: compiles without warnings; its test fails, for the reason meant: first of all a failed assertion, a missing name or `todo!()`.
- **solution**: with all steps solved every test passes; formatted, and without a warning of clippy's.
- **alone**: one step solved, all others starters: that step passes, and no other step's verdict changes.
- **wrong answers**: each compiles and is rejected by a failing test. The book shows which; `--book` writes that anew.
- and what `inspection.py` sees without building.

Builds run one after another in one folder, since Cargo would wait anyway; tests run beside the next builds, each on its own unpacked wheel.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from . import course as course_module
from . import derive, files, testing, toolchain
from .book import verdicts
from .build import Built, NotBuiltError, fresh_folder
from .course import ROOT, Chapter, Course, Step, WrongAnswer
from .errors import WorkshopError
from .inspection import Problem, inspect
from .judge import Judge
from .report import console
from .verdict import Finding
from .workbook import Workbook

REASONS_MEANT = ("assertion", "missing", "todo")
PATIENCE_SECONDS = 40
"""How long a test may take here, where several run at once, on machines that do other work too; a learner is told sooner."""
COLUMNS = ("starter", "solution", "alone", "wrong answers")


@dataclass
class Result:
    """What was proved of the steps: counts by (step key, column), and the problems."""

    good: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    tried: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, dict[str, verdicts.Seen]] = field(default_factory=lambda: defaultdict(dict))
    """What learners see of wrong answers, by step key and name."""

    def note(self, step: Step, column: str, complaint: str | None) -> None:
        """One thing tried; good unless there is a complaint."""
        self.tried[step.key, column] += 1
        if complaint:
            self.problems.append(Problem(step.key, f"{column}: {complaint}"))
        else:
            self.good[step.key, column] += 1


class Proof:
    """Proves the exercises of a course.

    Args:
        course: the course.
        folder: an empty folder to derive workbooks in.
        python: the interpreter to build for and to test with.
        target: Cargo's target folder.
        book: whether what the book says of wrong answers is to be written anew, and so not compared.
    """

    def __init__(self, course: Course, folder: Path, python: Path, target: Path, *, book: bool = False) -> None:
        self.course = course
        self.book = book
        self.folder = folder
        self.python = python
        self.target = target
        self.judge = Judge(course, Workbook(course, folder / "workbook"), python, target)
        self.result = Result()
        self._building = asyncio.Lock()
        self._testing = asyncio.Semaphore(os.cpu_count() or 1)
        self._runs = 0
        self._lean = True

    async def run(self, steps: Sequence[Step], *, quick: bool, progress: Progress) -> Result:
        """Prove these steps; the quick part is starters and solutions."""
        self.result.problems += [problem for problem in inspect(self.course) if _concerns(problem, steps)]
        if self.result.problems:
            return self.result  # a wrong answer that does not fit would be blamed on the build
        self._lean = not quick  # the quick part goes with the other sessions, and pyo3 is compiled once for all of them
        jobs = [(self._chapter, chapter, ()) for chapter in self._chapters(steps)]
        jobs += [(self._chapter, chapter, self.course.steps) for chapter in self._chapters(steps)]
        if not quick:
            jobs += [(self._alone, step) for step in steps]
            jobs += [(self._wrong, step, wrong) for step in steps for wrong in step.wrong]
        bar = progress.add_task(
            "starters, solutions" if quick else "starters, solutions, each alone, wrong answers", total=len(jobs) + (not quick)
        )

        async def do(job: tuple[Any, ...]) -> None:
            await job[0](*job[1:])
            progress.advance(bar)

        await asyncio.gather(*map(do, jobs))
        if not quick:
            await asyncio.to_thread(self._style)
            progress.advance(bar)
        return self.result

    def _chapters(self, steps: Sequence[Step]) -> list[Chapter]:
        names = {step.chapter for step in steps}
        return [chapter for chapter in self.course.chapters if chapter.name in names]

    async def _chapter(self, chapter: Chapter, solved: Collection[Step]) -> None:
        """A whole chapter as starters, or as solutions: one build for each project, one run for each step."""
        column = "solution" if solved else "starter"
        for project in dict.fromkeys(step.project for step in chapter.steps):
            steps = [step for step in chapter.steps if step.project == project]
            found = await self._try(steps, derive.workbook_files(self.course, solved, lean=self._lean), together=False)
            for step in steps:
                finding = found[step.key]
                self.result.note(step, column, _not_passed(finding) if solved else _not_meant(finding))

    async def _alone(self, step: Step) -> None:
        """One step solved: it passes, and the others of its project fail as before."""
        others = [other for other in self.course.chapter_of(step).steps if other.project == step.project and other != step]
        found = await self._try([step, *others], derive.workbook_files(self.course, [step]), together=True)
        complaint = _not_passed(found[step.key])
        changed = [other.name for other in others if found[other.key].outcome == "passed"]
        if not complaint and changed:
            complaint = f"solving it makes {', '.join(changed)} pass too"
        self.result.note(step, "alone", complaint)

    async def _wrong(self, step: Step, wrong: WrongAnswer) -> None:
        content = derive.workbook_files(self.course, [step])
        for edit in wrong.edits:
            name = f"{step.chapter}/{edit.file}"
            content[name] = content[name].decode().replace(edit.find, edit.replace).encode()
        finding = (await self._try([step], content, together=False))[step.key]
        complaint = _not_rejected(wrong, finding)
        if not complaint:
            self.result.seen[step.key][wrong.name] = verdicts.seen(finding)
            complaint = None if self.book else self._not_as_in_the_book(step, wrong)
        self.result.note(step, "wrong answers", complaint)

    def _not_as_in_the_book(self, step: Step, wrong: WrongAnswer) -> str | None:
        """Whether the book names a test that there is no more. (Not whether it is the first to fail: with threads, that is a matter of luck.)"""
        known = verdicts.read(self.course.root, step.chapter).get(step.name, {}).get(wrong.name)
        again = f"`python3 noxfile.py -s exercises -- --book {step.address}` writes it"
        if known is None:
            return f"the book does not say what rejects {wrong.name!r}; {again}"
        test = known["test"].partition("[")[0]
        tests = self.course.root / step.chapter / step.test
        if f"def {test}(" not in tests.read_text(encoding="utf-8"):
            return f"the book says that {test} rejects {wrong.name!r}, and there is no such test; {again} anew"
        return None

    async def _try(self, steps: Sequence[Step], content: dict[str, bytes], *, together: bool) -> dict[str, Finding]:
        """Build one project and run the steps' tests.

        Args:
            steps: steps of one project.
            content: the workbook's files.
            together: whether one pytest runs all tests (faster), or each step has its own (a crash then costs no other step its verdict).

        Returns:
            What came of each step, by key.
        """
        first = steps[0]
        self._runs += 1
        run = fresh_folder(self.folder, f"run-{self._runs}")
        try:
            async with self._building:
                await asyncio.to_thread(self._write, content)
                # What any of the steps wants: the wheel always, sdist and stubs where one asks for them.
                wants = replace(first, sdist=any(step.sdist for step in steps), stubs=any(step.stubs for step in steps))
                built = await self.judge.build(wants, run)
        except NotBuiltError as error:
            return {step.key: Finding("not built", output=str(error)) for step in steps}
        async with self._testing:
            if together:
                finding = await self._test([step.test for step in steps], first, built, run)
                return {step.key: finding.of(step.test) for step in steps}
            return {step.key: await self._test([step.test], step, built, run) for step in steps}

    async def _test(self, tests: Sequence[str], step: Step, built: Built, run: Path) -> Finding:
        async with self.judge.tester(step, run) as tester:
            return await tester.test(tests, built)

    def _write(self, content: dict[str, bytes]) -> None:
        """Make the workbook's folder hold exactly this; files that are so already keep their time."""
        folder = self.judge.workbook.folder
        for name, text in content.items():
            path = folder / name
            if not path.is_file() or path.read_bytes() != text:
                files.write(path, text)

    def _style(self) -> None:
        """Formatting of starters and solutions, clippy on the solutions; with the repository's own lints."""
        env = toolchain.environment(CARGO_TARGET_DIR=str(self.target), **toolchain.maturin_variables(self.python))
        for what, solved in (("starters", ()), ("solutions", self.course.steps)):
            self._write(derive.workbook_files(self.course, solved) | {"Cargo.toml": (self.course.root / "Cargo.toml").read_bytes()})
            # The snippets of a page are excerpts, and where they come from is looked at.
            ruff = [str(self.python), "-m", "ruff", "format", "--check", "--no-cache", "--config", 'extend-exclude = ["*.md"]', "."]
            commands = [["cargo", "fmt", "--all", "--check"], ruff]
            if solved:
                commands.append(["cargo", "clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])
            for config in ("ruff.toml", "rustfmt.toml"):
                if (self.course.root / config).is_file():
                    files.write(self.judge.workbook.folder / config, (self.course.root / config).read_bytes())
            for command in commands:
                done = subprocess.run(command, cwd=self.judge.workbook.folder, env=env, capture_output=True, text=True)
                if done.returncode:
                    said = (done.stdout + done.stderr).strip()[:3000]
                    self.result.problems.append(Problem(f"all {what}", f"`{' '.join(command[:3])}` complains:\n{said}"))


def _not_passed(finding: Finding) -> str | None:
    return None if finding.outcome == "passed" else _told(finding)


def _not_meant(finding: Finding) -> str | None:
    """Whether a starter fails as a starter should."""
    if finding.outcome == "passed":
        return "the test passes already"
    # maturin says what is missing in a module that is not written yet; that is a hint, not a fault.
    warnings = [line for line in finding.warnings.splitlines() if not line.startswith("⚠️")]
    if any(warnings):
        return f"does not compile without warnings:\n{finding.warnings}"
    if not _fails_in_tests(finding):
        return f"fails for another reason than meant: {_told(finding)}"
    if finding.failures[0].kind not in REASONS_MEANT:
        return f"the first failure is neither a failed assertion, nor a missing name, nor todo!(): {_told(finding)}"
    return None


def _not_rejected(wrong: WrongAnswer, finding: Finding) -> str | None:
    name = f"{wrong.name!r} ({wrong.why})"
    if finding.outcome == "passed":
        return f"{name} passes"
    if finding.outcome != "timed out" and not _fails_in_tests(finding):
        return f"{name} is not rejected by a test: {_told(finding)}"
    return None


def _fails_in_tests(finding: Finding) -> bool:
    """Whether the tests ran and some of them failed; a crash or a test file that cannot be loaded is something else."""
    return finding.outcome == "failed" and bool(finding.failures) and all(failure.kind != "collection" for failure in finding.failures)


def _told(finding: Finding) -> str:
    """The outcome in a few lines."""
    said = [f"{failure.test}: {failure.kind}: {failure.message[:400]}" for failure in finding.failures[:2]]
    return "\n".join([finding.outcome, *said, finding.output[:2000]]).strip()


def _concerns(problem: Problem, steps: Sequence[Step]) -> bool:
    return problem.where in {step.key for step in steps} | {step.chapter for step in steps}


def table(steps: Sequence[Step], result: Result) -> Table:
    """What was proved, a row a step."""
    found = Table(box=None, padding=(0, 2), header_style="bold")
    for column in ("step", "", *COLUMNS):
        found.add_column(column)
    for step in steps:
        cells = []
        for column in COLUMNS:
            good, tried = result.good[step.key, column], result.tried[step.key, column]
            mark = "·" if not tried else "✓" if good == tried else "✗"
            cells.append(f"{mark} {good} of {tried}" if column == "wrong answers" and tried else mark)
        found.add_row(step.address, step.name, *cells)
    return found


def into_book(course: Course, steps: Sequence[Step], result: Result) -> None:
    """Put into the book what is seen of these steps' wrong answers; what it has of other steps stays, unless they are gone."""
    for chapter in course.chapters:
        known = verdicts.read(course.root, chapter.name)
        new = {step.name: result.seen[step.key] for step in steps if step.chapter == chapter.name and result.seen[step.key]}
        if new:
            found = {step: (known | new).get(step.name, {}) for step in chapter.steps}
            verdicts.write(
                course.root,
                chapter.name,
                {
                    step.name: {wrong.name: seen[wrong.name] for wrong in step.wrong if wrong.name in seen}
                    for step, seen in found.items()
                    if seen
                },
            )


def main() -> None:
    """Prove all steps, or those named."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s exercises --", description="The proof of the exercises.")
    parser.add_argument("steps", nargs="*", help="01.4 or signatures; all by default")
    parser.add_argument("--quick", action="store_true", help="only: all starters fail, all solutions pass")
    parser.add_argument("--book", action="store_true", help="write into docs/verdicts what the tests say of each wrong answer")
    arguments = parser.parse_args()
    if arguments.quick and arguments.book:
        parser.error("--quick tries no wrong answers, and --book is about them")
    testing.LIMIT_SECONDS = max(testing.LIMIT_SECONDS, PATIENCE_SECONDS)
    out = console()
    begun = time.monotonic()
    try:
        course = course_module.load()
        steps = [course.find(name) for name in arguments.steps] or list(course.steps)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=out, refresh_per_second=4) as progress:
            proof = Proof(course, Path(folder).resolve(), Path(sys.executable), ROOT / "target", book=arguments.book)
            result = asyncio.run(proof.run(steps, quick=arguments.quick, progress=progress))
    except WorkshopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    if arguments.book:
        into_book(course, steps, result)
    out.print(table(steps, result))
    for problem in result.problems:
        out.print(f"\n✗ {problem}", style="red", markup=False)
    good = sum(result.good.values())
    out.print(f"\nproved in {time.monotonic() - begun:.0f} s")
    out.print(f"exercises: {good} passed, {len(result.problems)} failed")
    sys.exit(1 if result.problems else 0)


if __name__ == "__main__":
    main()
