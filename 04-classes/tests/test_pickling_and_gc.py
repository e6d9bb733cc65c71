"""An `Entry` is copied and pickled with all that is in it, can be referred to weakly, and does not leak."""

import copy
import gc
import pickle
import sys
import types
import weakref

import classes
import pytest

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


@pytest.fixture(scope="module", autouse=True)
def quick_collector():
    """What was there before the tests need not be looked at each time that the collector runs."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def directory(monkeypatch):
    """A module of its own with a subclass in it: pickle finds a class by the name of its module."""
    module = types.ModuleType("directory_of_customers")
    exec("import classes\nclass Marked(classes.Entry):\n    note = None\n", module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


@pytest.fixture
def waller():
    """An entry that is a duplicate, and comes from somewhere."""
    entry = classes.Entry(223, "wallér")
    entry.duplicate_of = classes.Entry(122, "waller")
    entry.source = {"file": "list of May", "line": 17}
    return entry


def explained(function, *arguments):
    """What the function returns; what it refuses is a failed test that says so."""
    try:
        return function(*arguments)
    except TypeError as error:
        pytest.fail(f"{function.__name__}: {error}", pytrace=False)


def dumped(entry, protocol=pickle.HIGHEST_PROTOCOL):
    return pickle.loads(explained(pickle.dumps, entry, protocol))


def copied(entry):
    return explained(copy.copy, entry)


def deeply_copied(entry):
    return explained(copy.deepcopy, entry)


def facts(entry):
    return (entry.number, entry.name, entry.source)


ALL = [*(pytest.param(lambda entry, p=p: dumped(entry, p), id=f"pickle protocol {p}") for p in PROTOCOLS)]
ALL += [pytest.param(copied, id="copy"), pytest.param(deeply_copied, id="deepcopy")]
DEEP = [ALL[0], ALL[-3], ALL[-1]]


@pytest.mark.parametrize("again", ALL)
def test_a_copy_has_all_that_is_in_the_entry(again, waller):
    other = again(waller)

    assert type(other) is classes.Entry
    assert other is not waller
    assert facts(other) == (223, "wallér", {"file": "list of May", "line": 17})
    assert facts(other.duplicate_of) == (122, "waller", None)


@pytest.mark.parametrize("again", ALL)
def test_a_copy_of_an_entry_with_nothing_set(again):
    other = again(classes.Entry(0, ""))

    assert (*facts(other), other.duplicate_of) == (0, "", None, None)


@pytest.mark.parametrize("source", ["", 0, False, []], ids=repr)
@pytest.mark.parametrize("again", DEEP)
def test_an_empty_source_is_not_the_same_as_none(again, source):
    entry = classes.Entry(1, "berry")
    entry.source = source

    assert (again(entry).source, type(again(entry).source)) == (source, type(source))


@pytest.mark.parametrize("attribute", ["duplicate_of", "source"])
def test_copy_shares_what_is_in_the_entry(waller, attribute):
    assert getattr(copied(waller), attribute) is getattr(waller, attribute)


@pytest.mark.parametrize("again", DEEP)
def test_a_deep_copy_shares_nothing(again, waller):
    other = again(waller)
    waller.source["line"] = 18

    assert other.duplicate_of is not waller.duplicate_of
    assert other.source == {"file": "list of May", "line": 17}


@pytest.mark.parametrize("again", DEEP)
def test_entries_that_refer_to_each_other_still_do_in_the_copy(again):
    one, two = classes.Entry(1, "berry"), classes.Entry(2, "bery")
    one.duplicate_of, two.duplicate_of = two, one
    one.source = two.source = [one, two]
    other = again(one)

    assert other is not one
    assert other.duplicate_of.number == 2
    assert other.duplicate_of.duplicate_of is other
    assert other.source is other.duplicate_of.source
    assert other.source[0] is other


@pytest.mark.parametrize("again", DEEP)
def test_an_entry_that_is_its_own_duplicate(again):
    entry = classes.Entry(1, "berry")
    entry.duplicate_of = entry
    other = again(entry)

    assert other is not entry
    assert other.duplicate_of is other


@pytest.mark.parametrize("again", ALL)
def test_a_copy_of_a_subclass(again, directory):
    entry = directory.Marked(7, "lowe")
    entry.note, entry.source = "moved in May", "list of May"
    other = again(entry)

    assert type(other) is directory.Marked
    assert (other.note, *facts(other)) == ("moved in May", 7, "lowe", "list of May")


@pytest.mark.parametrize("again", ALL)
def test_a_copy_of_a_subclass_with_nothing_set(again, directory):
    other = again(directory.Marked(7, "lowe"))

    assert type(other) is directory.Marked
    assert (vars(other), *facts(other), other.duplicate_of) == ({}, 7, "lowe", None, None)


def test_a_copy_is_on_its_own(waller):
    other = copied(waller)
    other.source = other.duplicate_of = None

    assert waller.source == {"file": "list of May", "line": 17}
    assert waller.duplicate_of.number == 122


def test_copying_leaves_the_entry_as_it_is(waller, directory):
    marked = directory.Marked(7, "lowe")
    marked.note = "moved in May"
    before = (facts(waller), waller.duplicate_of, dict(vars(marked)))
    for again in (copied, deeply_copied, dumped):
        again(waller)
        again(marked)

    assert (facts(waller), waller.duplicate_of, dict(vars(marked))) == before


def test_a_source_that_cannot_be_pickled_is_an_error():
    entry = classes.Entry(1, "berry")
    entry.source = (line for line in ["no pickle of a generator"])

    with pytest.raises(TypeError, match="generator"):
        pickle.dumps(entry)


def test_weak_references():
    entry = classes.Entry(223, "waller")
    reference = explained(weakref.ref, entry)
    seen = weakref.WeakValueDictionary({223: entry})
    assert reference() is entry

    del entry
    assert reference() is None
    assert 223 not in seen


def its_own_duplicate(entry):
    entry.duplicate_of = entry


def duplicates_of_each_other(entry):
    entry.duplicate_of = classes.Entry(2, "bery")
    entry.duplicate_of.duplicate_of = entry


def its_own_source(entry):
    entry.source = entry


def from_a_list_that_it_is_in(entry):
    entry.source = ["list of May", [entry]]


def from_a_function_that_uses_it(entry):
    entry.source = lambda: entry


def from_an_entry_that_is_its_duplicate(entry):
    entry.source = classes.Entry(2, "bery")
    entry.source.duplicate_of = entry


def both(entry):
    entry.duplicate_of, entry.source = entry, entry


CYCLES = [
    its_own_duplicate,
    duplicates_of_each_other,
    its_own_source,
    from_a_list_that_it_is_in,
    from_a_function_that_uses_it,
    from_an_entry_that_is_its_duplicate,
    both,
]


def entries():
    """All there are. A weak reference would not do: the collector clears it before it tries to free the object."""
    return [each for each in gc.get_objects() if isinstance(each, classes.Entry)]


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.__name__)
@pytest.mark.parametrize("name", ["Entry", "Marked"])
def test_a_cycle_that_nobody_uses_is_freed(cycle, name, directory):
    gc.collect()
    before = len(entries())
    entry = {"Entry": classes.Entry, "Marked": directory.Marked}[name](1, "berry")
    cycle(entry)
    assert len(entries()) > before

    del entry
    gc.collect()
    leaked = len(entries()) - before
    assert leaked == 0, "entries that nobody can reach are still there after gc.collect()"


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.__name__)
def test_a_cycle_in_use_stays_as_it_is(cycle):
    entry = classes.Entry(1, "berry")
    cycle(entry)
    before = (entry.duplicate_of, entry.source)
    gc.collect()

    assert (entry.number, entry.name) == (1, "berry")
    assert (entry.duplicate_of, entry.source) == before


def test_the_collector_sees_both_attributes(waller):
    seen = gc.get_referents(waller)

    assert any(each is waller.duplicate_of for each in seen), "__traverse__ does not visit duplicate_of"
    assert any(each is waller.source for each in seen), "__traverse__ does not visit source"
    assert sum(each is waller.source for each in seen) == 1, "__traverse__ visits source twice"


def test_the_worked_examples():
    """Of the page."""
    search = classes.search("surname", "berry")
    assert [pickle.loads(pickle.dumps(search, protocol)) for protocol in range(6)] == [search] * 6
    reminder = classes.Reminder("call")
    reminder.about = [reminder]
    for again in (copy.deepcopy, dumped):
        other = again(reminder)
        assert other.about[0] is other
    del reminder, other
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, classes.Reminder)]
