"""`read_customer` returns a dict; each value has the Python type that fits it, neither a text that stands for it nor a list for everything."""

import datetime
import inspect

import outputs
import pytest

WALLER = ("mary ann", "waller", 4011, (1908, 12, 9))


def test_a_customer_is_a_dict():
    assert outputs.read_customer(*WALLER) == {
        "postcode": "4011",
        "name": ("mary ann", "waller"),
        "words": {"mary", "ann", "waller"},
        "date_of_birth": datetime.date(1908, 12, 9),
    }


# A datetime equals no date but is an instance of one, and a bool is an instance of int: so the exact type is asked for.
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("postcode", str, id="postcode"),
        pytest.param("name", tuple, id="name"),
        pytest.param("words", set, id="words"),
        pytest.param("date_of_birth", datetime.date, id="date_of_birth"),
    ],
)
def test_the_types(key, expected):
    assert type(outputs.read_customer(*WALLER)[key]) is expected


@pytest.mark.parametrize(
    ("given_name", "surname", "words"),
    [
        pytest.param("mary", "waller", {"mary", "waller"}, id="two words"),
        pytest.param("mary ann", "van der berg", {"mary", "ann", "van", "der", "berg"}, id="several words"),
        pytest.param("thomas", "thomas", {"thomas"}, id="a word in both names counts once"),
        pytest.param("", "waller", {"waller"}, id="no given name"),
        pytest.param("mary", "", {"mary"}, id="no surname"),
        pytest.param("", "", set(), id="no name"),
        pytest.param(" mary  ann ", "waller", {"mary", "ann", "waller"}, id="superfluous spaces"),
        pytest.param(
            "mary\tann\u00a0lou", "van\u00a0der\n berg", {"mary", "ann", "lou", "van", "der", "berg"}, id="white space of any kind"
        ),
        pytest.param("Zoë", "李", {"Zoë", "李"}, id="not only ASCII"),
        pytest.param("Mary", "mary", {"Mary", "mary"}, id="capitals make another word"),
    ],
)
def test_names(given_name, surname, words):
    customer = outputs.read_customer(given_name, surname, 4011, None)

    assert customer["name"] == (given_name, surname)
    assert customer["words"] == words


@pytest.mark.parametrize(
    "day",
    [(1923, 2, 14), (2024, 2, 29), (1, 1, 1), (9999, 12, 31)],
    ids=["any day", "29 February of a leap year", "the first day", "the last day"],
)
def test_days(day):
    assert outputs.read_customer("mary", "waller", 4011, day)["date_of_birth"] == datetime.date(*day)


def test_an_unknown_day_is_none():
    assert outputs.read_customer("mary", "waller", 4011, None)["date_of_birth"] is None


@pytest.mark.parametrize(
    "day",
    [(1923, 2, 30), (1923, 2, 29), (1923, 13, 1), (1923, 0, 1), (1923, 1, 0), (0, 1, 1), (10000, 1, 1)],
    ids=["30 February", "29 February", "month 13", "month 0", "day 0", "year 0", "year 10000"],
)
def test_a_day_that_does_not_exist_is_an_error(day):
    with pytest.raises(ValueError) as wanted:  # noqa: PT011 - what datetime.date itself says
        datetime.date(*day)

    with pytest.raises(ValueError) as caught:  # noqa: PT011
        outputs.read_customer("mary", "waller", 4011, day)
    assert str(caught.value) == str(wanted.value)


def test_each_call_makes_new_objects():
    first, second = outputs.read_customer(*WALLER), outputs.read_customer(*WALLER)
    first["words"].add("changed")
    first["date_of_birth"] = None

    assert second["words"] == {"mary", "ann", "waller"}
    assert second["date_of_birth"] == datetime.date(1908, 12, 9)


@pytest.mark.parametrize(
    ("number", "postcode"),
    [(0, "0000"), (7, "0007"), (800, "0800"), (4011, "4011"), (65535, "65535")],
)
def test_the_postcode_gets_its_zeros_back(number, postcode):
    assert outputs.read_customer("mary", "waller", number, None)["postcode"] == postcode


def test_the_signature_is_unchanged():
    assert list(inspect.signature(outputs.read_customer).parameters) == ["given_name", "surname", "postcode", "date_of_birth"]


def test_describe():
    """The worked example of the page."""
    assert outputs.describe("12 Café st") == {
        "length": 10,
        "ascii": False,
        "number": 12,
        "words": ["12", "Café", "st"],
        "letters": {"C": 1, "a": 1, "f": 1, "é": 1, "s": 1, "t": 1},
        "utf8": b"12 Caf\xc3\xa9 st",
    }
