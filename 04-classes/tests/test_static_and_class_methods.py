"""`BirthDate` has a class attribute, a static method, and a second constructor that subclasses inherit."""

import copy
import inspect
import pickle
from datetime import date

import classes
import pytest


class Estimated(classes.BirthDate):
    """A day of birth that somebody has guessed."""

    def __init__(self, year, month, day):
        self.source = f"guessed {year}"


@pytest.fixture(params=[classes.BirthDate, Estimated, classes.BirthDate(1956, 2, 29)], ids=["class", "subclass", "object"])
def owner(request):
    """What a static method or a class attribute can be taken from."""
    return request.param


def test_min(owner):
    found = owner.MIN

    assert found == classes.BirthDate(1900, 1, 1)
    assert type(owner.MIN) is classes.BirthDate


def test_min_is_made_once(owner):
    assert owner.MIN is classes.BirthDate.MIN


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("19560229", True, id="a date"),
        pytest.param("00000000", True, id="zeros"),
        pytest.param("19561399", True, id="digits, but no date"),
        pytest.param("", False, id="empty"),
        pytest.param("1956022", False, id="seven"),
        pytest.param("195602290", False, id="nine"),
        pytest.param(" 1956022", False, id="white space"),
        pytest.param("19560229\n", False, id="newline"),
        pytest.param("+1956022", False, id="sign"),
        pytest.param("1956-2-9", False, id="hyphens"),
        pytest.param("1956o229", False, id="a letter"),
        pytest.param("é195602", False, id="eight bytes"),
        pytest.param("é1956022", False, id="eight letters"),
        pytest.param("\u0661\u0669\u0665\u0666\u0660\u0662\u0662\u0669", False, id="eight digits of another script"),
        pytest.param("\u0661\u0669\u0665\u0666", False, id="four digits of another script"),
    ],
)
def test_is_written(owner, text, want):
    assert owner.is_written(text) is want


def test_is_written_does_not_get_the_class():
    kind = type(vars(classes.BirthDate)["is_written"])

    assert kind is staticmethod


@pytest.mark.parametrize("text", [19560229, None, b"19560229"])
def test_a_text_is_a_str(text):
    with pytest.raises(TypeError, match="is not an instance of 'str'"):
        classes.BirthDate.is_written(text)
    with pytest.raises(TypeError, match="is not an instance of 'str'"):
        classes.BirthDate.parse(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("19560229", (1956, 2, 29), id="leap day"),
        pytest.param("19000101", (1900, 1, 1), id="the first"),
        pytest.param("20111210", (2011, 12, 10), id="December"),
        pytest.param("99990809", (9999, 8, 9), id="zeros in front"),
    ],
)
def test_parse(text, want):
    born = classes.BirthDate.parse(text)

    assert (born.year, born.month, born.day) == want
    assert type(born) is classes.BirthDate


def test_parse_by_keyword():
    assert classes.BirthDate.parse(text="19560229") == classes.BirthDate(1956, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "1956022", "195602290", " 19560229", "19560229\n", "1956-2-9", "+1956022", "é195602", "1956o229", "\u0661\u0669\u0665\u0666"],
)
def test_parse_refuses_what_is_not_eight_digits(text):
    with pytest.raises(ValueError, match="no date: ") as caught:
        classes.BirthDate.parse(text)

    assert type(caught.value) is ValueError
    assert text.strip() in str(caught.value)


@pytest.mark.parametrize("text", ["19570229", "19561301", "19560001", "19560100", "19560431", "18991231", "00000000"])
def test_parse_refuses_a_day_that_there_is_not(text):
    with pytest.raises(ValueError, match=f"no day of birth: {text[:4]}-{text[4:6]}-{text[6:]}"):
        classes.BirthDate.parse(text)


def test_a_subclass_makes_its_own():
    born = Estimated.parse("19560229")

    assert type(born) is Estimated
    assert born.source == "guessed 1956", "the constructor of the subclass was passed over"
    assert repr(born) == "Estimated(1956, 2, 29)"


def test_an_object_makes_others_of_its_class():
    assert type(Estimated(1956, 2, 29).parse("19570301")) is Estimated
    assert classes.BirthDate(1956, 2, 29).parse("19570301") == classes.BirthDate(1957, 3, 1)


def test_what_the_constructor_of_a_subclass_raises_comes_through():
    class Adult(classes.BirthDate):
        def __new__(cls, year, month, day):
            if year > 2000:
                raise LookupError("too young")
            return super().__new__(cls, year, month, day)

    assert type(Adult.parse("19560229")) is Adult
    with pytest.raises(LookupError, match="too young"):
        Adult.parse("20110101")


def test_the_constructor_of_a_subclass_may_accept_more():
    class Rounded(classes.BirthDate):
        """The day 00 stands for one that is not known."""

        def __new__(cls, year, month, day):
            return super().__new__(cls, year, month, day or 1)

    assert Rounded.parse("19560200") == classes.BirthDate(1956, 2, 1)


def test_real_dates(customers):
    texts = [each["date_of_birth"] for each in customers]
    written = [text for text in texts if classes.BirthDate.is_written(text)]
    assert written == [text for text in texts if len(text) == 8]

    made = []
    for text in written:
        try:
            want = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            with pytest.raises(ValueError, match="no day of birth"):
                classes.BirthDate.parse(text)
            continue
        made.append(classes.BirthDate.parse(text))
        assert (made[-1].year, made[-1].month, made[-1].day) == (want.year, want.month, want.day)
    assert len(made) > 900
    assert min(made) >= classes.BirthDate.MIN


@pytest.mark.parametrize("method", ["is_written", "parse"])
def test_help_explains_the_method(method):
    assert inspect.getdoc(getattr(classes.BirthDate, method))
    assert str(inspect.signature(getattr(classes.BirthDate, method))) == "(text)"


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_is_equal(duplicate):
    born = classes.BirthDate.parse("19560229")

    assert duplicate(born) == born
    assert hash(duplicate(born)) == hash(born)


def test_what_has_not_changed():
    assert classes.BirthDate.__module__ == "classes"
    assert str(inspect.signature(classes.BirthDate)) == "(year, month, day)"
    assert [each for each in dir(classes.BirthDate) if not each.startswith("_")] == ["MIN", "day", "is_written", "month", "parse", "year"]
    assert classes.BirthDate(1956, 2, 29) != "19560229"


def test_the_worked_example():
    class Supplier(classes.CustomerNumber):
        pass

    assert (classes.CustomerNumber.PREFIX, repr(classes.CustomerNumber.SHOP)) == ("C-", "CustomerNumber(0)")
    assert repr(Supplier.parse("C-223")) == "Supplier(223)"
    assert [classes.CustomerNumber.is_written(text) for text in ("C-223", "223", "C-+2")] == [True, False, False]
    for text in ("223", "C-", "C-2é"):
        with pytest.raises(ValueError, match="no number"):
            classes.CustomerNumber.parse(text)
    with pytest.raises(ValueError, match="number too large"):
        classes.CustomerNumber.parse("C-99999999999")
