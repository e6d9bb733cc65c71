"""A pytest plugin: how many cases were compared, and that their examples are new ones."""

import os
from pathlib import Path

import parity

_behaviour, _count = parity.behaviour, 0


def _counted(*arguments: object) -> tuple[object, ...]:
    global _count
    _count += 1
    return _behaviour(*arguments)


parity.behaviour = _counted
parity.DERANDOMISED = False


def pytest_sessionfinish() -> None:
    # Each case is one call of the reference, and one of the port.
    Path(os.environ["HOT_MODULES_COUNTED"]).write_text(str(_count // 2))
