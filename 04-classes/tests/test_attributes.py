"""A `Customer` lets its attributes be read and set as its docstring says, and its address is an object, not a copy."""

import sys

import classes
import pytest


@pytest.fixture
def address():
    return classes.address("6 tullaroop street", "4011")


@pytest.fixture
def customer(address):
    return classes.customer(223, "waller", address)


def test_a_new_customer(customer):
    assert customer.id == 223
    assert customer.surname == "waller"
    assert customer.phone is None
    assert customer.address.street == "6 tullaroop street"
    assert customer.address.postcode == "4011"


@pytest.mark.parametrize("number", [0, 224, 65536, 2**32 - 1])
def test_the_number_is_that_of_the_customer(address, number):
    assert classes.customer(number, "waller", address).id == number


@pytest.mark.parametrize("surname", ["berry", "", "李", "O'Neil-Zoë"])
def test_the_surname_can_be_set(customer, surname):
    customer.surname = surname

    assert customer.surname == surname


@pytest.mark.parametrize("phone", ["07 4011 223", "", None])
def test_the_phone_can_be_set_and_taken_away(customer, phone):
    customer.phone = "08 1234"
    customer.phone = phone

    assert customer.phone == phone


def test_the_number_stays(customer):
    with pytest.raises(AttributeError):
        customer.id = 224

    assert customer.id == 223


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        pytest.param("surname", 7, "'int' object is not an instance of 'str'", id="an int as surname"),
        pytest.param("surname", None, "'None' is not an instance of 'str'", id="no surname"),
        pytest.param("phone", 7, "'int' object is not an instance of 'str'", id="an int as phone"),
        pytest.param("address", "6 tullaroop street", "'str' object is not an instance of 'Address'", id="a str as address"),
        pytest.param("address", None, "'None' is not an instance of 'Address'", id="no address"),
    ],
)
def test_what_cannot_be_set(customer, attribute, value, message):
    before = getattr(customer, attribute)

    with pytest.raises(TypeError) as caught:
        setattr(customer, attribute, value)

    assert str(caught.value) == message
    assert getattr(customer, attribute) == before


@pytest.mark.parametrize("attribute", ["id", "surname", "phone", "address"])
def test_nothing_can_be_deleted(customer, attribute):
    with pytest.raises(AttributeError):
        delattr(customer, attribute)


def test_the_address_is_the_very_object(customer, address):
    assert customer.address is address


def test_reading_the_address_twice_gives_one_object(customer):
    assert customer.address is customer.address


def test_a_change_of_the_address_stays(customer):
    customer.address.street = "69 giblin street"

    assert customer.address.street == "69 giblin street"


def test_a_change_of_the_address_is_seen_by_all_who_live_there(address):
    waller, berry = classes.customer(223, "waller", address), classes.customer(122, "berry", address)
    waller.address.street = "69 giblin street"

    assert berry.address.street == "69 giblin street"
    assert address.street == "69 giblin street"


def test_the_address_can_be_set(customer, address):
    new = classes.address("69 giblin street", "4814")
    customer.address = new

    assert customer.address is new
    assert address.street == "6 tullaroop street"


def test_an_address_that_is_replaced_is_let_go(customer, address):
    before = sys.getrefcount(address)
    customer.address = classes.address("69 giblin street", "4814")

    assert sys.getrefcount(address) == before - 1


def test_customers_do_not_share_what_is_theirs(address):
    waller, berry = classes.customer(223, "waller", address), classes.customer(122, "berry", address)
    waller.surname, waller.phone = "waller-berry", "07 4011 223"

    assert (berry.surname, berry.phone) == ("berry", None)


def test_there_are_these_attributes_and_no_others(customer):
    assert [name for name in dir(customer) if not name.startswith("_")] == ["address", "id", "phone", "surname"]


@pytest.mark.parametrize("attribute", ["id", "surname", "phone", "address"])
def test_help_explains_the_attribute(attribute):
    assert getattr(classes.Customer, attribute).__doc__


@pytest.mark.parametrize("kind", ["Address", "Household", "Customer"])
def test_the_class_says_where_it_lives(kind):
    assert getattr(classes, kind).__module__ == "classes"
    assert getattr(classes, kind).__doc__


def test_household(address):
    """The worked example of the page."""
    home = classes.household(["waller"], address)
    home.surnames.append("berry")
    home.address.street = "69 giblin street"
    home.notes.append("moved in May")

    assert home.surnames == ["waller"]
    assert home.address.street == "6 tullaroop street"
    assert home.notes == ["moved in May"]
