"""A `Worklist` has items by index, from both ends, and an iterator that notices a change and lets go at the end."""

import copy
import gc
import sys

import classes
import pytest

NAMES = ["waller", "berry", "李", "lodder"]


@pytest.fixture
def worklist():
    return classes.Worklist(NAMES)


@pytest.mark.parametrize("index", range(-4, 4))
def test_an_item(worklist, index):
    assert worklist[index] == NAMES[index]


@pytest.mark.parametrize("index", [4, 5, 1000, sys.maxsize, -5, -6, -1000, -sys.maxsize, -sys.maxsize - 1])
def test_no_such_item(worklist, index):
    with pytest.raises(IndexError) as caught:
        worklist[index]
    assert str(caught.value) == f"no name {index} in a list of 4"


@pytest.mark.parametrize("index", [0, -1, 1])
def test_an_empty_list_has_no_item(index):
    with pytest.raises(IndexError, match=f"^no name {index} in a list of 0$"):
        classes.Worklist([])[index]


def test_an_empty_name_is_a_name():
    assert classes.Worklist([""])[-1] == ""


def test_the_index_counts_from_where_the_end_is_now(worklist):
    worklist.append("lowe")

    assert (worklist[-1], worklist[-5], worklist[4]) == ("lowe", "waller", "lowe")


@pytest.mark.parametrize("key", ["waller", None, 1.0, (0, 1)], ids=repr)
def test_what_is_no_index(worklist, key):
    with pytest.raises(TypeError):
        worklist[key]


def test_iteration(worklist):
    assert list(worklist) == NAMES


def test_an_empty_list():
    assert list(classes.Worklist([])) == []


def test_a_list_may_be_gone_through_twice_at_once(worklist):
    assert [(one, two) for one in worklist for two in worklist] == [(one, two) for one in NAMES for two in NAMES]


def test_the_iterator_is_its_own_iterator(worklist):
    iterator = iter(worklist)

    assert iter(iterator) is iterator
    assert next(iterator) == "waller"
    assert list(iterator) == NAMES[1:]


def test_an_iterator_keeps_its_list_alive():
    iterator = iter(classes.Worklist(NAMES))
    gc.collect()

    assert list(iterator) == NAMES


@pytest.mark.parametrize("taken", [0, 1, 3, 4])
def test_a_list_that_grew_is_noticed(worklist, taken):
    iterator = iter(worklist)
    for _ in range(taken):
        next(iterator)
    worklist.append("lowe")

    for _each_time in range(2):
        with pytest.raises(RuntimeError, match=r"^the list has changed its length$"):
            next(iterator)


def test_a_loop_that_adds_to_its_list_ends():
    worklist = classes.Worklist(["waller"])
    seen = []

    def double():
        for name in worklist:
            seen.append(name)
            worklist.append(name)
            assert len(seen) < 5, "it goes on for ever"

    with pytest.raises(RuntimeError, match=r"^the list has changed its length$"):
        double()
    assert seen == ["waller"]


def test_an_iterator_at_its_end_stays_there(worklist):
    iterator = iter(worklist)
    assert list(iterator) == NAMES
    worklist.append("lowe")

    assert list(iterator) == []
    assert list(worklist) == [*NAMES, "lowe"]


def test_an_iterator_at_its_end_lets_go_of_the_list(worklist):
    before = sys.getrefcount(worklist)
    iterator = iter(worklist)
    held = sys.getrefcount(worklist)
    assert list(iterator) == NAMES

    assert (held, sys.getrefcount(worklist)) == (before + 1, before)


def test_an_iterator_that_is_not_at_its_end_does_not_let_go(worklist):
    before = sys.getrefcount(worklist)
    iterator = iter(worklist)
    for _ in NAMES:
        next(iterator)

    assert sys.getrefcount(worklist) == before + 1
    assert list(iterator) == []


@pytest.mark.parametrize(
    "key", [slice(1, 3), slice(None, None, -1), slice(-2, None), slice(9, None), slice(3, 0, -2), slice(-9, 9)], ids=repr
)
def test_slices(worklist, key):
    """A worked example of the page."""
    assert worklist[key] == classes.Worklist(NAMES[key])


def test_a_sequence(worklist):
    """A worked example of the page."""
    assert len(worklist) == 4
    assert "李" in worklist
    assert "lowe" not in worklist
    assert 7 not in worklist
    assert worklist == copy.copy(worklist) != NAMES
    assert repr(worklist) == f"Worklist({NAMES})"
    assert list(reversed(worklist)) == NAMES[::-1]


def test_operators():
    """A worked example of the page."""
    surname, suburb = classes.Agreement(3, 4), classes.Agreement(0, 2)

    assert surname + suburb == sum([surname, suburb]) == classes.Agreement(3, 6)
    assert surname * 2 == 2 * surname == classes.Agreement(6, 8)
    assert float(surname) == 0.75
    assert [classes.BlockingKey(2)(name) for name in NAMES] == ["wa", "be", "李", "lo"]
    for wrong in (lambda: surname + 1, lambda: 1 + surname, lambda: surname * -1, lambda: surname * 0.5):
        with pytest.raises(TypeError, match="unsupported operand"):
            wrong()
    with pytest.raises(OverflowError, match="too many points"):
        surname * (2**32 - 1)


def test_a_context_manager():
    """A worked example of the page."""
    rejects = classes.Rejects()
    for number in ["1", "two", "3"]:
        with rejects as entered:
            assert entered is rejects
            if not number.isdigit():
                raise ValueError(number)
    with pytest.raises(LookupError), rejects:
        raise LookupError

    assert rejects.reasons == ["two"]
