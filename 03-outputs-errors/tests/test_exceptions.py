"""`postcodes_of` raises the exception that fits, says in its message what is wrong and in a note where."""

import errno

import outputs
import pytest


def caught(call, *arguments) -> Exception:
    """The exception that a call raises. Anything that is no `Exception`, such as a panic, goes through."""
    try:
        result = call(*arguments)
    except Exception as error:
        return error
    pytest.fail(f"nothing was raised; it returned {result!r}")


def customers(*postcodes):
    return [{"surname": "waller", "postcode": postcode} for postcode in postcodes]


@pytest.mark.parametrize(
    ("postcodes", "numbers"),
    [
        pytest.param([], [], id="no customers"),
        pytest.param(["4011"], [4011], id="one"),
        pytest.param(["0800", "0000", "9999"], [800, 0, 9999], id="leading zeros"),
    ],
)
def test_postcodes(postcodes, numbers):
    assert outputs.postcodes_of(customers(*postcodes)) == numbers


def test_a_class_derived_from_str_is_a_str():
    class Text(str):
        __slots__ = ()

    assert outputs.postcodes_of(customers(Text("0800"))) == [800]


def test_a_missing_postcode_is_a_key_error():
    """As `customer["postcode"]` in Python: the key is the exception's only argument."""
    error = caught(outputs.postcodes_of, [{"surname": "waller", "post code": "4011"}])

    assert type(error) is KeyError
    assert error.args == ("postcode",)


@pytest.mark.parametrize("customer", [{}, {"Postcode": "4011"}, {4011: "postcode"}], ids=["empty", "another key", "the key's a value"])
def test_no_such_key(customer):
    assert type(caught(outputs.postcodes_of, [customer])) is KeyError


@pytest.mark.parametrize(
    ("postcode", "shown"),
    [
        pytest.param("80o0", '"80o0"', id="a letter"),
        pytest.param("80a0", '"80a0"', id="hexadecimal"),
        pytest.param("o800", '"o800"', id="begins with a letter"),
        pytest.param("", '""', id="empty"),
        pytest.param("800", '"800"', id="three digits"),
        pytest.param("04011", '"04011"', id="five digits"),
        pytest.param("70000", '"70000"', id="too large for a u16"),
        pytest.param("+800", '"+800"', id="a sign, which Rust's parse takes"),
        pytest.param("-800", '"-800"', id="a minus"),
        pytest.param(" 800", '" 800"', id="a space"),
        pytest.param("4011 ", '"4011 "', id="a space at the end"),
        pytest.param("4011\n", '"4011\\n"', id="a line's end"),
        pytest.param("80é", '"80é"', id="four bytes, three letters"),
        pytest.param("٤٠١١", '"٤٠١١"', id="digits of another script"),
        pytest.param("٤٠", '"٤٠"', id="four bytes of another script"),
    ],
)
def test_not_four_digits_is_a_value_error_that_names_them(postcode, shown):
    error = caught(outputs.postcodes_of, customers(postcode))

    assert type(error) is ValueError
    assert str(error) == f"postcode is not four digits: {shown}"


@pytest.mark.parametrize("postcode", [800, None, b"4011", ["4011"]], ids=["int", "None", "bytes", "list"])
def test_no_str_is_a_type_error(postcode):
    assert type(caught(outputs.postcodes_of, customers(postcode))) is TypeError


@pytest.mark.parametrize("before", [0, 1, 10])
@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        pytest.param({}, KeyError, id="missing"),
        pytest.param({"postcode": "80o0"}, ValueError, id="not four digits"),
        pytest.param({"postcode": 800}, TypeError, id="no str"),
        pytest.param({"postcode": "\ud800"}, UnicodeEncodeError, id="a text that UTF-8 cannot hold"),
    ],
)
def test_a_note_tells_where(bad, kind, before):
    error = caught(outputs.postcodes_of, [*customers(*["4011"] * before), bad, *customers("0800")])

    assert type(error) is kind
    assert getattr(error, "__notes__", "it has no notes") == [f'at customers[{before}]["postcode"]']


def test_the_first_that_is_wrong():
    error = caught(outputs.postcodes_of, [*customers("4011", "first"), {}, *customers(5)])

    assert str(error) == 'postcode is not four digits: "first"'
    assert error.__notes__ == ['at customers[1]["postcode"]']


def test_each_call_raises_an_exception_of_its_own():
    first, second = (caught(outputs.postcodes_of, customers("80o0")) for _ in range(2))

    assert first is not second
    assert second.__notes__ == ['at customers[0]["postcode"]']


def test_what_a_lookup_raises_comes_through_with_the_note():
    class Odd:
        """A key that clashes with "postcode" and refuses to be compared with it."""

        def __hash__(self):
            return hash("postcode")

        def __eq__(self, other):
            raise trouble

    trouble = RuntimeError("do not compare me")
    customer = {Odd(): "4011"}

    error = caught(outputs.postcodes_of, [customer])
    assert error is trouble
    assert error.__notes__ == ['at customers[0]["postcode"]']


def test_years_of_birth():
    """A worked example of the page."""
    assert outputs.years_of_birth(["1908", "1923"]) == [1908, 1923]
    error = caught(outputs.years_of_birth, ["1908", "19o8"])
    assert (type(error), str(error)) == (ValueError, 'year of birth is no number: "19o8"')
    assert error.__notes__ == ["at texts[1]"]
    assert type(caught(outputs.year_of_birth, "190800")) is OverflowError
    assert outputs.first_year(["", "mary", "1908", "1923"]) == 1908
    assert outputs.first_year(["mary"]) is None


def test_count_records(tmp_path):
    """A worked example of the page."""
    path = tmp_path / "customers.csv"
    path.write_bytes(b"waller\nlodder\r\n\r\n\nberry")
    assert outputs.count_records(path) == 3

    error = caught(outputs.count_records, tmp_path / "none.csv")
    assert type(error) is FileNotFoundError
    assert (error.errno, error.filename) == (errno.ENOENT, str(tmp_path / "none.csv"))
