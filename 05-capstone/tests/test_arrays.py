"""`duplicate_arrays`: the pairs of `deduplicate`, as three arrays in Rust's memory."""

import inspect
import subprocess
import sys
from functools import cache

import capstone
import febrl
import matching
import numpy as np
import pytest
from capstone.customers import Customer, Settings
from capstone.matching import Matcher

COLUMNS = ["left", "right", "score"]


@cache
def matcher(size=200, threshold=0.5):
    return Matcher([Customer(*customer) for customer in febrl.load("1")[:size]], Settings(threshold=threshold))


@cache
def reference(size=200, threshold=0.5):
    """The pairs that the module in Python finds, by rows."""
    customers = febrl.load("1")[:size]
    rows = {customer.id: row for row, customer in enumerate(customers)}
    pairs = matching.deduplicate(customers, matching.Settings(threshold=threshold)).pairs
    return [(rows[pair.left], rows[pair.right], pair.score) for pair in pairs]


def test_three_arrays():
    columns = capstone.duplicate_arrays(matcher())

    assert type(columns) is tuple
    assert [type(column) for column in columns] == [np.ndarray] * 3


@pytest.mark.parametrize(("place", "dtype"), [*enumerate(["uint32", "uint32", "float64"])], ids=COLUMNS)
def test_the_dtypes(place, dtype):
    assert capstone.duplicate_arrays(matcher())[place].dtype == dtype


@pytest.mark.parametrize(("size", "threshold"), [(200, 0.5), (200, 0.0), (200, 0.7), (120, 0.9), (2, 0.0)])
def test_the_pairs_are_the_references(size, threshold):
    columns = capstone.duplicate_arrays(matcher(size, threshold))
    want = reference(size, threshold)

    assert [column.shape for column in columns] == [(len(want),)] * 3
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == want


def test_the_scores_are_equal_in_every_bit():
    score = capstone.duplicate_arrays(matcher())[2]

    assert score.tobytes() == np.array([pair[2] for pair in reference()]).tobytes()


@pytest.mark.parametrize(("size", "threshold"), [(0, 0.5), (1, 0.5), (30, 1.0)], ids=["nobody", "one", "no pair"])
def test_empty_arrays(size, threshold):
    columns = capstone.duplicate_arrays(matcher(size, threshold))

    assert [(column.shape, str(column.dtype)) for column in columns] == [((0,), "uint32"), ((0,), "uint32"), ((0,), "float64")]


@pytest.mark.parametrize("place", range(3), ids=COLUMNS)
def test_the_memory_is_rusts(place):
    """An array that numpy has allocated owns its data; one that was moved has a base, which frees it."""
    column = capstone.duplicate_arrays(matcher())[place]

    assert not column.flags.owndata
    assert column.base is not None
    assert type(column.base).__name__ == "PySliceContainer"


@pytest.mark.parametrize("place", range(3), ids=COLUMNS)
def test_the_caller_may_write_and_keep_it(place):
    column = capstone.duplicate_arrays(matcher())[place]
    assert column.flags.writeable
    assert column.flags.c_contiguous
    kept = column[3:]
    wanted = kept.tolist()
    del column

    assert kept.tolist() == wanted
    kept[:] = 0
    assert capstone.duplicate_arrays(matcher())[place][3:].tolist() == wanted, "each call has arrays of its own"


def test_it_indexes_and_sums():
    left, right, score = capstone.duplicate_arrays(matcher())
    ids = np.array([customer.id for customer in matcher().customers])

    assert list(zip(ids[left], ids[right], score, strict=True)) == [tuple(pair) for pair in matcher().deduplicate().pairs]
    assert (left < right).all()
    assert np.histogram(score, bins=5, range=(0.5, 1.0))[0].sum() == len(score)


def test_the_others_say_the_same():
    assert capstone.duplicate_rows(matcher()) == reference()
    assert capstone.count_duplicates(matcher()) == len(reference())


def test_the_log_says_the_same(caplog):
    caplog.set_level("INFO")
    matcher().deduplicate()
    capstone.duplicate_arrays(matcher())

    assert [record.name for record in caplog.records] == ["matching", "matching"]
    assert caplog.messages[0] == caplog.messages[1]


@pytest.mark.parametrize("customers", [[], None, [Customer("a")]], ids=["a list", "None", "customers"])
def test_it_takes_a_matcher(customers):
    with pytest.raises(TypeError):
        capstone.duplicate_arrays(customers)


def test_a_subclass_of_matcher():
    class Watched(Matcher):
        pass

    some = [Customer(*customer) for customer in febrl.load("1")[:50]]
    assert [column.tolist() for column in capstone.duplicate_arrays(Watched(some))] == [
        column.tolist() for column in capstone.duplicate_arrays(Matcher(some))
    ]


def test_signature():
    assert str(inspect.signature(capstone.duplicate_arrays)) == "(matcher)"


def test_it_is_no_part_of_the_matchings_api():
    from capstone import matching as port

    assert "duplicate_arrays" not in port.__all__


WITHOUT_NUMPY = """
import logging
import sys
sys.modules["numpy"] = None  # as if it were not installed
import capstone
from capstone.customers import Customer
from capstone.matching import Matcher

matcher = Matcher([Customer("a", surname="berry"), Customer("b", surname="berry")])
print(capstone.duplicate_rows(matcher), len(matcher.deduplicate().pairs))
jobs = []
logging.getLogger("matching").addFilter(jobs.append)
logging.getLogger("matching").setLevel("INFO")
try:
    print(capstone.duplicate_arrays(matcher))
except BaseException as error:
    print(type(error).__name__)
print(len(jobs), "jobs done for nothing")
"""


def test_without_numpy():
    """Only the arrays need it, and what is missing is an exception that one can catch."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_NUMPY], capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines() == ["[(0, 1, 1.0)] 1", "ModuleNotFoundError", "0 jobs done for nothing"], done.stderr[-1000:]


NOT_YET_LOADED = """
import sys
import capstone
from capstone.customers import Customer
from capstone.matching import Matcher

print("numpy" in sys.modules, [column.tolist() for column in capstone.duplicate_arrays(Matcher([]))])
"""


def test_nobody_has_to_import_numpy_before():
    """Installed is enough."""
    done = subprocess.run([sys.executable, "-c", NOT_YET_LOADED], capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines() == ["False [[], [], []]"], done.stderr[-1000:]
