"""What nobody can interrupt is done aside, by another thread, so that whoever waits for it may leave."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

LOOK = 0.02
"""Seconds between two looks whether to leave."""

T = TypeVar("T")


class LeftError(Exception):
    """Nobody waits for the work any more. If it has begun, it comes to its end, and what it returns is dropped."""


class Aside:
    """Does one work at a time: what somebody has left behind ends before the next begins."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "aside")

    def do(self, work: Callable[[], T], stopped: Callable[[], bool]) -> T:
        """Return what `work` returns, and raise what it raises.

        Args:
            work: what to do.
            stopped: asked again and again; as soon as it returns true, nobody waits any more.

        Raises:
            LeftError: `stopped` returned true.
            RuntimeError: the machine gives no more threads.
        """
        future = self._thread.submit(work)
        while not wait([future], LOOK).done:
            if stopped():
                future.cancel()
                raise LeftError
        return future.result()

    def close(self) -> None:
        """End the thread, as soon as it is done; nothing more can be done."""
        self._thread.shutdown(wait=False)
