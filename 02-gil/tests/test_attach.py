"""`count_vowels` works on all cores, reports to Python, and carries out what Python raises."""

import json
import os
import subprocess
import sys
import time
import traceback

import gil
import pytest

MEETING = '''
"""Thirty parts on three threads: the first report of each waits until the other two report as well."""
import faulthandler, json, threading
import gil

if __name__ == "__main__":
    faulthandler.dump_traceback_later(4, exit=True)
    meeting = threading.Barrier(3, timeout=3)
    threads, reports = set(), []

    def progress(done, total):
        reports.append(done)
        if len(threads) < 3:
            threads.add(threading.get_ident())
            meeting.wait()

    try:
        found = gil.count_vowels(["waller"] * 3000, progress)
    except threading.BrokenBarrierError:
        found = "waited for the others in vain"
    print(json.dumps([found, len(threads), sorted(reports[:3]), sorted(reports[3:])]))
'''


@pytest.fixture(scope="module", autouse=True)
def met(tmp_path_factory) -> list[object]:
    """What came of three parts in an interpreter of its own; if it is a deadlock, no test has to run into it as well."""
    program = tmp_path_factory.mktemp("meeting") / "program.py"
    program.write_text(MEETING, encoding="utf-8")
    # Three threads, however many cores there are.
    environment = os.environ | {"RAYON_NUM_THREADS": "3", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-S", program], env=environment, capture_output=True, text=True, timeout=30)
    if "Timeout" in done.stderr:
        pytest.fail("a deadlock: the threads wait for the interpreter, and whoever has it for the threads", pytrace=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class StoppedError(Exception):
    """What the tests' callbacks raise."""


def quiet(done, total):
    """A callback that takes no notice."""


@pytest.fixture
def reports():
    """The calls of `reports.progress`."""

    class Reports(list):
        def progress(self, done, total):
            self.append((done, total))

    return Reports()


def test_progress_is_called_after_each_part(reports):
    assert gil.count_vowels(["waller"] * 250, reports.progress) == 500

    assert len(reports) == 3
    assert {total for _, total in reports} == {250}


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 200, 1234])
def test_what_is_done_adds_up(reports, number):
    assert gil.count_vowels(["waller"] * number, reports.progress) == 2 * number

    done = sorted(done for done, _ in reports)
    parts = [after - before for before, after in zip([0, *done], done, strict=False)]
    assert sorted(parts) == sorted([100] * (number // 100) + [number % 100] * bool(number % 100))


def test_parts_are_worked_on_at_the_same_time_and_python_runs(met):
    assert met[:2] == [6000, 3], "parts on three threads, which report at the same time"


def test_what_is_done_is_what_all_threads_have_done_so_far(met):
    """Three threads report their first parts, whichever these are, and go on when all three have reported."""
    assert met[2] == [100, 200, 300]
    assert met[3] == list(range(400, 3001, 100))


def test_the_work_is_done_detached(beside):
    names = ["waller" * 10_000] * 120

    assert beside(lambda: gil.count_vowels(names, quiet)) == 2 * 10_000 * 120


def test_a_part_is_reported_when_it_has_been_worked_on():
    """The part takes the processor for a good deal longer than what comes before it."""
    reported = []
    begun = time.process_time()

    gil.count_vowels(["waller" * 4_000] * 90, lambda done, total: reported.append(time.process_time() - begun))

    assert reported[0] > 0.003, "nothing had been worked on when `progress` was called"


def test_what_the_callback_raises_comes_out_unchanged():
    error = StoppedError("enough", 7)

    def progress(done, total):
        raise error

    with pytest.raises(StoppedError) as caught:
        gil.count_vowels(["waller"] * 90, progress)

    assert caught.value is error
    assert error.args == ("enough", 7)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert traceback.extract_tb(error.__traceback__)[-1].name == "progress"


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, StopIteration])
def test_any_exception_comes_out(kind):
    error = kind("enough")

    def progress(done, total):
        raise error

    with pytest.raises(kind) as caught:
        gil.count_vowels(["waller"] * 90, progress)

    assert caught.value is error


def test_an_exception_on_the_way_comes_out():
    def progress(done, total):
        if done > 500:
            raise StoppedError(done)

    with pytest.raises(StoppedError):
        gil.count_vowels(["waller"] * 1000, progress)


def test_it_ends_when_the_callback_raises():
    """Whoever else is at work finishes its part and reports it; no thread begins another one after its own report raised."""
    raised = []

    def progress(done, total):
        raised.append(StoppedError(done))
        raise raised[-1]

    with pytest.raises(StoppedError) as caught:
        gil.count_vowels(["waller"] * 100_000, progress)

    assert caught.value in raised
    assert len(raised) <= max(64, os.cpu_count() or 1), "1000 parts, and it went on after the callback had raised"


def test_it_can_be_called_again_after_an_exception(reports):
    with pytest.raises(TypeError, match="not callable"):
        gil.count_vowels(["waller"] * 90, None)

    assert gil.count_vowels(["waller"] * 90, reports.progress) == 180


def test_the_callback_may_call_back():
    found = []

    def progress(done, total):
        found.append(gil.count_vowels(["berry"], quiet))

    assert gil.count_vowels(["waller"] * 90, progress) == 180
    assert found == [1]


def test_nothing_is_kept():
    def progress(done, total):
        return token

    token = object()
    before = sys.getrefcount(progress), sys.getrefcount(token)
    gil.count_vowels(["waller"] * 1000, progress)

    assert (sys.getrefcount(progress), sys.getrefcount(token)) == before


def test_real_customers(customers, reports):
    names = [customer["surname"] for customer in customers]

    assert gil.count_vowels(names, reports.progress) == sum(letter in "aeiou" for name in names for letter in name)
    assert len(reports) == 10


def test_the_examples_of_the_page(customers):
    names = [customer["surname"] for customer in customers]
    blank = []
    gil.report_blank(["waller", " ", "", "berry"], blank.append)

    assert blank == [1, 2]
    assert gil.vowels_reattaching(names) == gil.vowels_isolated(names) == gil.count_vowels(names, quiet)
    with pytest.raises(TypeError):
        gil.report_blank([" "], None)
