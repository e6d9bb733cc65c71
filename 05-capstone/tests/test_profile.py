"""`hotspots` measures a job function by function. A clock that only the job moves makes every figure exact."""

import sys
import types

import capstone
import febrl
import flame
import hotspots
import matching
import pytest

SHOP = """
def compare():
    clock.now += 6

def clean():
    setattr(clock, "now", clock.now + 3)

def fold(times):
    clock.now += 1
    if times:
        fold(times - 1)

def idle():
    pass

def glance():
    clock.now += 0.25

def fail():
    clock.now += 1
    raise LookupError("no such customer")

def interrupted():
    clock.now += 1
    raise KeyboardInterrupt

def job():
    clock.now += 2
    compare()
    compare()
    clean()

class Customer:
    def compare(self):
        clock.now += 7
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shop(clock):
    """A module whose functions move the clock."""
    return open_shop("/somewhere", clock)


def open_shop(folder, clock):
    module = types.ModuleType("shop")
    module.__file__ = f"{folder}/shop.py"
    module.clock = clock
    exec(compile(SHOP, module.__file__, "exec"), module.__dict__)
    return module


def measure(job, module, clock):
    """Each row of the ranking as (name, calls, hundredths of the whole)."""
    return [(spot.name, spot.calls, round(spot.share * 100, 9)) for spot in hotspots.hotspots(job, module, clock)]


def test_calls_and_shares_of_own_time(shop, clock):
    """`compare` takes 12 of 17 ticks, `clean` 3 in a C function, and `job` itself 2: what it calls is not its own."""
    rows = [("compare", 2, 1200 / 17), ("clean", 1, 300 / 17), ("job", 1, 200 / 17)]

    assert measure(shop.job, shop, clock) == [(name, calls, round(share, 9)) for name, calls, share in rows]


def test_the_rows_are_hotspots(shop, clock):
    assert hotspots.hotspots(shop.compare, shop, clock) == [hotspots.Hotspot(name="compare", calls=1, share=1.0)]


def test_time_spent_elsewhere_counts_only_in_the_whole(shop, clock):
    def compare():
        clock.now += 18

    def job():
        shop.compare()
        compare()

    assert measure(job, shop, clock) == [("compare", 1, 25.0)]


def test_a_file_of_the_same_name_in_another_folder_is_another_module(shop, clock):
    other = open_shop("/elsewhere/somewhere", clock)

    def job():
        shop.compare()
        other.compare()

    assert measure(job, shop, clock) == [("compare", 1, 50.0)]


def test_a_job_that_never_enters_the_module(shop, clock):
    def job():
        clock.now += 5

    assert measure(job, shop, clock) == []


def test_recursive_calls_count(shop, clock):
    assert measure(lambda: shop.fold(4), shop, clock) == [("fold", 5, 100.0)]


def test_few_expensive_calls_come_before_many_cheap_ones(shop, clock):
    def job():
        shop.fold(1)
        shop.compare()

    assert measure(job, shop, clock) == [("compare", 1, 75.0), ("fold", 2, 25.0)]


def test_functions_of_the_same_cost_come_in_the_order_of_their_names(shop, clock):
    def job():
        shop.fold(5)
        shop.idle()
        shop.compare()

    assert measure(job, shop, clock) == [("compare", 1, 50.0), ("fold", 6, 50.0), ("idle", 1, 0.0)]


def test_functions_of_the_same_name_have_a_row_each(shop, clock):
    def job():
        shop.compare()
        shop.Customer().compare()
        shop.Customer().compare()

    assert measure(job, shop, clock) == [("compare", 2, 70.0), ("compare", 1, 30.0)]


def test_a_job_that_takes_no_time(shop, clock):
    assert measure(shop.idle, shop, clock) == [("idle", 1, 0.0)]


def test_a_job_of_less_than_a_second(shop, clock):
    assert measure(shop.glance, shop, clock) == [("glance", 1, 100.0)]


@pytest.mark.parametrize(("job", "error"), [("fail", LookupError), ("interrupted", KeyboardInterrupt)])
def test_an_error_of_the_job_comes_out_and_the_profiler_is_off(shop, clock, job, error):
    with pytest.raises(error):
        hotspots.hotspots(getattr(shop, job), shop, clock)

    assert sys.getprofile() is None
    assert measure(shop.compare, shop, clock) == [("compare", 1, 100.0)]


def test_the_job_runs_once(shop, clock):
    hotspots.hotspots(shop.compare, shop, clock)

    assert clock.now == 6


def test_the_real_job():
    """The first 200 records of Febrl set 1."""
    customers = febrl.load("1")[:200]

    found = hotspots.hotspots(lambda: matching.deduplicate(customers), matching)

    calls = {spot.name: spot.calls for spot in found}
    names = ("deduplicate", "_built_blocks", "normalise", "soundex", "_score", "jaro_winkler", "jaro", "osa_distance", "equality")
    assert [(name, calls.get(name)) for name in names] == [
        ("deduplicate", 1),
        ("_built_blocks", 1),
        ("normalise", 1800),
        ("soundex", 1200),
        ("_score", 318),
        ("jaro_winkler", 918),
        ("jaro", 918),
        ("osa_distance", 1471),
        ("equality", 309),
    ]
    assert "<genexpr>" in calls
    assert [spot.share for spot in found] == sorted((spot.share for spot in found), reverse=True)
    assert 0 < sum(spot.share for spot in found) <= 1.000001


@pytest.mark.parametrize(
    ("compare", "left", "right", "expected"),
    [
        (matching.osa_distance, "ca", "abc", 3),
        (matching.osa_distance, "giblin", "gilbin", 1),
        (matching.osa_distance, "", "李", 1),
        (matching.osa_similarity, "", "", 1.0),
        (matching.osa_similarity, "main st", "main rd", 1 - 2 / 7),
        (matching.jaro, "martha", "marhta", (1 + 1 + 5 / 6) / 3),
        (matching.jaro, "waller", "", 0.0),
        (matching.jaro_winkler, "", "", 1.0),
        (matching.jaro_winkler, "dwayne", "duane", 0.84),
    ],
)
def test_the_comparisons(compare, left, right, expected):
    """The application is as its docstrings say."""
    assert compare(left, right) == pytest.approx(expected)


def test_the_duplicates_among_200_real_records():
    found = matching.deduplicate(febrl.load("1")[:200])

    assert len(found.pairs) == 30
    assert all(febrl.is_true(pair) for pair in found.pairs)


def test_an_outline_of_samples():
    stacks = "job;score;osa 6\njob;score;jaro 1\njob;blocks;a b 2\nother 1\njob;blocks 9\njob;score 1\n"

    assert flame.outline(stacks, least=0.1).splitlines() == [
        " 95% job",
        " 55%   blocks",
        " 10%     a b",
        " 40%   score",
        " 30%     osa",
    ]
    assert flame.outline("") == ""


def test_the_extension_module_says_how_it_was_built():
    assert capstone.DEBUG_BUILD in (True, False)
