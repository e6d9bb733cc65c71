"""Watch, save, verdict: the loop that the screen and the plain loop share."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import watchfiles

from .build import NotBuiltError, fresh_folder
from .companion import Companion
from .course import Step
from .errors import WorkshopError
from .ladder import NotMeasuredError, Rung
from .verdict import Verdict

LEFT_OUT = {"target", ".venv", ".hot-modules", ".git", "kept", "__pycache__", ".mypy_cache", ".vscode", ".idea"}

THINKING_SECONDS = 3
"""Whoever has not saved for so long is reading or thinking."""


class Listener(Protocol):
    """Is told what the loop does."""

    def started(self, step: Step) -> None:
        """A verdict is on its way."""

    def progressed(self, what: str) -> None:
        """What goes on."""

    def judged(self, step: Step, verdict: Verdict, first: bool) -> None:
        """A verdict is there; `first` if the step passed for the first time."""

    def failed(self, error: WorkshopError) -> None:
        """No verdict was possible: the disk is full, the workbook is gone, …"""

    def measuring(self, what: str) -> None:
        """What goes on beside the learner's work: a time is being taken; "" when that has come to its end."""

    def timed(self, step: Step, rungs: list[Rung]) -> None:
        """A step's own time is there, with those of the other steps passed so far."""

    def not_timed(self, step: Step, why: str) -> None:
        """There is no time for a step, which has passed all the same."""


class Loop:
    """Gives a verdict on the current step at the start, after each save, and when asked.

    Args:
        companion: the companion.
        listener: is told what happens.
    """

    def __init__(self, companion: Companion, listener: Listener) -> None:
        self.companion = companion
        self.listener = listener
        self._running: set[asyncio.Task[None]] = set()
        self._judged = ""
        self._warm: set[tuple[str, str]] = set()
        self._given_up: set[Step] = set()

    async def run(self) -> None:
        """Watch until cancelled."""
        self.again()
        try:
            async for _ in saves(self.companion.workbook.folder):
                if self._digest() != self._judged:
                    self.again()
        finally:
            await self.stop()

    def again(self) -> None:
        """Start over: what is being built or tested is for nothing now."""
        self._judged = self._digest()
        task = asyncio.create_task(self._verdict(self._running.copy()))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """End what runs, and leave nothing behind."""
        await _ended(self._running.copy())

    async def _verdict(self, before: set[asyncio.Task[None]]) -> None:
        await _ended(before)
        try:
            step = self.companion.step
            self.listener.started(step)
            verdict, first = await self.companion.check(step, self.listener.progressed)
            self.listener.judged(step, verdict, first)
            if verdict.finding.outcome != "not built":
                await self._times(step, passed=verdict.passed)
            await self._warm_up(step)
        except WorkshopError as error:
            self.listener.failed(error)
        except OSError as error:
            self.listener.failed(WorkshopError(f"{error.filename or 'the disk'}: {error.strerror or error}.", "Mend that and save again."))
        except Exception as error:  # the learner must not wait for a verdict that never comes
            self.listener.failed(WorkshopError(f"the companion itself failed: {error!r}.", "Your files are untouched. Please report this."))

    async def _times(self, at: Step, *, passed: bool) -> None:
        """Show the learner's own time for the job of the step, and take those that are missing; a save puts an end to it."""
        ladder, listener = self.companion.ladder, self.listener
        due = ladder.due(at.chapter, passed=at if passed else None)
        if passed and at.job and at not in due:
            listener.timed(at, ladder.rungs(at.chapter))
        taken = None
        for step in due:
            if step != at and step in self._given_up:
                continue

            def say(what: str, step: Step = step) -> None:
                listener.measuring(f"your time for {step.address}: {what}")

            try:
                await ladder.measure(step, say)
                self._warm.add((step.chapter, "release"))
            except NotMeasuredError as error:
                self._given_up.add(step)
                listener.not_timed(step, str(error))
            else:
                if step == at:
                    listener.timed(step, ladder.rungs(step.chapter))
                else:
                    taken = step
        if taken:  # what was made up for is shown once
            listener.timed(taken, ladder.rungs(taken.chapter))
        listener.measuring("")

    async def _warm_up(self, done: Step) -> None:
        """While the learner thinks, and not before: who saves twice in a row wants both cores for the next verdict. Build the other projects once, so that their first verdicts come as fast as the later ones."""
        self._warm.add((done.chapter, done.project))
        await asyncio.sleep(THINKING_SECONDS)
        for step in self.companion.course.steps:
            project = (step.chapter, step.project)
            if project not in self._warm:
                folder = self.companion.workbook.folder / step.chapter / step.project
                out = fresh_folder(self.companion.workbook.own / "run", "warm-up")
                with contextlib.suppress(NotBuiltError, OSError):
                    await self.companion.judge.builder.build(folder.resolve(), out)
                self._warm.add(project)
        release = (done.chapter, "release")
        if release not in self._warm and any(step.job for step in self.companion.course.chapter_of(done).steps):
            with contextlib.suppress(NotMeasuredError, OSError):
                await self.companion.ladder.warm_up(done)
            self._warm.add(release)

    def _digest(self) -> str:
        step = self.companion.step
        with contextlib.suppress(OSError):
            return step.key + self.companion.judge.digest(step)
        return ""  # a file vanished while it was read: the next event tells more


async def saves(folder: Path) -> AsyncIterator[set[Path]]:
    """The files that were saved, several at once as one event."""

    def matters(_: watchfiles.Change, path: str) -> bool:
        return not LEFT_OUT & set(Path(path).relative_to(folder).parts)

    # Notifications are not to be had on every file system (network drives, a container's mounts, a used-up inotify limit): then poll.
    for polling in (None, True):
        try:
            async for changes in watchfiles.awatch(folder, watch_filter=matters, force_polling=polling, step=30, rust_timeout=500):
                yield {Path(path) for _, path in changes}
            return
        except OSError:
            if polling:
                raise


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for their end; cancelled itself, it gives up waiting (a `suppress` around an `await` would swallow that)."""
    for task in tasks:
        if not task.cancelling():
            task.cancel()
    if tasks:
        await asyncio.wait(tasks)
