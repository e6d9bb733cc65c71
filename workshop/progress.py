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
    """

    passed_at: str | None = None
    by: str | None = None
    hints: int = 0
    verdicts: int = 0
    solution_seen: bool = False


@dataclass
class State:
    """The progress file's content."""

    current: str = ""
    steps: dict[str, StepProgress] = field(default_factory=dict)


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
        state = self._read()
        for step in self.course.steps:
            if step.key == state.current:
                return step
        return next((step for step in self.course.steps if step.key not in state.steps), self.course.steps[0])

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

    def note_reset(self, step: Step) -> None:
        """The step is open again; what was counted stays."""

        def change(state: State) -> None:
            entry = state.steps.setdefault(step.key, StepProgress())
            entry.passed_at = entry.by = None

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
        try:
            with self._lock:
                state = self._read()
                change(state)
                content = {"schema": SCHEMA, "current": state.current, "steps": {key: asdict(entry) for key, entry in state.steps.items()}}
                files.write(self.path, (json.dumps(content, indent=2) + "\n").encode())
        except Timeout:
            raise WorkshopError(
                f"{self.path} is being written by another program for 10 seconds already.", "Close other `learn`s and try again."
            ) from None

    def _read(self) -> State:
        try:
            content = json.loads(self.path.read_bytes())
            steps = {key: StepProgress(**entry) for key, entry in content["steps"].items()}
            return State(current=content["current"], steps=steps)
        except FileNotFoundError:
            return State()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WorkshopError(
                f"{self.path} cannot be read as progress ({error}).",
                "Undo the last edit of it, or delete it: your code is not touched, and `check --all` finds out anew what passes.",
            ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
