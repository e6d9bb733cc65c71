"""What nobody can interrupt is done aside, by another thread, so that whoever waits for it may leave."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeVar

LOOK = 0.02
"""Seconds between two looks whether to leave."""

T = TypeVar("T")


class LeftError(Exception):
    """Nobody waits for the work any more. It comes to its end, and what it returns is dropped."""


class Aside:
    """Does one work at a time: what somebody has left behind ends before the next begins."""

    def __init__(self) -> None:
        self._one = Lock()

    def do(self, work: Callable[[], T], stopped: Callable[[], bool]) -> T:
        """Return what `work` returns, and raise what it raises.

        Args:
            work: what to do.
            stopped: asked again and again; as soon as it returns true, nobody waits any more.

        Raises:
            LeftError: `stopped` returned true.
            RuntimeError: the machine gives no more threads.
        """
        over = Event()
        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                with self._one:
                    if not stopped():
                        results.append(work())
            except BaseException as error:  # a panic of the port is no Exception
                errors.append(error)
            finally:
                over.set()

        # No daemon: one that comes back from Rust while the interpreter ends would end with it in the middle.
        Thread(target=run, name="aside").start()
        while not over.wait(LOOK):
            if stopped():
                raise LeftError
        if errors:
            raise errors[0]
        if not results:
            raise LeftError
        return results[0]
