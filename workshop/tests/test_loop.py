"""The watch loop: one verdict for saves that belong together, a new start for a save during a run, nothing for a save that changes nothing."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from workshop.companion import Companion
from workshop.course import Step
from workshop.errors import WorkshopError
from workshop.loop import Loop
from workshop.verdict import Finding, Verdict


class Listener:
    """Remembers what it is told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple[str, object]] = asyncio.Queue()

    def started(self, step: Step) -> None:
        self.told.put_nowait(("started", step.name))

    def progressed(self, what: str) -> None:
        pass

    def judged(self, step: Step, verdict: Verdict, first: bool) -> None:
        self.told.put_nowait(("judged", verdict.finding.output))

    def failed(self, error: WorkshopError) -> None:
        self.told.put_nowait(("failed", str(error)))

    def measuring(self, what: str) -> None:
        if not what:
            self.told.put_nowait(("measured", ""))

    async def next(self) -> tuple[str, object]:
        return await asyncio.wait_for(self.told.get(), 30)

    async def until(self, kind: str) -> object:
        """The next thing of a kind, whatever comes before it."""
        while True:
            found, value = await self.next()
            if found == kind:
                return value


class SlowJudge:
    """In place of building and testing: the verdict is the file's content, and comes when the test lets it."""

    def __init__(self, companion: Companion) -> None:
        self.real = companion.judge
        self.companion = companion
        self.release = asyncio.Event()
        self.release.set()
        self.ended_early = 0
        self.builder = self.real.builder

    def digest(self, step: Step) -> str:
        return self.real.digest(step)

    async def verdict(self, step: Step, on_progress) -> Verdict:
        content = self.companion.workbook.path(step, step.files[0]).read_text(encoding="utf-8")
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.ended_early += 1
            raise
        if content == "no space":
            raise OSError(28, "No space left on device", "progress.json")
        return Verdict(step.key, Finding("failed", output=content), 0.0)


@pytest.fixture
async def running(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Companion, Listener]]:
    """A loop that has given its first verdict."""
    companion.judge = SlowJudge(companion)
    listener = Listener()
    loop = Loop(companion, listener)

    async def no_warm_up(step: Step) -> None:
        pass

    monkeypatch.setattr(loop, "_warm_up", no_warm_up)
    task = asyncio.create_task(loop.run())
    await listener.until("judged")
    # The watcher may need longer than that verdict: save until it is seen to watch.
    for number in itertools.count():
        save(companion, f"warm {number}")
        try:
            await asyncio.wait_for(listener.until("started"), 0.2)
        except TimeoutError:
            continue
        break
    while await listener.until("judged") != f"warm {number}":
        pass
    yield companion, listener
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def save(companion: Companion, content: str, file: str | None = None) -> None:
    step = companion.course.steps[0]
    companion.workbook.path(step, file or step.files[0]).write_text(content, encoding="utf-8")


async def test_several_files_saved_at_once_give_one_verdict(running):
    companion, listener = running
    save(companion, "// help", "src/help.rs")
    save(companion, "one")
    save(companion, "print()", "python/names/more.py")
    assert await listener.until("judged") == "one"
    save(companion, "two")
    assert await listener.until("judged") == "two", "the verdict after that belongs to the next save"


async def test_save_during_a_run_starts_over(running):
    companion, listener = running
    companion.judge.release.clear()
    save(companion, "early")
    await listener.until("started")
    save(companion, "late")
    await listener.until("started")
    assert companion.judge.ended_early >= 1
    companion.judge.release.set()
    assert await listener.until("judged") == "late"


async def test_save_that_changes_nothing_gives_no_verdict(running):
    companion, listener = running
    save(companion, "one")
    assert await listener.until("judged") == "one"
    save(companion, "one")
    save(companion, "two")
    await listener.until("started")
    assert await listener.until("judged") == "two"


async def test_a_full_disk_is_told_and_the_loop_goes_on(running):
    companion, listener = running
    save(companion, "no space")
    assert "No space left on device" in await listener.until("failed")
    save(companion, "one")
    assert await listener.until("judged") == "one"
