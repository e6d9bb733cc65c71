"""Runs a step's tests against an unpacked wheel, in a process of its own, and reads what came of them."""

import asyncio
import json
import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import toolchain
from .build import Built, shown
from .processes import started
from .verdict import Failure, Finding, Outcome, Place

PACKAGE = Path(__file__).resolve().parent
LIMIT_SECONDS = float(os.environ.get("HOT_MODULES_TEST_LIMIT", "10"))
"""A test that takes longer is ended: an endless loop in native code heeds no Ctrl-C and no alarm."""

LONGEST_OUTPUT = 3000
"""Characters of what a crash left."""


@asynccontextmanager
async def tester(course_folder: Path, learners: Path, cache: Path, python: Path, run: Path) -> AsyncIterator["Tester"]:
    """A process that has imported pytest and waits for something to test: it gets ready while the wheel is built.

    Args:
        course_folder: the chapter's folder in the course; its tests are the ones that count.
        learners: the chapter's folder in the workbook.
        cache: a folder where tests may keep what does not depend on the learner's code.
        python: the interpreter.
        run: a folder for this run, outside of the sources; what is to be tested is built into it.
    """
    run.mkdir(exist_ok=True)
    events = run / "events.jsonl"
    events.unlink(missing_ok=True)
    env = toolchain.environment(
        PYTHONPATH=os.pathsep.join(map(str, [run / "site", run / "scripts", PACKAGE / "plugin"])),
        HOT_MODULES_EVENTS=str(events),
        HOT_MODULES_CACHE=str(cache),
        PATH=os.pathsep.join([str(python.parent), os.environ.get("PATH", "")]),
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",  # looking for plugins takes a tenth of a second
        RUST_BACKTRACE="0",
    )
    output = run / "output.txt"
    # A root of its own: in the one that all of pytest shares, it clears up at its end after others, who may have left gigabytes.
    temporary = tempfile.TemporaryDirectory(prefix="hot-modules-", ignore_cleanup_errors=True)
    with output.open("wb") as file, temporary as env["PYTEST_DEBUG_TEMPROOT"]:
        command = [python, PACKAGE / "plugin" / "hot_modules_run.py"]
        async with started(command, cwd=run, env=env, stdin=asyncio.subprocess.PIPE, stdout=file.fileno()) as process:
            yield Tester(course_folder, learners, run, process)


class Tester:
    """Runs tests once; see `tester`."""

    def __init__(self, course_folder: Path, learners: Path, run: Path, process: asyncio.subprocess.Process) -> None:
        self.course_folder = course_folder
        self.learners = learners
        self.run = run
        self.process = process

    async def test(self, tests: Sequence[str], built: Built) -> Finding:
        """Run test files of the chapter against an unpacked wheel.

        Args:
            tests: test files, relative to the chapter.
            built: what was built into the run's folder.

        Returns:
            What came of it.
        """
        tests_folder = self.run / "tests"
        shutil.copytree(self.course_folder / "tests", tests_folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        options = ["-c", PACKAGE / "pytest.ini", "--rootdir", self.run, "-p", "hot_modules_verdict", "-q", "--tb=no"]
        artefacts = {"HOT_MODULES_WHEEL": built.wheel, "HOT_MODULES_SDIST": built.sdist, "HOT_MODULES_STUBS": built.stubs}
        order = {
            "arguments": [*map(str, options), *tests],
            "environment": {name: str(path) for name, path in artefacts.items() if path},
        }
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.close()
        events = self.run / "events.jsonl"
        stuck = not await self._ended(self.process, events)
        # The run's folder is gone when this is read; the learner's files have the same names in the workbook.
        ours = shown(self.learners)
        names = {str(self.run / "site"): f"{ours}/python", str(self.run): ours}
        output = (self.run / "output.txt").read_text(encoding="utf-8", errors="replace")
        said = _renamed(output.strip()[-LONGEST_OUTPUT:], names)
        told = _read(events)
        for event in told:
            event["message"] = _renamed(event.get("message", ""), names)
        return replace(self._finding(told, self.process.returncode, stuck, said), warnings=built.warnings)

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

    def _finding(self, events: list[dict[str, Any]], code: int | None, stuck: bool, said: str) -> Finding:
        results = [event for event in events if event["event"] == "result"]
        failures = tuple(self._failure(event) for event in results if event["outcome"] == "failed")
        passed_in = Counter(_file(event["test"]) for event in results if event["outcome"] == "passed")
        total = next((event["count"] for event in events if event["event"] == "collected"), 0)
        running = next((event["test"] for event in reversed(events) if event["event"] == "start"), "")
        name = running.rpartition("::")[2] or "the start of the tests"
        outcome: Outcome
        if stuck:
            outcome = "timed out"
            name = "Python, at its end after all tests," if any(event["event"] == "end" for event in events) else name
            said = f"{name} was still running after {LIMIT_SECONDS:g} seconds and was ended: an endless loop, or a deadlock?"
        elif not any(event["event"] == "end" for event in events) and code != 4:
            how = f"signal {signal.Signals(-code).name}" if code and code < 0 and os.name == "posix" else f"exit code {code}"
            outcome, said = "crashed", f"Python itself ended with {how} in {name}.\n{said}"
        elif code == 0 and passed_in:
            outcome, said = "passed", ""
        else:
            outcome, said = "failed", "" if failures else said
        return Finding(outcome, dict(passed_in), total, failures, said)

    def _failure(self, event: dict[str, Any]) -> Failure:
        panic = event.get("panic")
        learner_line, said = None, ""
        if panic:
            path = Path(panic["file"])
            path = path if path.is_absolute() else self.learners.parent / path
            learner_line, said = Place(shown(path), panic["line"], _line(path, panic["line"])), panic["message"]
        elif "inner" in event:
            learner_line = self._place(event["inner"])
        return Failure(
            file=_file(event["test"]),
            test=event["test"].rpartition("::")[2],
            kind=event["kind"],
            message=event["message"],
            given=tuple(event.get("given", ())),
            test_line=self._place(event) if "file" in event else None,
            learner_line=learner_line,
            panic=said,
            output=event.get("output", ""),
        )

    def _place(self, event: dict[str, Any]) -> Place:
        """A place in the run's folder as a place in the workbook."""
        file = event["file"]
        if file.startswith("site/"):
            # A module of the unpacked wheel: maturin took it from the project's `python` folder.
            tail = file.removeprefix("site/")
            found = [*self.learners.glob(f"**/python/{tail}")]
            if not found:  # maturin wrote it
                return Place(f"{tail} in the wheel", event["line"], event.get("source") or "")
            path = found[0]
        else:
            path = self.learners / file
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
