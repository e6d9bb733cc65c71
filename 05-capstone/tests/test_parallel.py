"""`deduplicate` of the port as a job: the interpreter is free meanwhile, all cores work, and whatever ends it ends the work."""

import logging
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

import matching
import pytest
from capstone import matching as port
from capstone.customers import Customer
from febrl import load

LIMIT = 5
"""Seconds; what a right answer does in tenths of one. The whole work of a scenario takes longer."""

SCENARIOS = f"""
import faulthandler
import os
import signal
import sys
import time
from itertools import count
from random import Random
from threading import Event, Thread
from threading import enumerate as python_threads

from capstone.customers import Customer, Settings
from capstone.matching import Matcher

os.environ["RAYON_NUM_THREADS"] = "2"  # also on one core
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
many = [Customer(str(row), "peter", "harrington", address_1=f"harrington street {{row}}", suburb="berry") for row in range(8_000)]

# All else takes long if the caller's thread does the work, so this comes first. Processor time: the same on a busy machine.
matcher = Matcher(many[:450], Settings(threshold=1.0))
own, whole = time.thread_time(), time.process_time()
matcher.deduplicate()
share = (time.thread_time() - own) / (time.process_time() - whole)
print(f"share of the caller's thread: {{share:.0%}}", flush=True)
if share > 0.5:
    sys.exit()

matcher = Matcher(many, Settings(threshold=1.0))  # one block: millions of pairs
sys.setswitchinterval(1000)  # another thread runs as soon as this one has let go of the interpreter, and not before


def scenario(name, beside=None, **callbacks):
    called = Event()
    if beside:
        thread = Thread(target=lambda: (called.wait(), print("beside it,", end=" ", flush=True), beside()), daemon=True)
        thread.start()
    print(name, end=": ", flush=True)
    faulthandler.dump_traceback_later({LIMIT}, exit=True)
    try:
        called.set()  # from here on nothing but the call lets another thread run
        matcher.deduplicate(**callbacks)
        print("went on to the end", flush=True)
    except BaseException as error:
        print(type(error).__name__, error, flush=True)
    faulthandler.cancel_dump_traceback_later()
    if beside:
        thread.join()


scenario("a signal", beside=lambda: signal.raise_signal(signal.SIGINT))

stop = Event()
scenario("cancelled by another thread", beside=stop.set, cancelled=stop.is_set)

told, asks = [], count(1)
scenario("cancelled when asked again", progress=lambda done, total: told.append(done), cancelled=lambda: next(asks) == 5)
print("more asked than told:", len(told) < 5 or told, flush=True)


def raises():
    if next(asks) == 3:
        raise LookupError("the database is gone")


asks = count(1)
scenario("an exception of cancelled", cancelled=raises)

handled = Event()


def handler(number, frame):
    if handled.is_set():
        raise TimeoutError("the office closes")
    handled.set()


def send_two():
    signal.raise_signal(signal.SIGINT)
    handled.wait()
    signal.raise_signal(signal.SIGINT)


signal.signal(signal.SIGINT, handler)
scenario("an exception of a handler", beside=send_two)


def workers():
    # Threads that are not Python's and have computed for a while, of which Linux tells.
    python = {{thread.native_id for thread in python_threads()}}
    busy = 0
    for task in set(map(int, os.listdir("/proc/self/task"))) - python:
        with open(f"/proc/self/task/{{task}}/schedstat") as file:
            busy += int(file.read().split()[0]) > 10_000_000
    return busy


def until(condition):
    end = time.monotonic() + {LIMIT} - 1
    while time.monotonic() < end and not condition():
        Event().wait(0.01)
    return condition()


def asked():
    if next(asks) == 1:
        return False
    others = time.process_time() - time.thread_time()
    print("goes on:", until(lambda: time.process_time() - time.thread_time() > others + 0.02), end=", ")
    print("two workers:", until(lambda: workers() >= 2) if os.path.exists("/proc/self/task") else True, end=", ")
    return True


asks = count(1)
scenario("while the caller is asked", cancelled=asked)

# Each customer is a hundredth or more, and takes as long as a look or two.
texts = ["".join(Random(row).choices("abcdefgh", k=700)) for row in range(60)]
matcher = Matcher([Customer(str(row), surname="berry", address_1=text) for row, text in enumerate(texts)])
told, asks, begin = [], count(), time.monotonic()
scenario("cancelled at the third", progress=lambda done, total: told.append(done), cancelled=lambda: next(asks) < 0 or told[-1] >= 3)
asked, looks = next(asks), (time.monotonic() - begin) / 0.02
print("waits in between:", asked < 100 + 5 * looks or f"asked {{asked}} times in the time of {{looks:.0f}} looks", flush=True)
print("hundredths:", told == [0, 1, 2, 3] or told, flush=True)
"""


SHARE = "share of the caller's thread"

BESIDE = ("a signal", "cancelled by another thread", "an exception of a handler")
"""Scenarios in which another Python thread has something to do."""


@pytest.fixture(scope="module", autouse=True)
def scenarios():
    """The scenarios, in a Python of their own, which begins before the first test: what comes before theirs runs beside it."""
    with subprocess.Popen([sys.executable, "-c", SCENARIOS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture(scope="module")
def said(scenarios):
    """What came of the scenarios: a line each; the last one that has begun says so if it did not end."""
    output, errors = scenarios.communicate(timeout=120)
    lines = dict(line.split(": ", 1) for line in output.splitlines() if ": " in line)
    if "Timeout (" in errors:
        lines["hung"] = f"{output.splitlines()[-1]} … and after {LIMIT} seconds the call had not returned"
    elif scenarios.returncode:
        pytest.fail(errors)
    return lines


@pytest.fixture
def told_of(said):
    """What came of one scenario."""

    def told(name):
        hung = said.get("hung", "")
        if hung.startswith(name):
            beside = "" if "beside it" in hung else ", and no other Python thread had run"
            pytest.fail(hung + (beside if name in BESIDE else ""), pytrace=False)
        if name not in said:
            reason = hung or f"the caller's own thread does the work (its share: {said[SHARE]})"
            pytest.fail(f"not tried, as {reason}", pytrace=False)
        return said[name]

    return told


SIZES = [0, 1, 2, 16, 17, 99, 100, 101, 200]
"""Around a hundred, where several customers begin to make a hundredth."""

MOST = max(SIZES)


@cache
def customers():
    return load("1")[:MOST]


@cache
def reference(size):
    """What the module in Python finds among so many customers, and what it tells meanwhile."""
    told = []
    return matching.deduplicate(customers()[:size], progress=lambda *numbers: told.append(numbers)), told


def deduplicate(size, progress=None, cancelled=None):
    some = [Customer(*customer) for customer in customers()[:size]]
    return port.Matcher(some).deduplicate(progress, cancelled)


@pytest.mark.parametrize("size", SIZES)
def test_the_result_and_the_progress_are_the_references(size):
    told = []
    found = deduplicate(size, progress=lambda *numbers: told.append(numbers))

    assert (found, told) == reference(size)
    assert deduplicate(size) == found


def test_the_caller_is_told_and_asked_in_its_own_thread():
    threads = set()

    def called(*_):
        threads.add(threading.get_ident())

    deduplicate(MOST, called, called)
    assert threads == {threading.get_ident()}


def test_in_another_thread_than_the_main_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(deduplicate(MOST, cancelled=lambda: False)))
    thread.start()
    thread.join()

    assert found == [reference(MOST)[0]]


@pytest.mark.parametrize("size", [1, MOST])
def test_cancelled_before_it_begins(caplog, size):
    caplog.set_level(logging.INFO)
    with pytest.raises(port.Cancelled) as raised:
        deduplicate(size, cancelled=lambda: True)

    assert raised.value.args == (0, size)
    assert caplog.messages[-1] == f"cancelled after 0 of {size} customers"


def test_nobody_is_asked_about_nothing():
    asked = []
    assert deduplicate(0, cancelled=lambda: asked.append(1)) == ([], [], 0)
    assert asked == []


@pytest.mark.parametrize("at", [2, 50, 198])
def test_cancelled_from_within_progress(at):
    """As by a button beside the bar: before the next hundredth, even if the work is done long since."""
    reached = []
    with pytest.raises(port.Cancelled) as raised:
        deduplicate(MOST, lambda done, total: reached.append(done), lambda: reached[-1] == at)

    assert reached[-1] == at
    assert raised.value.args == (at, MOST)


def test_not_cancelled_any_more_when_all_is_done():
    reached = []
    found = deduplicate(MOST, lambda done, total: reached.append(done), lambda: reached[-1] == MOST)

    assert found == reference(MOST)[0]


@pytest.mark.parametrize(("answer", "ends"), [(0, False), ("", False), (None, False), (1, True), ("no", True)], ids=repr)
def test_any_answer_is_true_or_false(answer, ends):
    try:
        deduplicate(20, cancelled=lambda: answer)
    except port.Cancelled:
        assert ends
    else:
        assert not ends


@pytest.mark.parametrize("at", [0, 2, 100, MOST])
def test_what_progress_raises_comes_out(at):
    reached = []

    def progress(done, total):
        reached.append(done)
        if done >= at:
            raise LookupError("the window is closed")

    with pytest.raises(LookupError, match=r"^'?the window is closed'?$"):
        deduplicate(MOST, progress)
    assert reached == list(range(0, at + 1, 2)), "nothing is told after that"


@pytest.mark.parametrize("answer", [LookupError("the database is gone"), KeyboardInterrupt()], ids=repr)
def test_what_cancelled_raises_comes_out(answer):
    def cancelled():
        raise answer

    with pytest.raises(type(answer)) as raised:
        deduplicate(MOST, cancelled=cancelled)
    assert raised.value is answer


def test_a_job_within_a_job():
    found = []
    deduplicate(20, progress=lambda *_: found.append(deduplicate(40)))

    assert found == [reference(40)[0]] * 21


def test_two_jobs_at_once():
    matcher = port.Matcher([Customer(*customer) for customer in customers()])
    found = []
    threads = [threading.Thread(target=lambda: found.append(matcher.deduplicate(lambda *_: None))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [reference(MOST)[0]] * 2


def test_the_callers_thread_leaves_the_work_to_others(told_of):
    share = told_of(SHARE)
    assert int(share.rstrip("%")) <= 50, (
        f"{share} of the processor time of a job was the caller's thread's, which has nothing to do but wait"
    )


def test_a_signal_ends_it_though_nothing_is_called_in_between(told_of):
    assert told_of("a signal") == "beside it, KeyboardInterrupt "


def test_cancelled_by_another_thread(told_of):
    assert told_of("cancelled by another thread").startswith("beside it, Cancelled cancelled after ")


def test_asked_again_and_again_before_the_first_hundredth(told_of):
    assert told_of("cancelled when asked again").startswith("Cancelled cancelled after ")
    assert told_of("more asked than told") == "True"


def test_each_hundredth_once_and_in_order_over_several_looks(told_of):
    assert told_of("cancelled at the third") == "Cancelled cancelled after 3 of 60 customers"
    assert told_of("hundredths") == "True"


def test_it_waits_between_two_looks(told_of):
    """And does not take a core to ask whether the others are ready."""
    assert told_of("waits in between") == "True"


def test_what_cancelled_raises_ends_the_work(told_of):
    assert told_of("an exception of cancelled") == "LookupError the database is gone"


def test_what_a_handler_raises_ends_the_work(told_of):
    """And a handler that returns ends nothing: this one raises at the second signal."""
    assert told_of("an exception of a handler") == "beside it, TimeoutError the office closes"


def test_the_work_goes_on_while_the_caller_is_asked(told_of):
    assert "goes on: True" in told_of("while the caller is asked"), "nobody else computed meanwhile"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells what each thread does")
def test_several_workers(told_of):
    assert "two workers: True" in told_of("while the caller is asked"), "fewer than two threads computed"
