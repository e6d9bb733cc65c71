"""What the tests of this chapter share."""

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def peak() -> int:
    """The most memory that this process has held, in bytes; since the last call, where the system can forget."""
    status = Path("/proc/self/status")
    if not status.exists():
        resource = pytest.importorskip("resource", reason="this system does not tell how much memory a process takes")
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    most = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return int(most.split()[1]) * 1024


@pytest.fixture
def megabytes() -> Callable[..., float]:
    """Makes a call, and returns how many megabytes more than before the process held at its peak."""

    def taken(function: Callable[..., object], *arguments: object) -> float:
        peak()
        before = peak()
        result = function(*arguments)
        after = peak()
        del result
        return (after - before) / 1e6

    return taken
