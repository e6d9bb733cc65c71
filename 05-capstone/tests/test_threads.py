"""One matcher, many threads at once: everybody gets what a single thread gets. Belongs to no step."""

import copy
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import parity
from capstone import matching as port

THREADS = 8
ROUNDS = 3


def people(number):
    rows = range(number)
    return [
        port.Customer(str(row), "Änn", f"{'abcdefg'[row % 7]}lee", postcode=str(row % 11), address_1=f"{row % 5} main st") for row in rows
    ]


def at_once(*calls):
    """Make all calls from threads of their own, `ROUNDS` times each, none before all threads are there; returns what each returned, by round."""
    gate = threading.Barrier(len(calls) * -(-THREADS // len(calls)))

    def work(call):
        gate.wait(30)
        return [parity.plain(call()) for _ in range(ROUNDS)]

    with ThreadPoolExecutor(gate.parties) as pool:
        given = [call for call in calls for _ in range(gate.parties // len(calls))]
        return list(zip(given, pool.map(work, given), strict=True))


def all_equal(*calls):
    wanted = {call: parity.plain(call()) for call in calls}
    for call, answers in at_once(*calls):
        assert answers == [wanted[call]] * ROUNDS


def test_the_same_job():
    all_equal(port.Matcher(people(100)).deduplicate)


def test_a_job_and_searches():
    customers = people(100)
    matcher = port.Matcher(customers)
    record = port.Customer("another", "aänn", postcode="4")
    all_equal(matcher.deduplicate, lambda: matcher.match(record), lambda: matcher.match(customers[7], 3, 0.0), lambda: repr(matcher))


def test_different_settings():
    customers = people(70)
    settings = [port.Settings(), port.Settings(threshold=0.3), port.Settings(blocking=("postcode",)), port.Settings(max_block=30)]
    all_equal(*[lambda each=each: port.deduplicate(customers, each) for each in settings])


def test_copies_while_it_works():
    matcher = port.Matcher(people(70))
    matcher.note = ["kept"]
    all_equal(
        matcher.deduplicate,
        lambda: copy.copy(matcher).deduplicate(),
        lambda: pickle.loads(pickle.dumps(matcher)).deduplicate(),
        lambda: copy.deepcopy(matcher).note,
    )


def test_functions():
    all_equal(
        lambda: [port.normalise(letter) for letter in "Äß½ﬁ李A"],
        lambda: port.jaro_winkler("d\ud800wayne" * 20, "duane" * 20),
        lambda: port.similarities(*people(2)),
        lambda: port.score(*people(2), port.Weights(suburb=3)),
    )


def test_a_new_beginning_while_others_work():
    """Whoever asks meanwhile gets the answer of the one directory or of the other, never of a mixture."""
    directories = [people(50), people(80)]
    matcher = port.Matcher(directories[0])
    wanted = [parity.plain(port.deduplicate(customers)) for customers in directories]
    for call, answers in at_once(
        lambda: [matcher.__init__(customers) for customers in directories],
        asked := matcher.deduplicate,
    ):
        if call is asked:
            assert all(answer in wanted for answer in answers)
