"""Progress, cancelling, interrupts."""

import subprocess
import sys
import threading

import parity
import pytest


def people(matching, number):
    return [matching.Customer(f"{place}", "ann", f"name {place % 7}", date_of_birth=f"{1900 + place % 50}") for place in range(number)]


@pytest.mark.parametrize("total", [0, 1, 2, 7, 99, 100, 101, 150, 199, 200, 250, 1000, 1234])
def test_progress(agreed, total):
    def call(matching):
        calls = []
        settings = matching.Settings(blocking=("date_of_birth",) if total < 200 else ())
        matching.deduplicate(people(matching, total), settings, lambda *done: calls.append(done))
        return calls

    _, (_, calls), _ = agreed(call)
    assert len(calls) == min(total, 100) + 1


def test_progress_is_reported_from_the_callers_thread(matching):
    seen = set()
    matching.deduplicate(people(matching, 150), progress=lambda *_: seen.add(threading.get_ident()))
    assert seen == {threading.get_ident()}


def test_cancelled_is_asked_in_the_callers_thread_too(matching):
    seen = set()
    matching.deduplicate(people(matching, 50), cancelled=lambda: seen.add(threading.get_ident()))
    assert seen == {threading.get_ident()}


@pytest.mark.parametrize("answer", [True, 1, "yes", [0]], ids=repr)
def test_cancelled_at_once(agreed, answer):
    calls = []
    ended, error, logged = agreed(
        lambda matching: matching.deduplicate(people(matching, 40), progress=lambda *done: calls.append(done), cancelled=lambda: answer)
    )
    assert (ended, error[0][0], error[2]) == ("raised", "Cancelled", "cancelled after 0 of 40 customers")
    assert logged[-1][2:] == ("cancelled after %d of %d customers", ("tuple", [("int", 0), ("int", 40)]))
    assert calls == [(0, 40)] * 2


@pytest.mark.parametrize("answer", [False, None, 0, "", []], ids=repr)
def test_not_cancelled(agreed, answer):
    agreed(lambda matching: matching.deduplicate(people(matching, 40), cancelled=lambda: answer))


def test_nobody_asks_when_there_is_nothing_to_do(agreed):
    agreed(lambda matching: matching.deduplicate([], cancelled=lambda: True))


def test_cancelled_on_the_way(matching):
    """As soon as it is cancelled, nothing more is reported. How far it was by then is the implementation's own affair."""
    reached = []
    with parity.records() as logged, pytest.raises(matching.Cancelled) as caught:
        matching.deduplicate(people(matching, 400), progress=lambda done, _: reached.append(done), cancelled=lambda: reached[-1] >= 100)
    error = caught.value
    assert reached[-1] == 100
    assert 100 <= error.done <= error.total == 400
    assert error.args == (error.done, error.total)
    assert logged[-1].args == error.args


class OddError(Exception):
    """What a callback raises."""


@pytest.mark.parametrize("at", [0, 1, 57, 100])
def test_progress_that_raises(agreed, at):
    def call(matching):
        def progress(done, total):
            if done >= at * total // 100:
                raise OddError(done, total)

        return matching.deduplicate(people(matching, 300), progress=progress)

    ended, error, logged = agreed(call)
    assert (ended, error[0][0], error[1]) == ("raised", "OddError", ("tuple", [("int", 3 * at), ("int", 300)]))
    assert len(logged) == 1


@pytest.mark.parametrize(
    "error", [OddError("no"), KeyboardInterrupt(), SystemExit(2), StopIteration()], ids=lambda error: type(error).__name__
)
def test_cancelled_that_raises(agreed, error):
    def call(matching):
        def cancelled():
            raise error

        return matching.deduplicate(people(matching, 30), cancelled=cancelled)

    ended, *_ = agreed(call)
    assert ended == "raised"


def test_the_very_exception_comes_out(matching):
    odd = OddError("this one")

    def progress(done, total):
        raise odd

    with pytest.raises(OddError) as caught:
        matching.deduplicate(people(matching, 3), progress=progress)
    assert caught.value is odd
    assert any(entry.name == "progress" for entry in caught.traceback)


def test_an_answer_that_is_neither_true_nor_false(agreed):
    class Neither:
        def __bool__(self):
            raise OddError("neither")

    ended, error, _ = agreed(lambda matching: matching.deduplicate(people(matching, 3), cancelled=Neither))
    assert (ended, error[0][0]) == ("raised", "OddError")


@pytest.mark.parametrize("argument", ["progress", "cancelled"])
def test_what_cannot_be_called(agreed, argument):
    ended, error, _ = agreed(lambda matching: matching.deduplicate(people(matching, 3), **{argument: 5}))
    assert (ended, error[0][0]) == ("raised", "TypeError")


def test_a_job_within_a_job(matching):
    """A callback may use the matching, the same matcher too."""
    matcher, inner = matching.Matcher(people(matching, 20)), []

    def progress(done, total):
        if done == 10:
            inner.append(matcher.deduplicate())
            inner.append(matcher.match(matcher.customers[0]))

    assert matcher.deduplicate(progress) == inner[0]


def test_ctrl_c(matching, tmp_path):
    """KeyboardInterrupt comes out soon after the signal, in the middle of a job that would take far longer."""
    program = tmp_path / "job.py"
    customers = {"matching": 3000, "capstone.matching": 12000}[matching.__name__]
    program.write_text(
        f"""
import signal, sys, threading, time
from {matching.__name__} import Customer, Settings, deduplicate
signal.signal(signal.SIGINT, signal.default_int_handler)
customers = [Customer(str(n), "ann", f"lee {{n}}", address_1=f"{{n}} high street {{n}}") for n in range({customers})]
began = threading.Event()
def interrupt():
    began.wait(30)
    signal.raise_signal(signal.SIGINT)
    sent.append(time.monotonic())
sent = []
thread = threading.Thread(target=interrupt)
thread.start()
try:
    deduplicate(customers, Settings(threshold=1, blocking=("given_name",)), progress=lambda done, total: began.set())
except KeyboardInterrupt:
    late = time.monotonic()
    thread.join()
    print(f"interrupted {{late - sent[0]:.3f}}")
else:
    print("finished")
"""
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("interrupted"), done.stdout + done.stderr
    assert float(done.stdout.split()[1]) < 5


MAKES_A_MATCHER = """
import sys
import threading

import capstone.matching

customers = [capstone.matching.Customer(f"c-{number}", surname=f"name {number}") for number in range(5000)]
begun, inside, seen = threading.Event(), False, []


def look():
    begun.wait(20)
    seen.append(inside)


capstone.matching.Matcher(customers)  # what is done only once, imports for one, lets go of the interpreter, too
sys.setswitchinterval(1000)  # another thread runs as soon as this one lets go of the interpreter, and not before
for _ in range(50):  # who lets go of it for a moment only may be the next to take it
    begun.clear()
    thread = threading.Thread(target=look)
    thread.start()
    begun.set()
    inside = True
    capstone.matching.Matcher(customers)
    inside = False
    thread.join(20)
    if True in seen:
        break
print(True in seen)
"""


def test_others_get_the_interpreter_while_a_matcher_is_made():
    done = subprocess.run([sys.executable, "-c", MAKES_A_MATCHER], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True\n", "")
