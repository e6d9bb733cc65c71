"""`DeliveryAddress` can be made, and only from what its docstring allows."""

import copy
import inspect
import pickle
from types import SimpleNamespace

import classes
import pytest


@pytest.fixture
def postcode():
    return classes.Postcode("4814")


def make(*args, **kwargs):
    """A `DeliveryAddress`; a class without a constructor is a failed test here, told in a sentence."""
    if "__new__" not in vars(classes.DeliveryAddress):
        pytest.fail("DeliveryAddress has no constructor: Python cannot call the class")
    return classes.DeliveryAddress(*args, **kwargs)


def test_street_and_postcode(postcode):
    made = make("69 giblin street", postcode)

    assert type(made) is classes.DeliveryAddress
    assert (made.street, made.postcode, made.unit) == ("69 giblin street", postcode, None)


@pytest.mark.parametrize("unit", [3, 1, 0, 65535, None])
def test_with_a_unit(postcode, unit):
    assert make("69 giblin street", postcode, unit).unit == unit


def test_arguments_by_keyword(postcode):
    made = make(unit=3, postcode=postcode, street="69 giblin street")

    assert (made.street, made.postcode, made.unit) == ("69 giblin street", postcode, 3)


def test_signature(postcode):
    make("69 giblin street", postcode)

    assert str(inspect.signature(classes.DeliveryAddress)) == "(street, postcode, unit=None)"


@pytest.mark.parametrize(
    ("street", "want"),
    [
        pytest.param("  69 giblin street\n", "69 giblin street", id="spaces and a newline"),
        pytest.param("\u300012 rue é\u00a0", "12 rue é", id="white space of Unicode"),
        pytest.param("\t 李家巷 3", "李家巷 3", id="no ASCII"),
        pytest.param("69  giblin   street", "69  giblin   street", id="spaces inside"),
        pytest.param("x", "x", id="one letter"),
        pytest.param(".", ".", id="no letter"),
        pytest.param("x" * 5000 + " ", "x" * 5000, id="long"),
        pytest.param("Giblin Street", "Giblin Street", id="capitals"),
    ],
)
def test_white_space_at_the_ends_is_left_out(postcode, street, want):
    assert make(street, postcode).street == want


@pytest.mark.parametrize("street", ["", " ", "\t\n", "\u00a0", "\u3000 \u2003"], ids=["empty", "space", "tab", "no-break", "ideographic"])
def test_a_blank_street_is_refused(postcode, street):
    with pytest.raises(ValueError, match="blank") as caught:
        make(street, postcode)

    assert (type(caught.value), str(caught.value)) == (ValueError, "the street is blank")


@pytest.mark.parametrize(
    ("street", "unit"), [pytest.param(" ", None, id="blank"), pytest.param("69 giblin street", -1, id="unit out of range")]
)
def test_no_object_gets_past_the_check(postcode, street, unit):
    """`__new__` alone, as `copy` and `pickle` call it, checks as well."""
    make("69 giblin street", postcode)

    with pytest.raises((ValueError, OverflowError)):
        classes.DeliveryAddress.__new__(classes.DeliveryAddress, street, postcode, unit)


@pytest.mark.parametrize(
    ("street", "code", "unit"),
    [
        pytest.param(69, classes.Postcode("4814"), None, id="an int as street"),
        pytest.param(None, classes.Postcode("4814"), None, id="no street"),
        pytest.param(b"69 giblin street", classes.Postcode("4814"), None, id="bytes as street"),
        pytest.param("69 giblin street", "4814", None, id="a str as postcode"),
        pytest.param("69 giblin street", 4814, None, id="an int as postcode"),
        pytest.param("69 giblin street", None, None, id="no postcode"),
        pytest.param("69 giblin street", SimpleNamespace(digits="4814"), None, id="a stranger with digits as postcode"),
        pytest.param("69 giblin street", classes.Postcode("4814"), "3", id="a str as unit"),
        pytest.param("69 giblin street", classes.Postcode("4814"), 3.0, id="a float as unit"),
    ],
)
def test_wrong_types(postcode, street, code, unit):
    make("69 giblin street", postcode)

    with pytest.raises(TypeError):
        make(street, code, unit)


@pytest.mark.parametrize("unit", [-1, 65536, 2**100])
def test_a_unit_out_of_range(postcode, unit):
    with pytest.raises(OverflowError):
        make("69 giblin street", postcode, unit)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_and_too_many_arguments(postcode, count):
    make("69 giblin street", postcode)

    with pytest.raises(TypeError):
        make(*["69 giblin street", postcode, 3, "QLD"][:count])


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_is_equal(postcode, duplicate):
    made = make(" 69 giblin street", postcode, 3)

    assert duplicate(made) == made
    assert hash(duplicate(made)) == hash(made)


@pytest.mark.parametrize("street", ["69 giblin street", "o'connor 'the' street", 'rue "é" \\', "李家巷 3"])
@pytest.mark.parametrize("unit", [None, 3])
def test_the_repr_makes_it_again(postcode, street, unit):
    made = make(street, postcode, unit)

    assert repr(made) == f"DeliveryAddress({street!r}, Postcode('4814'), {unit})"
    assert eval(repr(made), vars(classes)) == made


@pytest.mark.parametrize("stranger", ["69 giblin street", None, 4814, classes.Postcode("4814")])
def test_it_is_unequal_to_strangers(postcode, stranger):
    made = make("69 giblin street", postcode)

    assert made != stranger
    assert made != make("69 giblin street", postcode, 3)


def test_help():
    assert classes.DeliveryAddress.__module__ == "classes"
    assert "Raises `ValueError`" in inspect.getdoc(classes.DeliveryAddress)


@pytest.mark.parametrize("digits", ["481", "48144", "", "48a4", "\uff14814", "4 14", "-814"])
def test_no_postcode(digits):
    """The worked example of the page."""
    with pytest.raises(ValueError, match=r"^no postcode: "):
        classes.Postcode(digits)


def test_a_subclass_with_a_constructor_of_its_own():
    """The other worked example."""

    class Invitation(classes.MailingList):
        def __init__(self, event, names):
            super().__init__(names)
            self.event = event

    party = Invitation("housewarming", ["waller", "berry"])

    assert (party.event, party.names) == ("housewarming", ["waller", "berry"])
    assert repr(party) == "MailingList(['waller', 'berry'])"
    assert party == classes.MailingList(["waller", "berry"])
    assert party != ["waller", "berry"]
    assert classes.MailingList.__new__(classes.MailingList).names == []
    with pytest.raises(TypeError, match="cannot pickle"):
        copy.copy(party)
    with pytest.raises(TypeError, match="unhashable"):
        hash(party)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'names'"):
        classes.MailingList()
