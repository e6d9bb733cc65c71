"""What a part of the soak has to do, and what it says at the end."""

import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Report:
    """What ran, in a few words, and what it found; `left_out` says what did not run, and why."""

    ran: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass
class Task:
    """What a part is given.

    Attributes:
        seconds: how long it may take, about.
        seed: where chance begins.
        chapter: the chapter's folder.
        run: a folder with a copy of the tests and the scripts, and nothing that could be imported instead of the wheel.
        target: where builds and longer reports go.
    """

    seconds: float
    seed: int
    chapter: Path
    run: Path
    target: Path

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.seconds

    def left(self) -> float:
        """Return how many seconds are left."""
        return self.end - time.monotonic()


def say(line: str) -> None:
    """Tell how far it is."""
    print(f"  {line}", flush=True)
