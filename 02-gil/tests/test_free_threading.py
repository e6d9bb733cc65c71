"""`CustomerNumbers` issues each number once, also to threads that come at the same moment, with the interpreter lock and without it."""

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
from threading import Barrier, Event, Thread

import gil

faulthandler.dump_traceback_later({LIMIT}, exit=True)
told = []


def tell(function):
    try:
        told.append(function())
    except BaseException as error:
        told.append(f"{{type(error).__name__}}: {{error}}")
"""

hung = []
"""Names of the scenarios that hung."""


def play(request, scenario):
    """Runs a scenario in a Python of its own, and ends one that hangs; returns the lines that it prints."""
    if hung:
        pytest.skip(f"not tried as long as {hung[0]} hangs")
    run = subprocess.run([sys.executable, "-c", BEGIN + dedent(scenario)], capture_output=True, text=True, timeout=120)
    if "Timeout (" in run.stderr:
        hung.append(request.node.name)
        pytest.fail(f"deadlock: nothing moved for {LIMIT} seconds", pytrace=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def never(number):
    return False


@pytest.mark.parametrize(
    ("first", "taken", "want"),
    [
        pytest.param(1, set(), [1, 2, 3], id="none is taken"),
        pytest.param(0, {0}, [1, 2, 3], id="the first"),
        pytest.param(1000, {1001, 1002, 1005}, [1000, 1003, 1004], id="some"),
        pytest.param(7, set(range(5, 500)), [500, 501, 502], id="many"),
        pytest.param(2**63, {2**63 + 1}, [2**63, 2**63 + 2, 2**63 + 3], id="large numbers"),
    ],
)
def test_one_thread(first, taken, want):
    numbers = gil.CustomerNumbers(first)

    assert [numbers.issue(taken.__contains__) for _ in want] == want


@pytest.mark.parametrize(("no", "yes"), [(None, "taken"), (0, 1), ([], [0]), ("", "x")], ids=["None", "int", "list", "str"])
def test_the_answer_may_be_anything_that_is_true_or_false(no, yes):
    numbers = gil.CustomerNumbers(1)

    assert numbers.issue(lambda number: yes if number < 3 else no) == 3


def test_each_object_has_numbers_of_its_own():
    ours, theirs = gil.CustomerNumbers(1), gil.CustomerNumbers(100)

    assert [ours.issue(never), theirs.issue(never), ours.issue(never)] == [1, 100, 2]


def test_an_exception_comes_out_and_numbers_are_issued_after_it():
    def broken(number):
        raise ConnectionError("no line to the head office")

    numbers = gil.CustomerNumbers(1)
    issued = [numbers.issue(never)]
    with pytest.raises(ConnectionError, match="no line to the head office"):
        numbers.issue(broken)
    issued += [numbers.issue(never), numbers.issue(never)]

    assert issued in ([1, 2, 3], [1, 3, 4]), "the number that was asked for may be lost, no other one"


def test_a_second_thread_comes_while_the_first_one_asks(request):
    """The first thread gets its answer only when the second one has its number. Number 2 is taken."""
    assert sorted(
        play(
            request,
            """
            asking, done = Event(), Event()

            def slow(number):
                asking.set()
                done.wait()
                return number == 2

            def second():
                asking.wait()
                tell(lambda: numbers.issue(lambda number: number == 2))
                done.set()

            numbers = gil.CustomerNumbers(1)
            thread = Thread(target=second)
            thread.start()
            tell(lambda: numbers.issue(slow))
            thread.join()
            print(*told, sep="\\n")
            """,
        )
    ) == ["1", "3"]


def test_is_taken_may_issue_a_number_itself(request):
    assert sorted(
        play(
            request,
            """
            def is_taken(number):
                if not told:
                    tell(lambda: numbers.issue(lambda number: False))
                return False

            numbers = gil.CustomerNumbers(1)
            tell(lambda: numbers.issue(is_taken))
            print(*told, sep="\\n")
            """,
        )
    ) == ["1", "2"]


def test_a_question_that_fails_gives_no_number_away(request):
    """While it was asked, another number was issued; that one must not come again."""
    assert play(
        request,
        """
        def broken(number):
            tell(lambda: numbers.issue(lambda number: False))
            raise ConnectionError("no line")

        numbers = gil.CustomerNumbers(1)
        tell(lambda: numbers.issue(broken))
        for _ in range(3):
            tell(lambda: numbers.issue(lambda number: False))
        print(told.count("ConnectionError: no line"), len(told) - 1, len(set(told)) - 1)
        """,
    ) == ["1 4 4"], "failures, numbers, and different ones among them"


def test_eight_threads(request):
    """All begin at once, and Python changes from one to the other as often as it can."""
    assert play(
        request,
        """
        sys.setswitchinterval(1e-6)
        begin = Barrier(8)

        def work():
            begin.wait()
            for _ in range(200):
                tell(lambda: numbers.issue(lambda number: number % 3 == 0))

        numbers = gil.CustomerNumbers(1)
        threads = [Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(len(told), "calls,", len(set(told)), "different numbers")
        print(*{each for each in told if type(each) is not int})
        """,
    ) == ["1600 calls, 1600 different numbers", ""]
