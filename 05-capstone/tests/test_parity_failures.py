"""What goes wrong goes wrong in the same way: exceptions with all they carry, and log records."""

import copy
import logging
import math
import pickle

import parity
import pytest

NO_TEXTS = {
    "None": None,
    "int": 5,
    "huge-int": 10**500,
    "bytes": b"ann",
    "nan": math.nan,
    "list": ["ann"],
    "long-repr": list(range(100)),
    "object": object,
}
FUNCTIONS = {"normalise": 1, "soundex": 1} | dict.fromkeys(
    ["jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality"], 2
)


class NoRepr:
    """A value of which nothing can be shown."""

    def __repr__(self):
        raise RuntimeError("no")


class OddRepr:
    """A value that is shown by something that no Rust string can hold."""

    def __repr__(self):
        return "half of a pair: \ud83d"


@pytest.mark.parametrize("wrong", NO_TEXTS.values(), ids=NO_TEXTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_text(agreed, name, wrong):
    wanted = f"expected a str, not {type(wrong).__name__}"
    for place in range(FUNCTIONS[name]):
        texts = ["ann"] * FUNCTIONS[name]
        texts[place] = wrong
        ended, error, _ = agreed(lambda matching, texts=texts: getattr(matching, name)(*texts))
        assert (ended, error[0][0], error[2]) == ("raised", "TypeError", wanted)


@pytest.mark.parametrize("name", [name for name, texts in FUNCTIONS.items() if texts == 2])
def test_the_first_that_is_no_text(agreed, name):
    _, error, _ = agreed(lambda matching: getattr(matching, name)(5, None))
    assert error[2] == "expected a str, not int"


CALLS = {
    "nothing": lambda matching: matching.jaro(),
    "one-missing": lambda matching: matching.jaro("a"),
    "one-too-many": lambda matching: matching.jaro("a", "b", "c"),
    "no-customers": lambda matching: matching.Matcher(),
    "no-record": lambda matching: matching.Matcher([]).match(),
    "no-directory": lambda matching: matching.deduplicate(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_wrong_number_of_arguments(agreed, call):
    ended, error, _ = agreed(call)
    assert (ended, error[0][0]) == ("raised", "TypeError")


def test_an_argument_of_another_name(matching):
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        matching.Matcher([]).match(matching.Customer("a"), limt=3)


@pytest.mark.parametrize("wrong", [*NO_TEXTS.values(), NoRepr(), OddRepr()], ids=[*NO_TEXTS, "no-repr", "odd-repr"])
@pytest.mark.parametrize("field", ["id", "given_name", "address_2", "date_of_birth"])
def test_a_field_that_is_no_text(agreed, field, wrong):
    def call(matching):
        good = matching.Customer("a", "ann")
        return matching.Matcher([good, matching.Customer("b")._replace(**{field: wrong}), good])

    ended, error, logged = agreed(call)
    assert (ended, error[0][:3], logged) == ("raised", ["InvalidRecord", "MatchingError", "ValueError"], [])
    assert dict(error[3][1])[("str", "row")] == ("int", 1)
    assert dict(error[3][1])[("str", "field")] == ("str", field)


def test_what_is_said_of_a_field(matching):
    with pytest.raises(matching.InvalidRecord) as caught:
        matching.Matcher([matching.Customer("a", surname=3.5)])
    error = caught.value
    assert (error.row, error.field, error.problem) == (0, "surname", "expected a str, not 3.5")
    assert error.args == (0, "surname", "expected a str, not 3.5")
    assert str(error) == "row 0, surname: expected a str, not 3.5"
    assert error.__cause__ is None


def test_what_is_said_of_an_id_that_occurs_twice(matching):
    with pytest.raises(matching.InvalidRecord) as caught:
        matching.Matcher([matching.Customer(name) for name in ("a", "b", "\ud800", "b", "c")])
    assert str(caught.value) == "row 3, id: 'b' is the id of row 1 already"
    assert caught.value.args == (3, "id", "'b' is the id of row 1 already")


DIRECTORIES = {
    "no-customer": lambda c: [c("a"), "b"],
    "a-plain-tuple": lambda c: [tuple(c("a"))],
    "None": lambda c: [None],
    "too-short": lambda c: [c("a"), tuple.__new__(c, ("b",))],
    "too-long": lambda c: [tuple.__new__(c, ("b",) * 11)],
    "empty": lambda c: [tuple.__new__(c)],
    "same-id-first": lambda c: [c("a"), c("a"), 5],
    "wrong-row-first": lambda c: [c("a"), 5, c("a")],
    "same-id-and-wrong": lambda c: [c("a"), c("a", 5)],
    "lone-surrogates": lambda c: [c("\ud800"), c("\ud800")],
    "other-letters": lambda c: [c("é"), c("e\u0301"), c("é")],
    "twice-the-same": lambda c: [c("a")] * 2,
    "long-id": lambda c: [c("a" * 100)] * 3,
    "not-iterable": lambda c: 5,
    "a-text": lambda c: "ab",
    "a-dict": lambda c: {c("a"): 1, 5: 2},
    "one-customer": lambda c: c("a", "b"),
}


@pytest.mark.parametrize("directory", DIRECTORIES.values(), ids=DIRECTORIES)
def test_a_directory_that_is_none(agreed, directory):
    ended, *_ = agreed(lambda matching: matching.Matcher(directory(matching.Customer)))
    assert ended == "raised"
    agreed(lambda matching: matching.deduplicate(directory(matching.Customer)))


@pytest.mark.parametrize(
    "error", [KeyError("row"), KeyboardInterrupt(), StopIteration(), SystemExit(3)], ids=lambda error: type(error).__name__
)
def test_a_generator_that_raises(agreed, error):
    def call(matching):
        def customers():
            yield matching.Customer("a")
            raise error

        return matching.Matcher(customers())

    ended, *_ = agreed(call)
    assert ended == "raised"


@pytest.mark.parametrize("wrong", [5, "settings", {}, object])
def test_no_settings(agreed, wrong):
    agreed(lambda matching: matching.Matcher([], wrong))
    _, error, _ = agreed(lambda matching: matching.Matcher([matching.Customer("a", 5)], wrong))
    assert error[2].startswith("settings must be Settings, not ")


BAD_SETTINGS = {
    "nan": {"threshold": math.nan},
    "infinite": {"threshold": math.inf},
    "negative": {"threshold": -1e-300},
    "above-one": {"threshold": 1.0000000000000002},
    "text": {"threshold": "0.7"},
    "huge": {"threshold": 10**400},
    "complex": {"threshold": 1j},
    "block": {"max_block": 0},
    "half-a-block": {"max_block": 1.5},
    "blocking": {"blocking": "surname"},
    "blocking-twice": {"blocking": ("surname", "surname")},
    "blocking-by-state": {"blocking": ("state",)},
    "blocking-by-number": {"blocking": (1,)},
    "weights": {"weights": (1,) * 9},
}


@pytest.mark.parametrize("settings", BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_settings_out_of_bounds(agreed, settings):
    ended, error, _ = agreed(lambda matching: matching.deduplicate([], matching.Settings(**settings)))
    assert (ended, error[0][0]) == ("raised", "InvalidSetting")


@pytest.mark.parametrize("weight", [math.nan, -0.1, 1000.1, "1", None, 10**400])
def test_weights_out_of_bounds(agreed, weight):
    def call(matching):
        return matching.score(matching.Customer("a"), matching.Customer("b"), matching.Weights(suburb=weight))

    ended, error, _ = agreed(call)
    assert (ended, error[0][0]) == ("raised", "InvalidSetting")


@pytest.mark.parametrize("wrong", [(1,) * 9, 5, "weights", ()])
def test_no_weights(agreed, wrong):
    agreed(lambda matching: matching.score(matching.Customer("a"), matching.Customer("b"), wrong))


ARGUMENTS = {
    "limit": {"limit": 0},
    "negative-limit": {"limit": -(10**30)},
    "no-limit": {"limit": None},
    "half": {"limit": 2.0},
    "text": {"limit": "3"},
    "false": {"limit": False},
    "score": {"min_score": math.nan},
    "text-score": {"min_score": "0.5"},
    "score-above": {"min_score": 1.5},
    "both": {"limit": 0, "min_score": 2},
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_match_with_wrong_arguments(agreed, arguments):
    ended, error, _ = agreed(lambda matching: matching.Matcher([]).match(matching.Customer("a"), **arguments))
    assert (ended, error[0][0]) == ("raised", "InvalidSetting")
    _, error, _ = agreed(lambda matching: matching.Matcher([]).match(matching.Customer("a", 5), **arguments))
    assert error[2] == "row 0, given_name: expected a str, not 5"


@pytest.mark.parametrize("record", [5, None, "ann", ("a",) * 10])
def test_a_record_that_is_none(agreed, record):
    for call in (
        lambda matching: matching.Matcher([]).match(record),
        lambda matching: matching.score(matching.Customer("a"), record),
        lambda matching: matching.similarities(record, matching.Customer("a")),
        lambda matching: matching.score(record, record, weights=5),
    ):
        ended, error, _ = agreed(call)
        assert (ended, error[0][0]) == ("raised", "TypeError")


def raised(matching):
    """Each exception as the matching raises it."""
    directory = [matching.Customer("a", "ann"), matching.Customer("b", "ann")]
    calls = [
        lambda: matching.Matcher([matching.Customer("a", 5)]),
        lambda: matching.Matcher(directory).match(directory[0], 0),
        lambda: matching.deduplicate(directory, cancelled=lambda: True),
    ]
    for call in calls:
        with pytest.raises(matching.MatchingError) as caught:
            call()
        yield caught.value


def test_exceptions_are_picklable(matching):
    for error in raised(matching):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(error, protocol))
            assert (type(again), parity.plain(again)) == (type(error), parity.plain(error))
        assert parity.plain(copy.copy(error)) == parity.plain(error)


def test_log_records(agreed):
    def call(matching):
        own = [matching.Customer(str(number), "ann", "zoë %s", postcode="2000", date_of_birth="1970") for number in range(5)]
        matcher = matching.Matcher(own, matching.Settings(max_block=4, blocking=["surname", "postcode", "given_name", "date_of_birth"]))
        matcher.match(own[0])
        return matcher.deduplicate()

    *_, logged = agreed(call)
    name, level, message, arguments = logged[1]
    assert (name, level, message) == ("matching", logging.WARNING, "block %s=%s left out: %d customers, at most %d")
    assert arguments == ("tuple", [("str", "surname"), ("str", "Z200"), ("int", 5), ("int", 4)])
    assert [(level, message) for _, level, message, _ in (logged[0], logged[-1])] == [
        (logging.DEBUG, "%d customers in %d blocks"),
        (logging.INFO, "%d customers, %d pairs compared: %d pairs in %d clusters"),
    ]


def test_a_level_that_is_switched_off_and_on(matching):
    for level, wanted in ((logging.WARNING, []), (logging.INFO, [logging.INFO]), (logging.DEBUG, [logging.DEBUG, logging.INFO])):
        with parity.records(level) as logged:
            matching.deduplicate([])
        assert [record.levelno for record in logged] == wanted


def test_nothing_is_logged_again_when_a_matcher_is_unpickled(agreed):
    def call(matching):
        own = [matching.Customer(str(number), "ann") for number in range(3)]
        return len(pickle.loads(pickle.dumps(matching.Matcher(own, matching.Settings(max_block=2)))))

    *_, logged = agreed(call)
    assert len(logged) == 2


def test_a_filter_that_raises(matching):
    class Refuses(logging.Filter):
        def filter(self, record):
            raise LookupError(record.msg)

    refuses = Refuses()
    logging.getLogger("matching").addFilter(refuses)
    try:
        with parity.records(logging.INFO), pytest.raises(LookupError, match="cancelled after"):
            matching.deduplicate([matching.Customer("a")], cancelled=lambda: True)
        with parity.records(), pytest.raises(LookupError, match="customers in"):
            matching.Matcher([])
    finally:
        logging.getLogger("matching").removeFilter(refuses)


def test_who_logs_is_found(matching):
    """The reference names its own line, the port the line of Python that called it: no wrapper's, and none of `logging`."""
    with parity.records() as logged:
        matching.deduplicate([])
    wanted = {"matching": "matching.py", "capstone.matching": "test_parity_failures.py"}[matching.__name__]
    assert {record.filename for record in logged} == {wanted}
