"""Parts that travel, results that can be merged, workers that may be lost: what is found is what one machine finds."""

import logging
import os
import pickle
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from itertools import permutations
from threading import Event, Lock, Thread

import capstone
import febrl
import pytest
import scale_out
from capstone.customers import Customer, Settings
from capstone.matching import Matcher
from scale_out import Found

CUSTOMERS = tuple(Customer(*customer) for customer in febrl.load("1") if int(customer.id.split("-")[1]) < 50)  # and their duplicates
SURNAME, POSTCODE = ("surname", "S530"), ("postcode", "3000")
SMITHS = (Customer("rec-1", surname="smith", postcode="3000"), Customer("rec-2", surname="smyth", postcode="3000"))
ANY_PAIR = Settings(threshold=0.0, blocking=("surname", "postcode"))


class Workers:
    """Pools without processes: whatever goes to a worker and comes back is pickled, and a worker can be lost. They count what happens.

    `loses`: how many pools lose a worker, each with its third task and those after it.
    """

    def __init__(self, loses=0):
        self.loses, self.pools, self.begun, self.sent, self.returned = loses, 0, [], [], []

    def __call__(self, max_workers, initializer=None, initargs=()):
        self.pools += 1
        assert self.pools < 12, "there is no end to new pools"
        self.workers = max_workers
        return Pool(self, initializer, initargs)


class Answer(Future):
    """A future that tells when somebody takes its result."""

    taken: Event

    def result(self, timeout=None):
        if self.done():
            self.taken.set()
        return super().result(timeout)


class Pool(Executor):
    def __init__(self, counts, initializer, initargs):
        self.counts, self.begin, self.loses = counts, (initializer, initargs), counts.loses >= counts.pools
        self.tasks, self.lost, self.taken, self.loss = 0, [], Event(), Thread(target=self.lose)
        self.lock, self.gone = Lock(), False
        scale_out.HELD.clear()  # a new process

    def submit(self, function, /, *args, **kwargs):
        if not self.tasks and self.begin[0]:
            data = pickle.dumps(self.begin)
            self.counts.begun.append(data)
            initializer, initargs = pickle.loads(data)
            initializer(*initargs)
        self.tasks += 1
        task = pickle.dumps((function, args, kwargs))
        self.counts.sent.append(task)
        future = Answer()
        future.taken = self.taken
        if self.loses and self.tasks >= 3:
            with self.lock:
                if self.gone:
                    raise BrokenProcessPool("a worker is lost")
                self.lost.append(future)
            if self.tasks == 3:
                self.loss.start()
            return future
        function, args, kwargs = pickle.loads(task)
        try:
            answer = pickle.dumps(function(*args, **kwargs))
            self.counts.returned.append(answer)
            future.set_result(pickle.loads(answer))
        except Exception as error:
            future.set_exception(error)
        return future

    def lose(self):
        """Lose the worker once somebody has a result, or all are submitted and nobody asks for one."""
        self.taken.wait(1)
        with self.lock:
            self.gone = True
        for future in self.lost:
            future.set_exception(BrokenProcessPool("a worker is lost"))

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.taken.set()
        if self.loss.ident:
            self.loss.join()


@pytest.fixture(autouse=True)
def _eight_cores(monkeypatch):
    monkeypatch.setenv("RAYON_NUM_THREADS", "?")  # and as it was, afterwards
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    yield
    scale_out.HELD.clear()


@pytest.mark.parametrize(
    ("here", "left_out", "compared"),
    [
        pytest.param({SURNAME, POSTCODE}, set(), 1, id="both-blocks-here"),
        pytest.param({SURNAME}, set(), 1, id="the-first-here"),
        pytest.param({POSTCODE}, set(), 0, id="the-first-elsewhere"),
        pytest.param({POSTCODE}, {SURNAME}, 1, id="the-first-left-out"),
        pytest.param({SURNAME}, {POSTCODE}, 1, id="the-second-left-out"),
        pytest.param(set(), set(), 0, id="both-elsewhere"),
        pytest.param(set(), {SURNAME, POSTCODE}, 0, id="both-left-out"),
    ],
)
def test_two_customers_meet_in_the_first_block_that_they_share(here, left_out, compared):
    found, pairs = capstone.Part([4, 9], SMITHS, ANY_PAIR, here, left_out).compare()
    assert pairs == compared, "how many pairs are compared in this part"
    assert [pair[:2] for pair in found] == [(4, 9)] * compared


def test_a_part_travels():
    part = capstone.Part([4, 9], SMITHS, ANY_PAIR, {POSTCODE}, {SURNAME})
    copy = pickle.loads(pickle.dumps(part))
    assert type(copy) is capstone.Part
    assert len(copy) == 2
    assert copy.compare() == part.compare()
    assert copy.compare()[1] == 1


@pytest.mark.parametrize(("here", "left_out", "compared"), [({POSTCODE}, set(), 0), ({SURNAME}, {POSTCODE}, 1), (set(), {SURNAME}, 0)])
def test_a_part_travels_with_what_it_knows_of_other_blocks(here, left_out, compared):
    part = capstone.Part([4, 9], SMITHS, ANY_PAIR, here, left_out)
    assert pickle.loads(pickle.dumps(part)).compare()[1] == part.compare()[1] == compared, "how many pairs are compared, there and here"


def test_a_part_travels_twice():
    part = capstone.Part([7, 8], SMITHS, Settings(threshold=0.99, blocking=("postcode",)), {POSTCODE}, set())
    once = pickle.loads(pickle.dumps(part))
    assert pickle.loads(pickle.dumps(once)).compare() == part.compare() == ([], 1)


def test_places_that_do_not_fit_are_refused():
    for places in [[4], [9, 4], [4, 4]]:
        with pytest.raises(ValueError, match="one place for each customer, rising"):
            capstone.Part(places, SMITHS, ANY_PAIR, {SURNAME}, set())


THREE = [
    Found([(2, 3, 0.9), (0, 1, 0.8)], {3: 2, 1: 0}, 20),
    Found([(1, 2, 0.95), (0, 4, 0.8)], {2: 1, 4: 0}, 3),
    Found([(1, 5, 0.9), (0, 2, 0.8), (6, 7, 0.8)], {5: 1, 2: 0, 7: 6}, 100),
]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=lambda order: "".join(map(str, order)))
def test_results_are_merged_in_any_order(order):
    one, other, last = (THREE[number] for number in order)
    found = scale_out.merged(scale_out.merged(one, other), last)
    assert found.pairs == [(1, 2, 0.95), (1, 5, 0.9), (2, 3, 0.9), (0, 1, 0.8), (0, 2, 0.8), (0, 4, 0.8), (6, 7, 0.8)]
    assert found.compared == 123
    assert [scale_out.first(found.links, place) for place in range(8)] == [0, 0, 0, 0, 0, 0, 6, 6]


def test_clusters_that_meet_late_become_one():
    chain = [Found([], {place + 1: place}, 0) for place in (0, 6, 2, 4, 3, 1, 5)]
    found = scale_out.tree(chain, scale_out.merged)
    assert [scale_out.first(found.links, place) for place in range(8)] == [0] * 8


@pytest.mark.parametrize(("one", "other"), [({2: 1}, {2: 0}), ({2: 0}, {2: 1}), ({5: 3, 4: 2, 3: 1}, {5: 4, 2: 0})])
def test_a_place_with_two_links_joins_two_clusters(one, other):
    found = scale_out.merged(Found([], one, 0), Found([], other, 0))
    assert {scale_out.first(found.links, place) for place in {*one, *one.values(), *other, *other.values()}} == {0}


def test_who_is_merged_stays_as_it_is():
    before = pickle.dumps(THREE)
    scale_out.merged(THREE[0], THREE[1])
    assert pickle.loads(before) == THREE, "an engine that has to merge them once more gets something else"


def test_nothing_is_merged():
    assert scale_out.merged(scale_out.NOTHING, THREE[0])[0] == THREE[0].pairs
    assert scale_out.merged(scale_out.NOTHING, scale_out.NOTHING) == scale_out.NOTHING == ([], {}, 0)


SETTINGS = {
    "as-usual": Settings(),
    "small-blocks": Settings(max_block=3),
    "every-pair": Settings(threshold=0.0, max_block=2),
    "other-keys": Settings(blocking=("postcode", "date_of_birth", "surname"), threshold=0.6),
    "no-keys": Settings(blocking=()),
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("parts", [1, 5])
def test_parts_find_what_the_whole_finds(settings, parts, caplog):
    caplog.set_level(logging.DEBUG, "matching")
    alone = Matcher(CUSTOMERS, settings).deduplicate()
    said = [record.getMessage() for record in caplog.records]
    caplog.clear()
    found = scale_out.deduplicate(iter(CUSTOMERS), settings, parts=parts, pool=Workers())
    assert found.compared == alone.compared
    assert found.pairs == alone.pairs
    assert found.clusters == alone.clusters
    assert [record.getMessage() for record in caplog.records] == said


def test_a_small_directory():
    assert scale_out.deduplicate([], pool=Workers()) == ([], [], 0)
    assert scale_out.deduplicate(SMITHS[:1], pool=Workers()) == ([], [], 0)
    odd = [Customer("1", surname="\ud800", suburb="ß", postcode="\uff13000"), Customer("2", suburb="SS", postcode="3000")]
    settings = Settings(threshold=0.0)
    assert scale_out.deduplicate(odd, settings, pool=Workers()) == Matcher(odd, settings).deduplicate()


def on_workers(workers, pool, customers=CUSTOMERS[:20], settings=Settings(), parts=8):  # noqa: B008
    split = scale_out.shares(customers, settings, parts)
    return scale_out.on_workers(split, customers, settings, {}, workers, pool)


def test_the_directory_goes_to_a_worker_once_and_not_with_its_tasks():
    pool = Workers()
    on_workers(2, pool)
    assert pool.pools == len(pool.begun) == 1
    assert all(customer.id.encode() in pool.begun[0] for customer in CUSTOMERS[:20]), "a worker begins without the directory"
    assert len(pool.sent) == 8, "a task a part"
    assert not any(customer.id.encode() in task for task in pool.sent for customer in CUSTOMERS), "a task brings customers along"


def test_what_a_worker_returns_is_what_it_found():
    pool = Workers()
    found = on_workers(2, pool)
    assert [type(each) for each in found] == [Found] * 8
    assert not any(customer.id.encode() in answer for answer in pool.returned for customer in CUSTOMERS), "customers come back"


@pytest.mark.parametrize(("workers", "threads"), [(2, "4"), (3, "2"), (8, "1"), (16, "1")])
def test_workers_share_the_cores(workers, threads):
    pool = Workers()
    on_workers(workers, pool)
    assert pool.workers == workers
    assert os.environ["RAYON_NUM_THREADS"] == threads, "how many threads each worker may use, of the 8 cores that `os` counts"


@pytest.mark.parametrize("loses", [1, 2, 3])
def test_nothing_is_lost_with_a_worker(loses):
    pool = Workers(loses)
    found = scale_out.deduplicate(CUSTOMERS, pool=pool)
    assert pool.pools == loses + 1
    assert found == Matcher(CUSTOMERS).deduplicate()
    assert len(pool.begun) == loses + 1, "workers of a new pool need the directory, too"


def test_a_job_that_kills_its_workers_ends():
    pool = Workers(loses=100)
    with pytest.raises(BrokenProcessPool):
        on_workers(2, pool, parts=20)
    assert pool.pools == scale_out.LOSSES + 1


def test_what_a_part_raises_comes_out():
    twice = [Customer("rec-1", surname="smith"), Customer("rec-1", surname="smith")]
    pool = Workers()
    with pytest.raises(ValueError, match="is the id of row 0 already"):
        on_workers(2, pool, twice)
    assert pool.pools == 1, "that would happen again"


def test_the_number_of_a_part_is_the_same_everywhere():
    """Python's own `hash` of a text differs from process to process."""
    assert [scale_out.part_of(key, 1000) for key in (SURNAME, POSTCODE)] == [660, 201]
