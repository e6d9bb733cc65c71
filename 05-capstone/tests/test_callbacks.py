"""Callbacks of a job that do what they should not: raise anything, use the matcher again, take things away, wait for others. Belongs to no step."""

import asyncio
import gc
import threading

import alone
import parity
import pytest

ERRORS = [
    KeyboardInterrupt("now"),
    SystemExit(3),
    GeneratorExit(),
    asyncio.CancelledError(),
    StopIteration(1),
    StopAsyncIteration(),
    MemoryError(),
    RecursionError("deep"),
    BaseExceptionGroup("both", [KeyboardInterrupt(), OSError(5, "disk")]),
    type("Own", (BaseException,), {})("own"),
]


def people(matching, number=30):
    rows = range(number)
    return [matching.Customer(str(row), f"{'abc'[row % 3]}nn", "lee", address_1=f"{row % 4} main st") for row in rows]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("at", [0, 15, 30])
@pytest.mark.parametrize("callback", ["progress", "cancelled"])
def test_whatever_is_raised_comes_out(matching, callback, at, error):
    """The very exception; and the matcher is as good as new."""
    matcher, reached = matching.Matcher(people(matching)), []
    wanted = parity.plain(matcher.deduplicate())

    def raises(*_):
        if not reached or reached[-1] >= at:
            raise error

    def progress(done, total):
        reached.append(done)
        if callback == "progress":
            raises()

    if callback == "cancelled" and at == 30:
        assert parity.plain(matcher.deduplicate(progress, lambda: False)) == wanted
        return
    with pytest.raises(type(error)) as caught:
        matcher.deduplicate(progress, raises if callback == "cancelled" else None)

    assert caught.value is error
    assert parity.plain(matcher.deduplicate()) == wanted


def test_a_job_in_a_job_in_a_job(matching):
    matcher = matching.Matcher(people(matching))
    found = []

    def progress(done, total):
        if done == total // 2 and len(found) < 20:
            place = len(found)
            found.append(None)
            found[place] = matcher.deduplicate(progress)

    wanted = matcher.deduplicate(progress)
    assert found == [wanted] * 20


def test_a_new_beginning_in_the_middle_of_a_job(matching):
    """The job goes on with what it began with."""
    matcher = matching.Matcher(people(matching))
    wanted = matcher.deduplicate()

    def progress(done, total):
        if done == 10:
            matcher.__init__([])

    # The reference takes the ids from what is there when it ends, and so has none.
    if matching.__name__ != "matching":
        assert matcher.deduplicate(progress) == wanted
        assert (len(matcher), matcher.customers) == (0, ())


def test_everything_is_taken_away_in_the_middle_of_a_job(matching):
    """Only the job itself refers to the matcher and to the customers when it is half done."""
    wanted = matching.deduplicate(people(matching))
    customers = people(matching)
    own = [matching.Matcher(customers)]

    def progress(done, total):
        own.clear()
        customers.clear()
        if done == total // 2:
            gc.collect()

    assert own.pop().deduplicate(progress) == wanted


def test_a_callback_that_waits_for_another_thread(matching):
    """Which does a job with the same matcher meanwhile: nobody holds what the other one needs."""
    matcher = matching.Matcher(people(matching))
    wanted, asked, answers = matcher.deduplicate(), threading.Event(), []

    def other():
        assert asked.wait(30)
        answers.append(matcher.deduplicate())

    thread = threading.Thread(target=other)
    thread.start()

    def progress(done, total):
        if done == total // 2:
            asked.set()
            thread.join(30)

    assert matcher.deduplicate(progress) == wanted
    assert answers == [wanted]


def test_callbacks_that_are_no_functions(matching):
    """Objects, methods, generators' methods, classes."""
    seen = []
    counting = iter(lambda: False, None)

    class Progress:
        def __init__(self, *done):
            seen.append(done)

    def listener():
        while True:
            seen.append((yield))

    matcher = matching.Matcher(people(matching))
    listening = listener()
    next(listening)
    wanted = matcher.deduplicate()
    assert matcher.deduplicate(Progress, counting.__next__) == wanted
    assert matcher.deduplicate(lambda *done: listening.send(done)) == wanted
    assert seen[: len(seen) // 2] == seen[len(seen) // 2 :]


def test_a_generator_that_calls_itself(matching):
    """The job runs in the generator that reports to it."""

    def loop():
        matcher.deduplicate(lambda *_: next(running))
        yield

    matcher = matching.Matcher(people(matching))
    running = loop()
    with pytest.raises(ValueError, match="already executing"):
        next(running)


@pytest.mark.parametrize("where", ["0", "1"])
def test_jobs_in_jobs_without_end(where):
    """A RecursionError, before the stack of the process ends."""

    def program():
        import sys

        from capstone.matching import Matcher

        matcher, depth = Matcher(people(5)), 0

        def progress(done, total):
            nonlocal depth
            if done == int(sys.argv[1]):
                depth += 1
                matcher.deduplicate(progress)

        try:
            matcher.deduplicate(progress)
        except RecursionError:
            print("RecursionError", depth, len(matcher.deduplicate().pairs) > 0)

    assert alone.run(program, where) == "RecursionError 40 True\n"


def test_at_the_end_of_the_stack():
    """Every call of the API a few calls before the limit of recursion: it works, or it is a RecursionError."""

    def program():
        import copy
        import pickle
        import sys

        from capstone import matching as port

        customers = people(20)
        matcher = port.Matcher(customers)
        odd = port.Customer("odd", "Ännchen", "Ł\ud800")
        calls = [
            lambda: port.normalise("Äß"),
            lambda: port.soundex("Äß"),
            lambda: port.jaro("Ä\ud800", "ß"),
            lambda: port.score(odd, customers[0]),
            lambda: port.similarities(odd, odd),
            lambda: port.Matcher([odd]),
            lambda: port.Matcher([odd, odd]),
            lambda: port.Matcher([odd._replace(suburb=5)]),
            lambda: matcher.match(odd),
            lambda: matcher.deduplicate(lambda *_: None, lambda: False),
            lambda: pickle.loads(pickle.dumps(matcher)),
            lambda: copy.deepcopy(matcher),
            lambda: repr(matcher),
        ]

        def down(levels, call):
            if levels:
                return down(levels - 1, call)
            return call()

        ended = {"worked": 0, "RecursionError": 0, "InvalidRecord": 0}
        for call in calls:
            for levels in range(sys.getrecursionlimit() - 40, sys.getrecursionlimit()):
                try:
                    down(levels, call)
                    ended["worked"] += 1
                except (RecursionError, port.InvalidRecord) as error:
                    ended[type(error).__name__] += 1
        print(all(ended.values()))

    assert alone.run(program) == "True\n"
