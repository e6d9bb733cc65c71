"""A family of comparators, those of Python among them, and the register that makes them by name."""

import copy
import inspect
import pickle
import sys
import types
from datetime import UTC, date, datetime, timedelta
from unittest.mock import ANY

import classes
import pytest

PYTHONS = """
import classes

class Initials(classes.Comparator):
    def similarity(self, left, right):
        return float(left[:1] == right[:1])

class Prefix(classes.Comparator):
    def __new__(cls, *, length, missing=0.0):
        self = super().__new__(cls, missing=missing)
        self.length = length
        return self

    def settings(self):
        return super().settings() | {"length": self.length}

    def similarity(self, left, right):
        return left[: self.length] == right[: self.length]

class SameMonth(classes.DateComparison):
    def similarity(self, left, right):
        return 1.0 if left.month == right.month else super().similarity(left, right)
"""


@pytest.fixture(scope="module")
def pythons():
    """A module with comparators written in Python; pickle finds them by its name."""
    module = types.ModuleType("comparators_of_the_shop")
    exec(PYTHONS, module.__dict__)
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


@pytest.fixture
def comparators():
    return classes.Comparators()


# compare


def answering(answer):
    """A comparator whose similarity is this, or raises this."""

    class Answering(classes.Comparator):
        def similarity(self, left, right):
            Answering.asked.append((left, right))
            if isinstance(answer, Exception):
                raise answer
            return answer

    Answering.asked = []
    return Answering


def test_compare_asks_the_similarity_of_a_subclass():
    comparator = answering(0.25)()

    assert comparator.compare("left", "right") == 0.25
    assert comparator.asked == [("left", "right")]


def test_compare_hands_on_the_very_objects():
    comparator, left, right = answering(1.0)(), object(), object()
    comparator.compare(left, right)

    assert comparator.asked[0][0] is left
    assert comparator.asked[0][1] is right


@pytest.mark.parametrize("pair", [("berry", None), (None, "berry"), (None, None)], ids=str)
@pytest.mark.parametrize("missing", [0.0, 0.5, 1])
def test_what_is_not_known_is_not_compared(pair, missing):
    comparator = answering(0.25)(missing=missing)
    got = comparator.compare(*pair)

    assert (got, type(got)) == (missing, float)
    assert comparator.asked == []


def test_missing_is_0_by_default():
    assert classes.Exact().compare("berry", None) == 0.0


@pytest.mark.parametrize("pair", [("", "berry"), (0, 1), (False, []), ("", "")], ids=str)
def test_what_is_empty_or_zero_is_known(pair):
    comparator = answering(0.25)(missing=0.5)

    assert comparator.compare(*pair) == 0.25


@pytest.mark.parametrize("pair", [(ANY, "berry"), ("berry", ANY)], ids=str)
def test_what_says_that_it_equals_none_is_known(pair):
    """`ANY == None` is true; `ANY is None` is not."""
    comparator = answering(0.25)(missing=0.5)

    assert comparator.compare(*pair) == 0.25


@pytest.mark.parametrize("answer", [0, 1, 0.0, 1.0, True, False, 0.1, 5e-324, -0.0], ids=repr)
def test_similarities_from_0_to_1(answer):
    got = answering(answer)().compare("left", "right")

    assert (got, type(got)) == (float(answer), float)


@pytest.mark.parametrize("answer", [1.0000000000000002, -5e-324, -1, 2, 100.0, float("inf"), float("-inf"), float("nan")], ids=repr)
def test_a_similarity_out_of_range_is_an_error(answer):
    comparator = answering(answer)()
    with pytest.raises(ValueError, match="returned") as caught:
        comparator.compare("left", "right")

    assert str(caught.value) == f"Answering.similarity returned {answer!r}, not from 0 to 1"
    assert comparator.asked == [("left", "right")]


@pytest.mark.parametrize("answer", [None, "0.5", [0.5]], ids=repr)
def test_a_similarity_that_is_no_number_is_an_error(answer):
    with pytest.raises(TypeError):
        answering(answer)().compare("left", "right")


@pytest.mark.parametrize("trouble", [KeyError("berry"), ValueError("no letters"), AttributeError("folded")], ids=repr)
def test_what_similarity_raises_is_raised(trouble):
    with pytest.raises(type(trouble)) as caught:
        answering(trouble)().compare("left", "right")

    assert caught.value is trouble


def test_a_comparator_without_a_similarity():
    with pytest.raises(NotImplementedError, match="Comparator does not say how alike 'a' and 'b' are"):
        classes.Comparator().compare("a", "b")


@pytest.mark.parametrize(
    ("comparator", "left", "right", "want"),
    [
        pytest.param(classes.Exact(), "yass", "yass", 1.0, id="exact, equal"),
        pytest.param(classes.Exact(), 2582, "2582", 0.0, id="exact, other types"),
        pytest.param(classes.EditDistance(), "mcphail", "macphail", 0.875, id="a letter more"),
        pytest.param(classes.EditDistance(), "zoë", "zoe", 1 - 1 / 3, id="code points"),
        pytest.param(classes.EditDistance(), "berry", "ebrry", 0.8, id="swapped"),
        pytest.param(classes.EditDistance(transpositions=False), "berry", "ebrry", 0.6, id="swapped, Levenshtein"),
        pytest.param(classes.EditDistance(), "", "", 1.0, id="empty"),
    ],
)
def test_the_comparators_that_are_there(comparator, left, right, want):
    """The worked examples of the page, by way of `compare`."""
    assert comparator.compare(left, right) == want


def test_a_similarity_that_calls_its_base(pythons):
    comparator = pythons.SameMonth(days=100)

    assert comparator.compare(date(1987, 6, 4), date(1962, 6, 30)) == 1.0
    assert comparator.compare(date(1987, 6, 30), date(1987, 7, 10)) == pytest.approx(0.9)


# DateComparison


@pytest.mark.parametrize(
    ("left", "right", "days", "want"),
    [
        pytest.param(date(1987, 6, 4), date(1987, 6, 4), 365, 1.0, id="equal"),
        pytest.param(date(1987, 6, 4), date(1987, 6, 5), 4, 0.75, id="a day later"),
        pytest.param(date(1987, 6, 5), date(1987, 6, 4), 4, 0.75, id="a day earlier"),
        pytest.param(date(1988, 2, 28), date(1988, 3, 1), 10, 0.8, id="over a leap day"),
        pytest.param(date(1987, 6, 4), date(1987, 7, 4), 30, 0.0, id="just not alike"),
        pytest.param(date(1987, 6, 4), date(1987, 7, 4), 1, 0.0, id="far apart"),
        pytest.param(date(1, 1, 1), date(9999, 12, 31), 365, 0.0, id="as far as can be"),
        pytest.param(date(1, 1, 1), date(9999, 12, 31), 4_000_000, 1 - 3652058 / 4_000_000, id="many days"),
        pytest.param(datetime(1987, 6, 4, 23), datetime(1987, 6, 5, 1), 4, 0.75, id="times do not count"),
        pytest.param(datetime(1987, 6, 4, 1), date(1987, 6, 4), 4, 1.0, id="a date and a time"),
        pytest.param(datetime(1987, 6, 4, 1, tzinfo=UTC), datetime(1987, 6, 5), 4, 0.75, id="zones do not count"),
    ],
)
def test_dates(left, right, days, want):
    comparator = classes.DateComparison(days=days)

    assert comparator.compare(left, right) == pytest.approx(want, abs=1e-12)
    assert comparator.compare(right, left) == pytest.approx(want, abs=1e-12)


def test_a_year_by_default():
    assert classes.DateComparison().days == 365
    assert classes.DateComparison().similarity(date(1987, 6, 4), date(1987, 6, 4) + timedelta(73)) == pytest.approx(0.8)


@pytest.mark.parametrize("other", ["1987-06-04", 19870604, None, timedelta(3)], ids=repr)
def test_what_is_no_date_is_a_type_error(other):
    comparator = classes.DateComparison()
    with pytest.raises(TypeError):
        comparator.similarity(date(1987, 6, 4), other)
    with pytest.raises(TypeError):
        comparator.similarity(other, date(1987, 6, 4))


def test_no_zero_days():
    with pytest.raises(ValueError, match=r"^days is 0, not 1 or more$"):
        classes.DateComparison(days=0)


@pytest.mark.parametrize("days", [-1, 2**32])
def test_days_out_of_range(days):
    with pytest.raises(OverflowError):
        classes.DateComparison(days=days)


@pytest.mark.parametrize("cls", [classes.Comparator, classes.Exact, classes.EditDistance, classes.DateComparison])
@pytest.mark.parametrize("missing", [-0.1, 1.5, float("nan"), float("inf")], ids=repr)
def test_missing_out_of_range(cls, missing):
    with pytest.raises(ValueError, match=r"^missing is .*, not a number from 0 to 1$"):
        cls(missing=missing)


# like any class of Python's


FAMILY = [
    pytest.param("Comparator", {"missing": 0.5}, id="Comparator"),
    pytest.param("Exact", {"missing": 0.25}, id="Exact"),
    pytest.param("EditDistance", {"missing": 0.0, "transpositions": False}, id="EditDistance"),
    pytest.param("DateComparison", {"missing": 0.5, "days": 30}, id="DateComparison"),
]


@pytest.mark.parametrize(("name", "settings"), FAMILY)
def test_settings_are_what_the_class_takes(name, settings):
    cls = getattr(classes, name)
    comparator = cls(**settings)

    assert comparator.settings() == settings
    assert {name: getattr(comparator, name) for name in settings} == settings
    assert cls(**settings) == comparator
    assert hash(cls(**settings)) == hash(comparator)


@pytest.mark.parametrize(("name", "settings"), FAMILY)
def test_settings_stay(name, settings):
    comparator = getattr(classes, name)(**settings)
    comparator.settings().clear()
    for attribute in settings:
        with pytest.raises(AttributeError):
            setattr(comparator, attribute, 1)

    assert comparator.settings() == settings


@pytest.mark.parametrize(("name", "settings"), FAMILY)
@pytest.mark.parametrize(
    "again",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
        *(pytest.param(lambda each, p=p: pickle.loads(pickle.dumps(each, p)), id=f"pickle protocol {p}") for p in range(2, 6)),
    ],
)
def test_copies(name, settings, again):
    comparator = getattr(classes, name)(**settings)
    other = again(comparator)

    assert type(other) is type(comparator)
    assert other.settings() == settings
    assert other == comparator


@pytest.mark.parametrize("name", ["Initials", "Prefix", "SameMonth"])
def test_copies_of_what_was_written_in_python(pythons, name):
    comparator = getattr(pythons, name)(missing=0.5, **({"length": 2} if name == "Prefix" else {}))
    for again in (copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))):
        other = again(comparator)
        assert type(other) is type(comparator)
        assert other == comparator
        assert hash(other) == hash(comparator)


def test_equal_means_the_same_class_and_settings(pythons):
    month = classes.DateComparison(days=30)
    others = [classes.DateComparison(days=31), classes.DateComparison(days=30, missing=0.5), pythons.SameMonth(days=30), classes.Exact()]

    assert month == classes.DateComparison(days=30)
    assert [other == month for other in others] == [False] * 4
    assert (month == "DateComparison(days=30)", month == None, month != 30) == (False, False, True)  # noqa: E711
    assert len({month, classes.DateComparison(days=30), *others}) == 5


def test_repr_can_be_read(pythons):
    assert eval(repr(classes.DateComparison(days=30, missing=0.5)), vars(classes)) == classes.DateComparison(days=30, missing=0.5)
    assert repr(classes.DateComparison(days=30, missing=0.5)) == "DateComparison(missing=0.5, days=30)", "the base's settings come first"
    assert repr(pythons.Initials()) == "Initials(missing=0.0)"
    assert repr(pythons.Prefix(length=2)) == "Prefix(missing=0.0, length=2)"


def test_signatures_and_help():
    assert str(inspect.signature(classes.DateComparison)) == "(*, days=365, missing=0.0)"
    assert str(inspect.signature(classes.DateComparison.similarity)) == "(self, /, left, right)"
    assert str(inspect.signature(classes.DateComparison.settings)) == "(self, /)"
    assert str(inspect.signature(classes.Comparator.compare)) == "(self, /, left, right)"
    assert str(inspect.signature(classes.Comparators.create)) == "(self, name, /, **settings)"
    for method in (
        classes.DateComparison.similarity,
        classes.DateComparison.settings,
        classes.Comparator.compare,
        classes.Comparators.create,
    ):
        assert method.__doc__, f"{method.__qualname__} has no docstring of its own"


# the register


@pytest.mark.parametrize(
    ("name", "settings", "want"),
    [
        pytest.param("exact", {}, "Exact", id="exact"),
        pytest.param("exact", {"missing": 0.5}, "Exact", id="exact with a setting"),
        pytest.param("edit_distance", {"transpositions": False}, "EditDistance", id="edit_distance"),
        pytest.param("date", {"days": 30, "missing": 1}, "DateComparison", id="date"),
    ],
)
def test_create(comparators, name, settings, want):
    comparator = comparators.create(name, **settings)

    assert type(comparator) is getattr(classes, want)
    assert comparator.settings() == {"missing": 0.0} | settings


def test_create_what_was_registered(comparators, pythons):
    comparators.register("prefix", pythons.Prefix)
    comparator = comparators.create("prefix", length=3)

    assert type(comparator) is pythons.Prefix
    assert comparator.compare("berry", "berlin") == 1.0
    assert comparators.names() == ["date", "edit_distance", "exact", "prefix"]


def test_a_setting_may_have_any_name(comparators):
    class Named(classes.Comparator):
        def __new__(cls, *, name, self):
            made = super().__new__(cls)
            made.got = (name, self)
            return made

    comparators.register("named", Named)
    assert comparators.create("named", **{"name": "surname", "self": 3}).got == ("surname", 3)


@pytest.mark.parametrize("name", ["dates", "", "Exact", "exact ", "李"], ids=repr)
def test_a_name_that_is_not_known(comparators, name):
    with pytest.raises(LookupError) as caught:
        comparators.create(name, days=3)

    assert str(caught.value) == f"no comparator '{name}'; there are: date, edit_distance, exact"
    assert not isinstance(caught.value, KeyError), "a KeyError shows its message in quotes"


def test_the_message_knows_what_was_registered(comparators, pythons):
    comparators.register("birthday", pythons.SameMonth)
    with pytest.raises(LookupError, match=r"there are: birthday, date, edit_distance, exact$"):
        comparators.create("initials")


def test_every_register_is_on_its_own(comparators, pythons):
    comparators.register("initials", pythons.Initials)

    assert classes.Comparators().names() == ["date", "edit_distance", "exact"]


def test_what_the_class_refuses_is_raised(comparators):
    with pytest.raises(ValueError, match="days is 0, not 1 or more"):
        comparators.create("date", days=0)
    with pytest.raises(TypeError, match="unexpected keyword argument 'days'"):
        comparators.create("exact", days=3)


def test_what_the_class_raises_is_raised_as_it_is(comparators):
    trouble = KeyError("length")

    class Troubled(classes.Comparator):
        def __new__(cls):
            raise trouble

    comparators.register("troubled", Troubled)
    with pytest.raises(KeyError) as caught:
        comparators.create("troubled")
    assert caught.value is trouble


def test_create_makes_a_comparator_or_raises(comparators):
    class Stranger(classes.Comparator):
        def __new__(cls):
            return "no comparator at all"

    comparators.register("stranger", Stranger)
    with pytest.raises(TypeError, match="is not an instance of 'Comparator'"):
        comparators.create("stranger")


def test_a_class_may_use_the_register_while_it_is_made(comparators):
    class Twice(classes.Comparator):
        def __new__(cls):
            made = super().__new__(cls)
            made.inner = comparators.create("exact")
            comparators.register("late", Twice)
            return made

    comparators.register("twice", Twice)
    assert comparators.create("twice").inner == classes.Exact()
    assert "late" in comparators.names()


def test_every_call_makes_a_new_comparator(comparators):
    assert comparators.create("exact") is not comparators.create("exact")


def test_register_refuses(comparators):
    with pytest.raises(TypeError, match="<class 'int'> is no subclass of Comparator"):
        comparators.register("int", int)
    with pytest.raises(ValueError, match=r"'date' is <class 'classes.DateComparison'> already"):
        comparators.register("date", classes.Exact)
    comparators.register("date", classes.DateComparison)

    assert comparators.names() == ["date", "edit_distance", "exact"]
