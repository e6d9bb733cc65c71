"""Step errors_and_logs: whoever catches an exception or reads a log record cannot tell the port from the reference."""

import copy
import logging
import pickle
import sys

import matching as reference
import pytest
from capstone import matching

Customer = matching.Customer


class NoRepr:
    """A value of which nothing can be shown while the matching is at work."""

    broken = None

    def __repr__(self):
        if NoRepr.broken:
            raise NoRepr.broken
        return "<NoRepr>"

    class Within:
        """A class with a `__qualname__` that is not its `__name__`."""

        def __repr__(self):
            return NoRepr.__repr__(self)


class Accented:
    """A long `repr` with letters of more than a byte."""

    def __repr__(self):
        return "<" + "é" * 80 + ">"

    def __str__(self):
        return "accented"


class HalfALetter:
    """A `repr` that a text in Rust cannot hold."""

    def __repr__(self):
        return "<\ud800>"


VALUES = {
    "None": None,
    "int": 5,
    "float": 0.5,
    "bytes": b"ann",
    "list": ["ann", "li"],
    "long": list(range(100)),
    "sixty": b"x" * 57,
    "sixty-one": b"x" * 58,
    "accented": Accented(),
    "no-repr": NoRepr(),
    "no-repr-within": NoRepr.Within(),
    "half-a-letter": HalfALetter(),
    "class": int,
}


def caught(module, rows, broken=None):
    """The exception that a directory ends in."""
    customers = [module.Customer(**row) for row in rows]
    NoRepr.broken = broken or RuntimeError("nothing to see")
    try:
        module.Matcher(customers)
    except BaseException as error:
        return error
    finally:
        NoRepr.broken = None
    pytest.fail("nothing is raised")


def twice(module, name="b"):
    return caught(module, [{"id": "a"}, {"id": name}, {"id": "c"}, {"id": name}])


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("field", ["id", "surname", "date_of_birth"])
def test_a_field_that_is_no_text(field, value):
    rows = [{"id": "a"}, {"id": "b"}, {"id": "c"} | {field: value}]
    error, expected = caught(matching, rows), caught(reference, rows)
    assert type(error) is matching.InvalidRecord
    assert str(error) == str(expected)
    assert error.args == expected.args
    assert vars(error) == vars(expected)


def test_the_exception_says_where():
    error = caught(matching, [{"id": "a"}, {"id": "b", "suburb": 7}])
    assert (error.row, error.field, error.problem) == (1, "suburb", "expected a str, not 7")
    assert type(error.row) is int
    assert error.args == (1, "suburb", "expected a str, not 7")
    assert str(error) == "row 1, suburb: expected a str, not 7"
    assert error.__cause__ is None


@pytest.mark.parametrize("name", ["b", "", "it's", "é", "x" * 100, "\ud800"], ids=ascii)
def test_an_id_that_occurs_twice(name):
    error, expected = twice(matching, name), twice(reference, name)
    assert type(error) is matching.InvalidRecord
    assert (error.row, error.field) == (3, "id")
    assert str(error) == str(expected)
    assert error.args == expected.args
    assert vars(error) == vars(expected)


def test_a_record_that_does_not_match():
    with pytest.raises(matching.InvalidRecord, match=r"^row 0, surname: expected a str, not 5$"):
        matching.Matcher([]).match(Customer("a", "ann", 5))
    with pytest.raises(matching.InvalidRecord, match=r"^row 1, id: expected a str, not None$"):
        matching.score(Customer("a"), Customer(None))


@pytest.mark.parametrize("base", ["InvalidRecord", "MatchingError", "ValueError"])
def test_callers_catch_it_as_before(base):
    bases = {"ValueError": ValueError, "MatchingError": matching.MatchingError, "InvalidRecord": matching.InvalidRecord}
    assert isinstance(twice(matching), bases[base])


@pytest.mark.parametrize("made", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))], ids=["copy", "pickle"])
def test_it_can_be_copied(made):
    """A worker process pickles its exceptions to send them home."""
    error = twice(matching)
    again = made(error)
    assert type(again) is matching.InvalidRecord
    assert (again.args, vars(again), str(again)) == (error.args, vars(error), str(error))


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)], ids=["KeyboardInterrupt", "SystemExit"])
def test_an_interrupted_repr_comes_out(error):
    for module in (reference, matching):
        assert type(caught(module, [{"id": "a", "surname": NoRepr()}], broken=error)) is type(error)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """What Rust writes to stderr of an exception that it cannot raise is not the subject here."""
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)


@pytest.fixture
def logged():
    """The records of the logger `matching`."""
    logger, records = logging.getLogger("matching"), []
    handler = logging.Handler()
    handler.emit = records.append
    level, logger.propagate = logger.level, False
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield records
    logger.removeHandler(handler)
    logger.setLevel(level)
    logger.propagate = True


PEOPLE = [("a", "ann", "lee"), ("b", "ann", "lea"), ("c", "ann", "lay"), ("d", "bob", "ray"), ("e", "bob", "zoë")]
ARGUMENTS = [("surname", "L000", 3, 1), ("given_name", "A500", 3, 1), ("given_name", "B100", 2, 1)]
MESSAGE = "block %s=%s left out: %d customers, at most %d"


def in_blocks(module, most=1):
    settings = module.Settings(max_block=most)
    return module.Matcher([module.Customer(*person) for person in PEOPLE], settings)


def test_levels_are_heeded_at_once(logged):
    """This one comes first: the first record of all is switched off."""
    logger = logging.getLogger("matching")
    for level, number in ((logging.ERROR, 0), (logging.WARNING, 3), (logging.ERROR, 0), (logging.DEBUG, 4)):
        logger.setLevel(level)
        in_blocks(matching)
        assert len(logged) == number
        logged.clear()


def test_blocks_left_out(logged):
    in_blocks(matching)
    warnings = [record for record in logged if record.levelno == logging.WARNING]
    assert [record.msg for record in warnings] == [MESSAGE] * 3
    assert [record.args for record in warnings] == ARGUMENTS
    assert [type(argument) for argument in warnings[0].args] == [str, str, int, int]
    assert {record.name for record in warnings} == {"matching"}
    assert warnings[0].getMessage() == "block surname=L000 left out: 3 customers, at most 1"
    assert warnings[1].levelname == "WARNING"


def test_all_records(logged):
    """The very same as the reference's, in the same order."""
    records = []
    for module in (reference, matching):
        in_blocks(module, most=2).deduplicate()
        records.append([(record.name, record.levelno, record.msg, record.args) for record in logged])
        logged.clear()
    assert records[1] == records[0]
    assert len(records[0]) == 4


def test_a_block_known_by_its_text(logged):
    same = [Customer(str(number), postcode="2000") for number in range(3)]
    matching.Matcher(same, matching.Settings(max_block=2, blocking=("postcode",)))
    assert logged[-1].args == ("postcode", "2000", 3, 2)


def test_no_block_is_left_out(logged):
    in_blocks(matching, most=3)
    in_blocks(matching, most=None)
    assert [record.levelno for record in logged] == [logging.DEBUG] * 2


def test_what_logging_raises_comes_out(logged):
    def refuse(record):
        raise LookupError(record.msg)

    logger = logging.getLogger("matching")
    logger.setLevel(logging.WARNING)
    logger.addFilter(refuse)
    try:
        with pytest.raises(LookupError, match="left out"):
            in_blocks(matching)
    finally:
        logger.removeFilter(refuse)
