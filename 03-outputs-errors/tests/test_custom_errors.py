"""`load_mailing_list` raises exceptions of one family, with attributes and with their causes."""

import copy
import errno
import pickle

import outputs
import pytest


@pytest.fixture
def load(tmp_path):
    """Loads a mailing list that consists of these lines."""

    def load(*lines: bytes):
        path = tmp_path / "mailing list.csv"
        path.write_bytes(b"\n".join(lines))
        return outputs.load_mailing_list(path)

    return load


def caught(call, *arguments) -> Exception:
    """The exception that a call raises. Anything that is no `Exception`, such as a panic, goes through."""
    try:
        result = call(*arguments)
    except Exception as error:
        return error
    pytest.fail(f"nothing was raised; it returned {result!r}")


def attributes(error) -> dict:
    """What tells an exception from another, as a dict that pytest can compare in detail."""
    names = ("args", "message", "line", "value")
    return {"class": type(error).__name__, "str": str(error)} | {name: getattr(error, name, "no such attribute") for name in names}


GOOD = [b"waller,4011", "Zoë,0800".encode()]


@pytest.mark.parametrize("lines", [[], GOOD, [*GOOD, b""]], ids=["empty", "good", "line end at the end"])
def test_a_list_without_errors(load, lines):
    assert load(*lines) == ([("waller", 4011), ("Zoë", 800)] if lines else [])


def test_lines_that_end_as_on_windows(load):
    assert load(*[line + b"\r" for line in GOOD], b"") == [("waller", 4011), ("Zoë", 800)]
    assert caught(load, b"waller,4o11\r", b"").value == "4o11"
    assert str(caught(load, b"waller\r", b"")) == 'line 1 has no postcode: "waller"'


@pytest.mark.parametrize("before", [0, 2, 11])
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("4o11", '"4o11"'),
        ("70000", '"70000"'),
        ("", '""'),
        ("-5", '"-5"'),
        ("李", '"李"'),
        ("1,2", '"1,2"'),
        (" 4011", '" 4011"'),
        ("4011 ", '"4011 "'),
        ('4"', r'"4\""'),
    ],
    ids=["a letter", "too large", "empty", "below zero", "not ASCII", "a comma", "a space", "a space at the end", "a quote"],
)
def test_a_bad_postcode(load, value, shown, before):
    error = caught(load, *[b"lodder,0800"] * before, f"waller,{value}".encode(), b"never,reached")

    message = f"postcode in line {before + 1} is no number: {shown}"
    assert attributes(error) == {
        "class": "PostcodeError",
        "str": message,
        "args": (message, before + 1, value),
        "message": message,
        "line": before + 1,
        "value": value,
    }


# What Rust's parse says is pinned on purpose: the cause has to be its error, not one made up.
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("4o11", "invalid digit found in string"),
        ("70000", "number too large to fit in target type"),
        ("", "cannot parse integer from empty string"),
    ],
    ids=["a letter", "too large", "empty"],
)
def test_the_cause_of_a_bad_postcode_is_what_parse_said(load, value, said):
    cause = caught(load, b"waller," + value.encode()).__cause__

    assert cause is not None, "the exception has no __cause__"
    assert (type(cause), str(cause)) == (ValueError, said)


@pytest.mark.parametrize(
    ("line", "shown"),
    [(b"waller", '"waller"'), (b"", '""'), (b"waller;4011", '"waller;4011"'), ("Zoë".encode(), '"Zoë"')],
    ids=["name only", "empty", "semicolon", "not ASCII"],
)
def test_no_postcode(load, line, shown):
    error = caught(load, *GOOD, line, b"lodder,0800")

    message = f"line 3 has no postcode: {shown}"
    assert attributes(error) == {
        "class": "PostcodeError",
        "str": message,
        "args": (message, 3, None),
        "message": message,
        "line": 3,
        "value": None,
    }


def test_no_postcode_has_no_cause(load):
    error = caught(load, b"waller")

    assert type(error) is outputs.PostcodeError
    assert error.__cause__ is None


def test_the_family(load):
    for error in (caught(load, b"waller"), caught(load, b"waller,4o11"), caught(load, b"w\xe4ller,4011")):
        assert isinstance(error, outputs.MailingListError), f"{error!r} is not caught by `except MailingListError`"
        assert isinstance(error, ValueError)
        assert not isinstance(error, OSError)
    assert outputs.PostcodeError.__bases__ == (outputs.MailingListError,)
    assert outputs.MailingListError.__bases__ == (ValueError,)


@pytest.mark.parametrize("line", [b"waller", b"waller,4o11", b"w\xe4ller,4011"], ids=["no postcode", "bad postcode", "no text"])
@pytest.mark.parametrize("duplicate", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_pickled_and_copied(load, line, duplicate):
    """A pool of processes pickles what its workers raise."""
    error = caught(load, line)
    assert isinstance(error, outputs.MailingListError)
    error.add_note("in the list of 4 May")

    again = duplicate(error)
    assert again is not error
    assert attributes(again) == attributes(error)
    assert again.__notes__ == ["in the list of 4 May"]


def test_each_error_is_an_object_of_its_own(load):
    first, second = (caught(load, b"waller,4o11") for _ in range(2))

    assert first is not second
    assert first.__cause__ is not second.__cause__


def test_raised_from_python():
    """The worked example of the page: the classes."""
    error = outputs.PostcodeError("too far away", 7, "9999")

    assert (str(error), error.line, error.value) == ("too far away", 7, "9999")
    assert repr(error) == "PostcodeError('too far away', 7, '9999')"
    assert outputs.PostcodeError.__module__ == "outputs"
    with pytest.raises(AttributeError):
        error.line = 8


def test_a_line_that_is_no_text(load):
    """The worked example of the page: the conversion."""
    error = caught(load, b"waller,4011", b"w\xe4ller,4011")

    assert type(error) is outputs.MailingListError
    assert (str(error), error.line) == ("line 2 is not UTF-8", 2)
    assert type(error.__cause__) is UnicodeDecodeError
    assert (error.__cause__.object, error.__cause__.start) == (b"w\xe4ller,4011", 1)


def test_no_file(tmp_path):
    error = caught(outputs.load_mailing_list, tmp_path / "none.csv")

    assert type(error) is FileNotFoundError
    assert (error.errno, error.filename) == (errno.ENOENT, str(tmp_path / "none.csv"))
