"""`PostcodeRegister` asks each question once, and two threads that use it never wait for each other in a circle."""

import re
import subprocess
import sys
from textwrap import dedent

import gil
import pytest

LIMIT = 5
"""Seconds; a right answer takes a hundredth of one."""

BEGIN = f"""
import faulthandler
import sys
from threading import Event, Thread

import gil

faulthandler.dump_traceback_later({LIMIT}, exit=True)
sys.setswitchinterval(1000)  # a thread is not interrupted: it runs until it waits for something
told = []


def together(first, second):
    other = Thread(target=second)
    other.start()
    first()
    other.join()
    print(*told)
"""

deadlocks = []
"""Names of the scenarios that hung."""


def play(request, scenario):
    """Run a scenario in a Python of its own; returns what it prints. One that hangs is ended, and says where its threads stood."""
    if deadlocks:
        pytest.skip(f"not tried as long as {deadlocks[0]} hangs")
    code = BEGIN + dedent(scenario)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    if "Timeout (" in run.stderr:
        deadlocks.append(request.node.name)
        pytest.fail(f"deadlock: nothing moved for {LIMIT} seconds; the threads stood here:\n{threads(run.stderr, code)}", pytrace=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def threads(traceback, code):
    """Where each thread stood, in the scenario's own lines, the innermost first."""
    told = []
    for line in traceback.splitlines():
        if line.startswith(("Thread ", "Current thread ")):
            told.append("a thread:")
        elif place := re.search(r'File "<string>", line (\d+) in (\S+)', line):
            told.append(f"    in {place[2]}: {code.splitlines()[int(place[1]) - 1].strip()}")
    return "\n".join(told)


def test_what_look_up_returns():
    register = gil.PostcodeRegister({"yass": "2582", "dampier": "6713"}.get)

    assert [register.postcode(suburb) for suburb in ("yass", "dampier", "yass")] == ["2582", "6713", "2582"]


def test_each_suburb_is_looked_up_once():
    asked = []
    register = gil.PostcodeRegister(lambda suburb: asked.append(suburb) or [suburb])

    suburbs = ["yass", "", "bäretswil", "Yass", " yass"]
    found = [register.postcode(suburb) for suburb in suburbs * 4]

    assert asked == suburbs
    assert found == [[suburb] for suburb in suburbs] * 4
    assert all(answer is first for answer, first in zip(found, found[:5] * 4, strict=True)), "not the same object"


def test_none_is_an_answer():
    asked = []
    register = gil.PostcodeRegister(asked.append)

    assert (register.postcode("nowhere"), register.postcode("nowhere")) == (None, None)
    assert asked == ["nowhere"]


def test_registers_know_nothing_of_each_other():
    first, second = gil.PostcodeRegister(str.upper), gil.PostcodeRegister(len)

    assert (first.postcode("yass"), second.postcode("yass")) == ("YASS", 4)


def test_an_exception_comes_out_and_the_next_call_asks_again():
    answers = iter([ConnectionError("the line is busy"), "2582", "never"])

    def look_up(suburb):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    register = gil.PostcodeRegister(look_up)
    with pytest.raises(ConnectionError, match="the line is busy"):
        register.postcode("yass")

    assert (register.postcode("yass"), register.postcode("yass")) == ("2582", "2582")


def test_another_thread_comes_while_a_suburb_is_looked_up(request):
    """The first thread is in `look_up` and wants the interpreter back; the second has it and wants the register."""
    assert play(
        request,
        """
        looking_up, coming = Event(), Event()

        def look_up(suburb):
            if suburb == "yass":
                looking_up.set()
                coming.wait()
            return suburb.upper()

        def first():
            told.append(register.postcode("yass"))

        def second():
            looking_up.wait()
            coming.set()
            told.append(register.postcode("dampier"))

        register = gil.PostcodeRegister(look_up)
        together(first, second)
        """,
    ) in (["YASS", "DAMPIER"], ["DAMPIER", "YASS"])


def test_a_slow_look_up_holds_up_no_other_suburb(request):
    """The first look-up ends only when the second thread has found its postcode."""
    assert play(
        request,
        """
        looking_up, found = Event(), Event()

        def look_up(suburb):
            if suburb == "yass":
                looking_up.set()
                found.wait()
            return suburb.upper()

        def first():
            told.append(register.postcode("yass"))

        def second():
            looking_up.wait()
            told.append(register.postcode("dampier"))
            found.set()

        register = gil.PostcodeRegister(look_up)
        together(first, second)
        """,
    ) == ["DAMPIER", "YASS"]


def test_look_up_may_use_the_register(request):
    """`yass river` has the postcode of `yass`."""
    assert play(
        request,
        """
        def look_up(suburb):
            return register.postcode("yass") if suburb == "yass river" else suburb.upper()

        register = gil.PostcodeRegister(look_up)
        print(register.postcode("yass river"))
        """,
    ) == ["YASS"]


def test_two_threads_that_want_the_same_suburb_ask_once(request):
    """The second thread comes while the first one is asking, and gets the same answer."""
    assert play(
        request,
        """
        looking_up, coming = Event(), Event()
        asked, found = [], []

        def look_up(suburb):
            asked.append(suburb)
            looking_up.set()
            coming.wait()
            return [suburb]

        def first():
            found.append(register.postcode("yass"))

        def second():
            looking_up.wait()
            coming.set()
            found.append(register.postcode("yass"))

        register = gil.PostcodeRegister(look_up)
        together(first, second)
        print(len(asked), "asked,", "the same object" if found[0] is found[1] else "two objects")
        """,
    ) == ["1", "asked,", "the", "same", "object"]


def test_a_thread_that_waited_asks_itself_if_the_other_one_failed(request):
    assert play(
        request,
        """
        looking_up, coming = Event(), Event()
        asked = []

        def look_up(suburb):
            asked.append(suburb)
            if len(asked) == 1:
                looking_up.set()
                coming.wait()
                raise ConnectionError
            return suburb.upper()

        def first():
            try:
                register.postcode("yass")
            except ConnectionError:
                told.append("failed")

        def second():
            looking_up.wait()
            coming.set()
            told.append(register.postcode("yass"))

        register = gil.PostcodeRegister(look_up)
        together(first, second)
        """,
    ) in (["failed", "YASS"], ["YASS", "failed"])
