"""Where the learner stands, in a file that the learner may commit."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from . import files
from .course import Course, Step
from .errors import WorkshopError

SCHEMA = 1


@dataclass
class StepProgress:
    """What is known of one step.

    Attributes:
        passed_at: when it was passed, in UTC, or None.
        by: how it was passed: `learner`, `solution` (seen before the pass) or `catch-up`.
        hints: how many hints were shown.
        verdicts: how many verdicts there were.
        solution_seen: whether the solution was shown before the pass.
        job_ms: the learner's own time for the step's job in milliseconds, or None; says nothing about a pass.
    """

    passed_at: str | None = None
    by: str | None = None
    hints: int = 0
    verdicts: int = 0
    solution_seen: bool = False
    job_ms: float | None = None


@dataclass
class State:
    """The progress file's content.

    Attributes:
        current: the key of the step the learner is at.
        steps: what is known of each step, by key.
        found: the file as it was read: what another version of the companion added stays in it.
    """

    current: str = ""
    steps: dict[str, StepProgress] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=lambda: {"steps": {}})

    def as_json(self) -> dict[str, Any]:
        """What is to be written."""
        known = self.found["steps"]
        steps = known | {key: known.get(key, {}) | asdict(entry) for key, entry in self.steps.items()}
        return self.found | {"schema": SCHEMA, "current": self.current, "steps": steps}


class Progress:
    """The progress of one workbook; every change is written at once, whole.

    Args:
        course: the course.
        folder: the workbook's folder.
    """

    def __init__(self, course: Course, folder: Path) -> None:
        self.course = course
        self.path = folder / "progress.json"
        self._lock = FileLock(folder / ".hot-modules" / "progress.lock", timeout=10)

    def of(self, step: Step) -> StepProgress:
        return self._read().steps.get(step.key, StepProgress())

    def done(self, step: Step) -> bool:
        return self.of(step).passed_at is not None

    def current(self) -> Step:
        """The step the learner is at: where they went last, else the first open one."""
        return self._current(self._read())

    def _current(self, state: State) -> Step:
        steps = self.course.steps
        is_open = (step for step in steps if state.steps.get(step.key, StepProgress()).passed_at is None)
        return next((step for step in steps if step.key == state.current), next(is_open, steps[0]))

    def go_to(self, step: Step) -> None:
        def change(state: State) -> None:
            state.current = step.key

        self._change(change)

    def note_verdict(self, step: Step, *, passed: bool) -> bool:
        """Count a verdict.

        Returns:
            Whether the step was passed for the first time.
        """
        first = False

        def change(state: State) -> None:
            nonlocal first
            entry = state.steps.setdefault(step.key, StepProgress())
            entry.verdicts += 1
            if passed and entry.passed_at is None:
                first = True
                entry.passed_at, entry.by = _now(), "solution" if entry.solution_seen else "learner"

        self._change(change)
        return first

    def note_hint(self, step: Step) -> int:
        """Count a hint.

        Returns:
            How many of the step's hints have been shown now; never more than there are.
        """
        shown = 0

        def change(state: State) -> None:
            nonlocal shown
            entry = state.steps.setdefault(step.key, StepProgress())
            shown = entry.hints = min(entry.hints + 1, len(step.hints))

        self._change(change)
        return shown

    def note_solution_seen(self, step: Step) -> None:
        def change(state: State) -> None:
            entry = state.steps.setdefault(step.key, StepProgress())
            entry.solution_seen = entry.solution_seen or entry.passed_at is None

        self._change(change)

    def note_caught_up(self, step: Step) -> None:
        def change(state: State) -> None:
            entry = state.steps.setdefault(step.key, StepProgress())
            entry.passed_at, entry.by = _now(), "catch-up"

        self._change(change)

    def note_time(self, step: Step, ms: float) -> None:
        """The learner's own time for a step's job."""

        def change(state: State) -> None:
            state.steps.setdefault(step.key, StepProgress()).job_ms = ms

        self._change(change)

    def note_reset(self, step: Step) -> None:
        """The step is open again; what was counted stays."""

        def change(state: State) -> None:
            entry = state.steps.setdefault(step.key, StepProgress())
            entry.passed_at = entry.by = entry.job_ms = None

        self._change(change)

    def as_json(self) -> dict[str, Any]:
        """The whole course with what is known of each step, for instructors and tools."""
        state = self._read()
        steps = [
            {"address": step.address, "step": step.key, "title": step.title, "kind": step.kind, "minutes": step.minutes}
            | asdict(state.steps.get(step.key, StepProgress()))
            for step in self.course.steps
        ]
        done = sum(step["passed_at"] is not None for step in steps)
        return {"schema": SCHEMA, "current": self.current().key, "done": done, "total": len(steps), "steps": steps}

    def _change(self, change: Callable[[State], None]) -> None:
        Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._lock:
                state = self._read()
                # Written down before anything changes: a pass must not move the learner on to the next open step.
                state.current = self._current(state).key
                change(state)
                files.write(self.path, (json.dumps(state.as_json(), indent=2) + "\n").encode())
        except Timeout:
            raise WorkshopError(
                f"{self.path} is being written by another program for 10 seconds already.", "Close other `learn`s and try again."
            ) from None

    def _read(self) -> State:
        try:
            content = json.loads(self.path.read_bytes())
            if content.get("schema", SCHEMA) > SCHEMA:
                raise WorkshopError(f"{self.path} was written by a newer version of the workshop.", "Update the repository: `git pull`.")
            steps = {key: _entry(key, entry) for key, entry in content["steps"].items()}
            return State(str(content["current"]), steps, content)
        except FileNotFoundError:
            return State()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            missing = f"{error} is missing" if isinstance(error, KeyError) else error
            raise WorkshopError(
                f"{self.path} cannot be read as progress ({missing}).",
                "Undo the last edit of it, or delete it: your code is not touched, and `check --all` finds out anew what passes.",
            ) from error


def _entry(key: str, found: dict[str, Any]) -> StepProgress:
    """What the file says of a step; a value that nobody could count on with is refused."""
    known = {name: value for name, value in found.items() if name in StepProgress.__dataclass_fields__}
    for name, value in known.items():
        default = getattr(StepProgress, name)
        if name == "job_ms":
            right = value is None or (type(value) in (int, float) and value > 0)
        else:
            right = isinstance(value, str | None) if default is None else type(value) is type(default) and value >= 0
        if not right:
            raise ValueError(f"{name} of {key} is {value!r}")
    return StepProgress(**known)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
