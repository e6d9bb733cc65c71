"""From saved files to a verdict: build the step's project, run its tests against the wheel, say what came of it."""

import asyncio
import json
import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import toolchain
from .build import Builder, Built, NotBuiltError, shown
from .course import Course, Step
from .processes import started
from .verdict import Failure, Finding, Outcome, Place, Verdict
from .workbook import Workbook

PACKAGE = Path(__file__).resolve().parent
LIMIT_SECONDS = float(os.environ.get("HOT_MODULES_TEST_LIMIT", "10"))
"""A test that takes longer is ended: an endless loop in native code heeds no Ctrl-C and no alarm."""

LONGEST_OUTPUT = 3000
"""Characters of what a crash left."""

Progress = Callable[[str], None]


class Judge:
    """Gives verdicts on the steps of one workbook.

    Args:
        course: the course.
        workbook: the learner's folder.
        python: the interpreter of the learner's environment.
        target: Cargo's target folder, the workbook's own by default.
    """

    def __init__(self, course: Course, workbook: Workbook, python: Path, target: Path | None = None) -> None:
        self.course = course
        self.workbook = workbook
        self.python = python
        self.builder = Builder(workbook.folder, python, target)

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
            on_progress("building")
            built = await self.build(step, run, on_progress)
            on_progress("testing")
            finding = await self.test(step.chapter, [step.test], built, run)
        except NotBuiltError as error:
            finding = Finding("not built", output=str(error))
        finally:
            shutil.rmtree(run, ignore_errors=True)
        edited = [shown(self.workbook.path(step, name)) for name in self.workbook.edited_tests(step)]
        notes = tuple(f"{name} is not the course's any more; the verdict comes from the course's. `reset` puts it back." for name in edited)
        return Verdict(step.key, finding, time.perf_counter() - begun, notes, str(self.python))

    async def build(self, step: Step, run: Path, on_progress: Progress = lambda _: None) -> Built:
        """Build a step's project into a folder, and put beside it the scripts that its tests use."""
        chapter = self.workbook.folder / step.chapter
        built = await self.builder.build(
            (chapter / step.project).resolve(), run, sdist=step.sdist, stubs=step.stubs, on_progress=on_progress
        )
        if (chapter / "scripts").is_dir():
            shutil.copytree(chapter / "scripts", run / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        return built

    async def test(self, chapter: str, tests: Sequence[str], built: Built, run: Path) -> Finding:
        """Run test files of a chapter, the course's own, against an unpacked wheel.

        Args:
            chapter: the chapter's name.
            tests: test files, relative to the chapter.
            built: what to test.
            run: the folder that it was built into.

        Returns:
            What came of it.
        """
        course_folder = self.course.root / chapter
        shutil.copytree(course_folder / "tests", run / "tests", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        events = run / "events.jsonl"
        events.unlink(missing_ok=True)
        env = toolchain.environment(
            PYTHONPATH=os.pathsep.join(map(str, [built.site, run / "scripts", PACKAGE / "plugin"])),
            HOT_MODULES_EVENTS=str(events),
            HOT_MODULES_WHEEL=str(built.wheel),
            HOT_MODULES_CACHE=str(self.workbook.own / "cache"),
            PATH=os.pathsep.join([str(self.python.parent), os.environ.get("PATH", "")]),
            PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",  # looking for plugins takes a tenth of a second
            RUST_BACKTRACE="0",
        )
        if built.sdist:
            env["HOT_MODULES_SDIST"] = str(built.sdist)
        if built.stubs:
            env["HOT_MODULES_STUBS"] = str(built.stubs)
        command = [
            self.python,
            "-m",
            "pytest",
            "-c",
            PACKAGE / "pytest.ini",
            "--rootdir",
            run,
            "-p",
            "hot_modules_verdict",
            "-q",
            "--tb=native",
            *tests,
        ]
        output = run / "output.txt"
        with output.open("wb") as file:
            async with started(command, cwd=run, env=env, stdout=file.fileno()) as process:
                stuck = not await self._ended(process, events)
                code = process.returncode
        # The run's folder is gone when this is read; the learner's files have the same names in the workbook.
        ours = shown(self.workbook.folder / chapter)
        names = {str(run / "site"): f"{ours}/python", str(run): ours}
        said = _renamed(output.read_text(encoding="utf-8", errors="replace").strip()[-LONGEST_OUTPUT:], names)
        told = _read(events)
        for event in told:
            event["message"] = _renamed(event.get("message", ""), names)
        return replace(self._finding(chapter, told, code, stuck, said), warnings=built.warnings)

    async def _ended(self, process: asyncio.subprocess.Process, events: Path) -> bool:
        """Whether the tests ended by themselves: something must happen within the limit, at the start within three of them."""
        size, since = 0, time.monotonic()
        while True:
            try:
                await asyncio.wait_for(asyncio.shield(process.wait()), 0.2)
                return True
            except TimeoutError:
                now = events.stat().st_size if events.exists() else 0
                if now != size:
                    size, since = now, time.monotonic()
                if time.monotonic() - since > LIMIT_SECONDS * (1 if size else 3):
                    return False

    def _finding(self, chapter: str, events: list[dict[str, Any]], code: int | None, stuck: bool, said: str) -> Finding:
        results = [event for event in events if event["event"] == "result"]
        failures = tuple(self._failure(chapter, event) for event in results if event["outcome"] == "failed")
        passed_in = Counter(_file(event["test"]) for event in results if event["outcome"] == "passed")
        total = next((event["count"] for event in events if event["event"] == "collected"), 0)
        running = next((event["test"] for event in reversed(events) if event["event"] == "start"), "")
        name = running.rpartition("::")[2] or "the start of the tests"
        outcome: Outcome
        if stuck:
            outcome = "timed out"
            said = f"{name} was still running after {LIMIT_SECONDS:g} seconds and was ended: an endless loop, or a deadlock?"
        elif not any(event["event"] == "end" for event in events) and code != 4:
            how = f"signal {signal.Signals(-code).name}" if code and code < 0 and os.name == "posix" else f"exit code {code}"
            outcome, said = "crashed", f"Python itself ended with {how} in {name}.\n{said}"
        elif code == 0 and passed_in:
            outcome, said = "passed", ""
        else:
            outcome, said = "failed", "" if failures else said
        return Finding(outcome, dict(passed_in), total, failures, said)

    def _failure(self, chapter: str, event: dict[str, Any]) -> Failure:
        panic = event.get("panic")
        learner_line, said = None, ""
        if panic:
            path = Path(panic["file"])
            path = path if path.is_absolute() else self.workbook.folder / path
            learner_line, said = Place(shown(path), panic["line"], _line(path, panic["line"])), panic["message"]
        elif "inner" in event:
            learner_line = self._place(chapter, event["inner"])
        return Failure(
            file=_file(event["test"]),
            test=event["test"].rpartition("::")[2],
            kind=event["kind"],
            message=event["message"],
            test_line=self._place(chapter, event) if "file" in event else None,
            learner_line=learner_line,
            panic=said,
            output=event.get("output", ""),
        )

    def _place(self, chapter: str, event: dict[str, Any]) -> Place:
        """A place in the run's folder as a place in the workbook."""
        file = event["file"]
        if file.startswith("site/"):
            # A module of the unpacked wheel: maturin took it from the project's `python` folder.
            tail = file.removeprefix("site/")
            found = [*(self.workbook.folder / chapter).glob(f"**/python/{tail}")]
            path = found[0] if found else self.workbook.folder / chapter / "python" / tail
        else:
            path = self.workbook.folder / chapter / file
        return Place(shown(path), event["line"], event.get("source") or "")


def _file(test: str) -> str:
    """The test file in a pytest node id."""
    return test.partition("::")[0]


def _renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _read(events: Path) -> list[dict[str, Any]]:
    if not events.exists():
        return []
    found = []
    for line in events.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue  # the line at which a crash cut the file off
    return found


def _line(path: Path, number: int) -> str:
    try:
        return path.read_text(encoding="utf-8").splitlines()[number - 1]
    except (OSError, IndexError, UnicodeDecodeError):
        return ""
