"""Step panics: `Points.merge` raises exceptions, it does not panic, and after an exception everything is as it was."""

import outputs
import pytest

POINTS = {"rec-7-org": 1200, "rec-7-dup-0": 300, "rec-7-dup-1": 5, "rec-7-dup-2": 0, "rec-9-org": 65_000, "zoë": 40_000, "": 7}


@pytest.fixture
def points():
    return outputs.Points(POINTS)


@pytest.fixture
def outcome(capfd):
    """Calls a function and tells what came of it, as text: the result or the exception, and whether there was a panic.

    A panic leaves its message on stderr, even if it is caught and made into an exception.
    """

    def call(function, *arguments):
        try:
            told = repr(function(*arguments))
        except BaseException as error:  # a PanicException is no Exception
            told = repr(error)
        return f"{told} by way of a panic" if "panicked at" in capfd.readouterr().err else told

    return call


@pytest.mark.parametrize(
    ("duplicates", "into", "sum_", "left"),
    [
        pytest.param([], "rec-7-org", 1200, {}, id="no duplicates, no bonus"),
        pytest.param(["rec-7-dup-0"], "rec-7-org", 1600, {"rec-7-dup-0"}, id="one"),
        pytest.param(["rec-7-dup-0", "rec-7-dup-1"], "rec-7-org", 1755, {"rec-7-dup-0", "rec-7-dup-1"}, id="two"),
        pytest.param(
            ["rec-7-dup-2", "rec-7-org", "rec-7-dup-0"], "rec-7-dup-1", 2005, {"rec-7-dup-2", "rec-7-org", "rec-7-dup-0"}, id="three"
        ),
        pytest.param(["rec-7-dup-2"], "zoë", 40_100, {"rec-7-dup-2"}, id="not only ASCII"),
        pytest.param([""], "rec-7-dup-1", 112, {""}, id="an empty name"),
    ],
)
def test_merge(points, outcome, duplicates, into, sum_, left):
    assert outcome(points.merge, duplicates, into) == str(sum_)
    assert points.all() == {name: have for name, have in POINTS.items() if name not in left} | {into: sum_}


@pytest.mark.parametrize(
    ("duplicates", "into", "name"),
    [
        pytest.param(["nobody"], "rec-7-org", "nobody", id="the only one"),
        pytest.param(["rec-7-dup-0", "nobody"], "rec-7-org", "nobody", id="the last one"),
        pytest.param(["nobody", "rec-7-dup-0"], "rec-7-org", "nobody", id="the first one"),
        pytest.param(["rec-7-dup-0", "josé"], "rec-7-org", "josé", id="not only ASCII"),
        pytest.param(["rec-7-dup-0"], "nobody", "nobody", id="into"),
        pytest.param([], "nobody", "nobody", id="into, without duplicates"),
        pytest.param(["rec-7-dup-0", "rec-7-dup-0"], "rec-7-org", "rec-7-dup-0", id="given twice"),
        pytest.param(["rec-7-dup-2", "rec-7-dup-0", "rec-7-dup-2"], "rec-7-org", "rec-7-dup-2", id="given twice, without points"),
        pytest.param(["rec-7-dup-0", "rec-7-org"], "rec-7-org", "rec-7-org", id="a duplicate of itself"),
        pytest.param(["rec-7-dup-2"], "rec-7-dup-2", "rec-7-dup-2", id="a duplicate of itself, without points"),
    ],
)
def test_a_name_that_does_not_serve_is_a_key_error(points, outcome, duplicates, into, name):
    assert outcome(points.merge, duplicates, into) == repr(KeyError(name))
    assert points.all() == POINTS, "something was changed"


@pytest.mark.parametrize(
    "duplicates",
    [
        pytest.param(["zoë"], id="the points"),
        pytest.param(["rec-7-dup-0", "zoë"], id="the points of the second one"),
        pytest.param(["rec-7-dup-0", "rec-7-dup-1"], id="the bonus"),
    ],
)
def test_too_many_points_are_an_overflow_error(points, outcome, duplicates):
    assert outcome(points.merge, duplicates, "rec-9-org") == "OverflowError('more than 65535 points')"
    assert points.all() == POINTS, "something was changed"


@pytest.mark.parametrize("have", [65_435, 65_434])
def test_65535_points_are_not_too_many(outcome, have):
    points = outputs.Points({"a": have - 400, "b": 400})
    assert outcome(points.merge, ["b"], "a") == str(have + 100)


@pytest.mark.parametrize("many", [4, 5])
def test_a_panic_elsewhere_is_a_runtime_error(outcome, many):
    """Nobody knows beforehand when somebody else's code panics; a limit of one's own would be a guess."""
    before = {f"dup-{number}": number for number in range(many)} | {"org": 1}
    points = outputs.Points(before)
    want = f"RuntimeError('index out of bounds: the len is 4 but the index is {many}') by way of a panic"
    assert outcome(points.merge, [f"dup-{number}" for number in range(many)], "org") == want
    assert points.all() == before, "something was changed"


@pytest.mark.parametrize(
    ("duplicates", "into"),
    [
        pytest.param(["nobody"], "rec-7-org", id="KeyError"),
        pytest.param(["zoë"], "rec-9-org", id="OverflowError"),
        pytest.param(["rec-7-dup-0", "rec-7-dup-1", "rec-7-dup-2", ""], "rec-7-org", id="RuntimeError"),
    ],
)
def test_the_points_can_be_used_after_an_error(points, outcome, duplicates, into):
    outcome(points.merge, duplicates, into)
    assert outcome(points.merge, ["rec-7-dup-0"], "rec-7-org") == "1600"


def test_spoilt_points_are_refused(points, outcome):
    """Whoever ignores that the lock is poisoned goes on with points of which some were doubled."""
    assert outcome(points.double_or_panic) == "PanicException('too many points') by way of a panic"
    assert outcome(points.merge, ["rec-7-dup-0"], "rec-7-org") == "RuntimeError('a panic has spoilt these points')"


@pytest.mark.parametrize("date", ["", "190", "19é8", "\uff11\uff19\uff10\uff18", "-908", "+908", "nineteen"])
def test_birth_year(outcome, date):
    """The worked example of the page."""
    assert outputs.birth_year("19081209") == outputs.birth_year_or_panic("19081209") == 1908
    assert outcome(outputs.birth_year, date).startswith("ValueError('no year: ")


def test_a_panic_is_no_exception():
    with pytest.raises(BaseException, match="out of bounds") as caught:
        outputs.birth_year_or_panic("")
    assert caught.type.__mro__[1:] == (BaseException, object)


def test_merge_bonus(outcome):
    assert [outputs.merge_bonus(duplicates) for duplicates in range(4)] == [0, 100, 250, 500]
    assert outcome(outputs.merge_bonus, 4) == "RuntimeError('index out of bounds: the len is 4 but the index is 4') by way of a panic"
