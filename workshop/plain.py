"""The loop without a full screen: for plain terminals, for logs, and for machines that take the course."""

import asyncio
import contextlib
import sys
import threading

from rich.console import Console

from . import report
from .build import shown
from .companion import Companion
from .course import Step
from .errors import WorkshopError
from .ladder import Rung
from .loop import Loop
from .verdict import Verdict

KEYS = "n next · N next core · p previous · h hint · l list · x reset · s solution · c check again · u STEP catch up to · q quit, each with Enter"
"""Ends whatever the loop says: now it is the learner's turn."""

AT_THE_END = {
    "n": "That was the last step of the course.",
    "N": "No core step follows.",
    "p": "This is the first step of the course.",
}


class PlainListener:
    """Prints what the loop does, a line at a time."""

    def __init__(self, companion: Companion, console: Console) -> None:
        self.companion = companion
        self.console = console
        self._said = ""

    def started(self, step: Step) -> None:
        self._said = ""
        self.console.print(f"… {step.address} {step.name}", style="dim")

    def progressed(self, what: str) -> None:
        # One line for "compiling", not forty.
        kind = what.split()[0]
        if kind != self._said:
            self._said = kind
            self.console.print(f"… {what}", style="dim")

    def judged(self, step: Step, verdict: Verdict, first: bool) -> None:
        self.console.print(report.verdict(verdict, step))
        if verdict.passed:
            self.console.print("\nDone: n goes to the next step, N to the next core step, s shows the solution." if first else "")
        self.console.print(KEYS, style="dim")

    def failed(self, error: WorkshopError) -> None:
        self.console.print(str(error), style="red")
        self.console.print(KEYS, style="dim")

    # Comes while the learner works: no line with the keys follows, which ends an answer.

    def measuring(self, what: str) -> None:
        kind = what.partition(",")[0]
        if kind and kind != self._said:
            self.console.print(f"… {kind}", style="dim")
        self._said = kind

    def timed(self, step: Step, rungs: list[Rung]) -> None:
        self.console.print(report.ladder(rungs, step))

    def not_timed(self, step: Step, why: str) -> None:
        self.console.print(report.no_time(step, why))


async def run(companion: Companion) -> None:
    """Watch and print until `q`, the end of the input's terminal, or Ctrl-C."""
    console = report.console()
    loop = Loop(companion, PlainListener(companion, console))
    console.print(report.where(companion.step, companion.progress, companion.workbook))
    lines = _lines(asyncio.get_running_loop())
    watching = asyncio.create_task(loop.run())
    try:
        while True:
            waiting = asyncio.create_task(lines.get())
            await asyncio.wait({waiting, watching}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                waiting.cancel()
                return watching.result()
            line = waiting.result()
            if line is None or line.strip() == "q":
                return None
            try:
                judging = _obey(line.strip(), companion, loop, console)
            except (WorkshopError, OSError) as error:
                console.print(str(error), style="red")
                judging = False
            if not judging:
                console.print(KEYS, style="dim")
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _obey(line: str, companion: Companion, loop: Loop, console: Console) -> bool:
    """Do what a line asks for; returns whether a verdict follows."""
    key, _, argument = line.partition(" ")
    step = companion.step
    if key in AT_THE_END:
        went = companion.previous() if key == "p" else companion.next(core=key == "N")
        if went is None:
            console.print(AT_THE_END[key])
            return False
        if key != "p" and not companion.progress.done(step):
            console.print(f"{step.address} is not passed yet; p goes back to it.")
        console.print(report.where(went, companion.progress, companion.workbook))
    elif key == "x":
        kept = companion.reset(step)
        console.print(f"{step.address} is back at its beginning." + (f" Yours is kept in {shown(kept)}." if kept else ""))
    elif key == "u":
        filled, kept = companion.catch_up(companion.course.find(argument))
        console.print(f"filled in: {', '.join(other.address for other in filled) or 'nothing'}")
        for folder in kept:
            console.print(f"what you had is kept in {shown(folder)}")
        console.print(report.where(companion.step, companion.progress, companion.workbook))
    elif key != "c":
        _tell(key, argument, companion, console)
        return False
    loop.again()
    return True


def _tell(key: str, argument: str, companion: Companion, console: Console) -> None:
    """What can be asked without a new verdict."""
    step = companion.step
    if key == "h":
        console.print(report.hint(step, companion.progress.note_hint(step)))
    elif key == "l":
        console.print(report.steps(companion.course, companion.progress))
    elif key == "s" and (companion.progress.done(step) or argument == "anyway"):
        for pair in companion.solution(step):
            console.print(f"solution of {pair.file}:\n{pair.solution}", markup=False)
    elif key == "s":
        console.print("Not passed yet. `s anyway` shows the solution all the same; `h` gives the next hint.")
    elif key:
        console.print(f"{key!r} is no key.")


def _lines(loop: asyncio.AbstractEventLoop) -> "asyncio.Queue[str | None]":
    """Standard input, line by line, then None; a thread reads, since a pipe and a console cannot both be awaited everywhere."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody wants to know
            for line in sys.stdin:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return queue
