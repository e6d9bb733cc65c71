"""`Contact.postcode` is checked, can be deleted and be unknown; `Contact.region` follows it."""

import copy
import inspect
import pickle

import classes
import pytest

EMAIL = "ann.lee@example.org"


@pytest.fixture
def contact():
    return classes.Contact(EMAIL, None, "4814")


@pytest.fixture
def unknown():
    return classes.Contact(EMAIL)


def read(contact, attribute):
    """The message of the `AttributeError`, or a failed test."""
    with pytest.raises(AttributeError) as caught:
        getattr(contact, attribute)
    return str(caught.value)


def test_a_postcode_that_is_known(contact):
    assert contact.postcode == "4814"


def test_a_postcode_that_is_not_known_is_no_attribute(unknown):
    assert read(unknown, "postcode") == "the postcode is not known"
    assert not hasattr(unknown, "postcode")
    assert getattr(unknown, "postcode", "0000") == "0000"


@pytest.mark.parametrize("postcode", ["4011", "0822", "9999", "0000"])
def test_set(contact, unknown, postcode):
    for each in (contact, unknown):
        each.postcode = postcode
        assert each.postcode == postcode


@pytest.mark.parametrize("postcode", ["", "481", "48144", "48a4", " 4814", "4814\n", "\uff14814", "-814", "é81", "+481"])
def test_a_bad_postcode_is_refused_and_nothing_changes(contact, unknown, postcode):
    with pytest.raises(ValueError, match=r"^no postcode: "):
        contact.postcode = postcode
    with pytest.raises(ValueError, match=r"^no postcode: "):
        unknown.postcode = postcode

    assert contact.postcode == "4814"
    assert not hasattr(unknown, "postcode")


@pytest.mark.parametrize("postcode", [4814, None, b"4814", ["4", "8", "1", "4"], 4814.0])
def test_a_postcode_is_a_str(contact, postcode):
    with pytest.raises(TypeError):
        contact.postcode = postcode

    assert contact.postcode == "4814"


def test_delete(contact):
    del contact.postcode

    assert not hasattr(contact, "postcode")
    assert contact == classes.Contact(EMAIL)
    assert contact.email == EMAIL


def test_what_is_not_there_cannot_be_deleted(contact, unknown):
    with pytest.raises(AttributeError, match="the postcode is not known"):
        del unknown.postcode

    del contact.postcode
    with pytest.raises(AttributeError, match="the postcode is not known"):
        del contact.postcode


def test_the_rest_stays(contact):
    contact.phone = "07 4011 223"
    contact.postcode = "2582"
    assert (contact.email, contact.phone) == (EMAIL, "07 4011 223")

    del contact.postcode
    assert (contact.email, contact.phone) == (EMAIL, "07 4011 223")


def test_set_after_deletion(contact):
    del contact.postcode
    contact.postcode = "2582"

    assert (contact.postcode, contact.region) == ("2582", "2")


@pytest.mark.parametrize("postcode", ["0822", "2582", "4814", "9999"])
def test_the_region_is_the_first_digit(postcode):
    assert classes.Contact(EMAIL, None, postcode).region == postcode[0]


def test_the_region_follows_the_postcode(contact):
    contact.postcode = "2582"
    assert contact.region == "2"

    with pytest.raises(ValueError, match="no postcode"):
        contact.postcode = "72"
    assert contact.region == "2"

    del contact.postcode
    assert not hasattr(contact, "region")


def test_no_postcode_no_region(unknown):
    assert read(unknown, "region") == "the postcode is not known"


@pytest.mark.parametrize("change", [lambda each: setattr(each, "region", "2"), lambda each: delattr(each, "region")], ids=["set", "delete"])
def test_the_region_can_only_be_read(contact, change):
    assert contact.region == "4"

    with pytest.raises(AttributeError):
        change(contact)

    assert (contact.region, contact.postcode) == ("4", "4814")


def test_contacts_do_not_share_what_is_theirs(contact):
    other = copy.copy(contact)
    contact.postcode = "2582"

    assert (other.postcode, other.region) == ("4814", "4")


@pytest.mark.parametrize("attribute", ["postcode", "region"])
def test_help_explains_the_property(attribute):
    about = inspect.getdoc(getattr(classes.Contact, attribute, None))

    assert about, f"{attribute} has no docstring"
    assert inspect.isdatadescriptor(vars(classes.Contact)[attribute])


def test_there_are_these_attributes_and_no_others(contact):
    assert [each for each in dir(contact) if not each.startswith("_")] == ["domain", "email", "phone", "postcode", "region"]


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_is_equal(contact, duplicate):
    contact.postcode = "2582"

    assert duplicate(contact) == contact
    assert duplicate(contact).postcode == "2582"


def test_repr(contact, unknown):
    contact.postcode = "2582"

    assert repr(contact) == f"Contact({EMAIL!r}, None, '2582')"
    assert eval(repr(unknown), vars(classes)) == unknown


def test_what_has_not_changed():
    assert classes.Contact.__module__ == "classes"
    assert str(inspect.signature(classes.Contact)) == "(email, phone=None, postcode=None)"
    assert classes.Contact(EMAIL) != EMAIL
    with pytest.raises(ValueError, match="no postcode"):
        classes.Contact(EMAIL, None, "481")


def test_the_worked_examples(unknown):
    with pytest.raises(ValueError, match="no address"):
        unknown.email = "ann.lee"
    unknown.email = " Ann@Example.com"
    unknown.phone = "07 4011 223"

    assert (unknown.email, unknown.domain, unknown.phone) == ("ann@example.com", "example.com", "07 4011 223")

    del unknown.phone
    assert read(unknown, "phone") == "the phone is not known"
