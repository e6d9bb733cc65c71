"""`read_people` takes a customer in any of three shapes, and what is wrong with one of them names the field."""

import dataclasses
import inspect
from collections import OrderedDict, namedtuple
from types import MappingProxyType, SimpleNamespace

import outputs
import pytest


@dataclasses.dataclass
class Customer:
    name: object
    state: object
    born: object


class Slots:
    """No dict inside, and a property: what `getattr` finds and a look into `__dict__` does not."""

    __slots__ = ("name", "state", "year")

    def __init__(self, name, state, born):
        self.name, self.state, self.year = name, state, born

    @property
    def born(self):
        return self.year


class Row(tuple):
    """A tuple whose attributes are something else: a tuple counts by position."""

    __slots__ = ()
    name = state = born = None


def as_dict(name, state, born):
    return {"name": name, "state": state, "born": born}


SHAPES = {
    "dict": as_dict,
    "dict in another order, and more in it": lambda name, state, born: {"born": born, "id": 7, "state": state, "name": name},
    "OrderedDict": lambda *fields: OrderedDict(as_dict(*fields)),
    "tuple": lambda *fields: fields,
    "class derived from tuple": lambda *fields: Row(fields),
    "namedtuple": namedtuple("Named", ["surname", "region", "year"]),
    "dataclass": Customer,
    "object with slots": Slots,
    "object": lambda *fields: SimpleNamespace(**as_dict(*fields)),
}
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
dict_tuple_object = pytest.mark.parametrize("shape", [as_dict, lambda *fields: fields, Customer], ids=["dict", "tuple", "dataclass"])


def refused(records):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the type is what the tests compare
        outputs.read_people(records)
    return caught.value


WRONG = [
    pytest.param((None, "nsw", 1908), TypeError, "name", id="name is None"),
    pytest.param((7, "nsw", 1908), TypeError, "name", id="name is an int"),
    pytest.param(("mary \ud800", "nsw", 1908), UnicodeEncodeError, "name", id="name is no Unicode"),
    pytest.param(("mary", None, 1908), TypeError, "state", id="state is None"),
    pytest.param(("mary", "tx", 1908), ValueError, "state", id="no such state"),
    pytest.param(("mary", "", 1908), ValueError, "state", id="state is empty"),
    pytest.param(("mary", "nsw", "1908"), TypeError, "born", id="born is a str"),
    pytest.param(("mary", "nsw", 1908.0), TypeError, "born", id="born is a float"),
    pytest.param(("mary", "nsw", 67444), OverflowError, "born", id="born is too large"),
    pytest.param(("mary", "nsw", -1), OverflowError, "born", id="born is negative"),
]


@dict_tuple_object
@pytest.mark.parametrize(("fields", "exception", "name"), WRONG)
def test_the_exception_for_a_wrong_field_names_it(shape, fields, exception, name):
    error = refused([shape("kayla", "wa", None), shape(*fields)])

    assert type(error) is exception
    # PyO3 adds the note on the argument.
    assert error.__notes__ == [f"in the field '{name}'", "while processing 'records'"]


@each_shape
def test_every_shape_comes_out_as_a_dict(shape):
    assert outputs.read_people([shape("mary ann", "nsw", 1908)]) == [as_dict("mary ann", "nsw", 1908)]


@dict_tuple_object
@pytest.mark.parametrize(
    "fields",
    [("josé", "vic", 0), ("", "wa", 65535), ("李", "act", None), (" mary  ann ", "sa", 1)],
    ids=["not only ASCII", "no name", "nobody knows when", "spaces"],
)
def test_fields(shape, fields):
    assert outputs.read_people([shape(*fields)]) == [as_dict(*fields)]


@dict_tuple_object
def test_a_state_in_upper_case(shape):
    assert outputs.read_people([shape("mary", "NSW", None), shape("kayla", "Tas", None)]) == [
        as_dict("mary", "nsw", None),
        as_dict("kayla", "tas", None),
    ]


def test_shapes_may_be_mixed():
    records = [("mary", "nsw", 1908), as_dict("kayla", "wa", None), Customer("luke", "sa", 1923)]

    assert [person["name"] for person in outputs.read_people(records)] == ["mary", "kayla", "luke"]


def test_no_records():
    assert outputs.read_people([]) == []


def test_the_message_of_a_wrong_state():
    assert str(refused([("mary", "tx", 1908)])) == "no such state: 'tx'"


@pytest.mark.parametrize("name", ["name", "state", "born"])
def test_a_key_that_is_missing(name):
    record = as_dict("mary", "nsw", 1908)
    del record[name]

    error = refused([record])
    assert type(error) is KeyError
    assert error.args == (name,)


@pytest.mark.parametrize("name", ["name", "state", "born"])
def test_an_attribute_that_is_missing(name):
    record = SimpleNamespace(name="mary", state="nsw", born=1908)
    delattr(record, name)

    error = refused([record])
    assert type(error) is AttributeError
    assert repr(name) in str(error)


@pytest.mark.parametrize("row", [(), ("mary", "nsw"), ("mary", "nsw", 1908, 4011)], ids=["0 items", "2 items", "4 items"])
def test_a_tuple_of_another_length(row):
    error = refused([row])

    assert type(error) is ValueError


@pytest.mark.parametrize(
    "record",
    ["mary", 7, None, ["mary", "nsw", 1908], MappingProxyType(as_dict("mary", "nsw", 1908))],
    ids=["str", "int", "None", "list", "a mapping that is no dict"],
)
def test_anything_else_lacks_the_attributes(record):
    assert type(refused([record])) is AttributeError


def test_what_a_property_raises_comes_through():
    class Broken(Customer):
        @property
        def state(self):
            raise LookupError("the file is gone")

        @state.setter
        def state(self, value):
            pass

    error = refused([Broken("mary", "nsw", 1908)])
    assert type(error) is LookupError
    assert str(error) == "the file is gone"


@dict_tuple_object
def test_what_a_number_raises_comes_through_as_it_is(shape):
    lost = LookupError("the file is gone", 7)

    class Number:
        def __index__(self):
            raise lost

    error = refused([shape("mary", "nsw", Number())])
    assert error is lost, "another exception in its place"
    assert error.__notes__ == ["in the field 'born'", "while processing 'records'"]


def test_the_objects_are_left_alone():
    record = as_dict("mary", "NSW", 1908)
    (person,) = outputs.read_people([record])

    assert person is not record
    assert record == as_dict("mary", "NSW", 1908)


def test_the_signature_is_unchanged():
    assert list(inspect.signature(outputs.read_people).parameters) == ["records"]


@dataclasses.dataclass
class Address:
    number: object
    street: object
    unit: object = None


def test_read_address():
    """The first worked example of the page."""
    assert outputs.read_address(Address(12, "rose st")) == {"number": 12, "street": "rose st", "unit": None}
    with pytest.raises(TypeError, match=r"^failed to extract field Address\.number") as caught:
        outputs.read_address(Address(-1, "rose st"))
    assert type(caught.value.__cause__) is OverflowError


@pytest.mark.parametrize(
    "address", [Address(12, "rose st"), (12, "rose st"), {"street": "rose st", "number": 12}], ids=["object", "tuple", "dict"]
)
def test_address_line(address):
    """The second worked example of the page."""
    assert outputs.address_line(address) == "12 rose st"
