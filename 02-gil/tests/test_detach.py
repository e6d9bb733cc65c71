"""`lookalikes` finds pairs of customers with nearly the same name, and lets other threads run meanwhile."""

import random
import sys

import gil
import pytest


def customers_called(*names):
    return [{"surname": name} for name in names]


def places(customers, pairs):
    """The pairs as places in the list; "a copy" for what is not one of its objects."""
    known = {id(customer): place for place, customer in enumerate(customers)}
    return [tuple(known.get(id(customer), "a copy") for customer in pair) for pair in pairs]


@pytest.fixture(scope="module")
def many():
    """So many customers that it takes a moment; the last two are alike."""
    letters = random.Random(2)
    names = ["".join(letters.choices("aeilnorst", k=12)) for _ in range(700)]
    return customers_called(*names, "waller", "wallner")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param(["waller"], [], id="one customer"),
        pytest.param(["waller", "waller"], [(0, 1)], id="the same name"),
        pytest.param(["waller", "berry"], [], id="different names"),
        pytest.param(["waller", "weller"], [(0, 1)], id="another letter"),
        pytest.param(["waller", "wallr"], [(0, 1)], id="a letter less"),
        pytest.param(["wallr", "waller"], [(0, 1)], id="a letter more"),
        pytest.param(["waller", "wlaler"], [], id="two letters"),
        pytest.param(["", "w", "wa"], [(0, 1), (1, 2)], id="empty"),
        pytest.param(["müller", "muller", "李", "李小"], [(0, 1), (2, 3)], id="not only ASCII"),
        pytest.param(["waller", "WALLER", " waller "], [], id="names are compared as they are"),
        pytest.param(["berry", "waller", "bery", "wallar", "perry"], [(0, 2), (0, 4), (1, 3)], id="in the order of the list"),
        pytest.param(["ann", "anne", "anna"], [(0, 1), (0, 2), (1, 2)], id="each with each"),
    ],
)
def test_pairs(names, expected):
    customers = customers_called(*names)

    assert places(customers, gil.lookalikes(customers, "surname")) == expected


def test_other_threads_run_meanwhile(many, beside):
    pairs = beside(lambda: gil.lookalikes(many, "surname"))

    assert places(many, pairs) == [(700, 701)]


def test_another_thread_may_change_the_list_meanwhile(many, beside):
    customers = []

    def call():
        customers[:] = many
        return gil.lookalikes(customers, "surname")

    pairs = beside(call, meanwhile=customers.clear)

    assert places(many, pairs) == [(700, 701)], "the customers that were in the list when the call began"


def test_another_thread_may_rename_customers_meanwhile(beside, many):
    """The names are those of the beginning, too."""
    customers = [dict(customer) for customer in many]

    def call():
        customers[-1]["surname"] = "wallner"
        return gil.lookalikes(customers, "surname")

    pairs = beside(call, meanwhile=lambda: customers[-1].update(surname="harrington"))

    assert places(customers, pairs) == [(700, 701)]


def test_the_result_is_a_list_of_tuples():
    customers = customers_called("ann", "anne")

    pairs = gil.lookalikes(customers, "surname")

    assert type(pairs) is list
    assert [type(pair) for pair in pairs] == [tuple]


def test_the_field_is_the_one_asked_for():
    customers = [{"surname": "waller", "suburb": "hobart"}, {"surname": "berry", "suburb": "hobrt"}]

    assert places(customers, gil.lookalikes(customers, "suburb")) == [(0, 1)]
    assert gil.lookalikes(customers, "surname") == []


def test_no_reference_is_kept():
    customers = customers_called("ann", "anne", "berry")
    before = [sys.getrefcount(customer) for customer in customers]

    pairs = gil.lookalikes(customers, "surname")
    assert len(pairs) == 1
    del pairs

    assert [sys.getrefcount(customer) for customer in customers] == before


@pytest.mark.parametrize("before", [0, 3])
@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        pytest.param({"suburb": "hobart"}, KeyError, "'surname'", id="no such field"),
        pytest.param({"surname": 7}, TypeError, "'int' object is not an instance of 'str'", id="an int"),
        pytest.param({"surname": None}, TypeError, "'None' is not an instance of 'str'", id="None"),
    ],
)
def test_errors(before, bad, error, message):
    with pytest.raises(error) as caught:
        gil.lookalikes([*customers_called(*"abc"[:before]), bad], "surname")

    assert str(caught.value) == message


def test_real_customers(customers):
    customers = customers[:200]

    def alike(one, other):
        shorter = [name[:place] + name[place + 1 :] for name in (one, other) for place in range(len(name))]
        if len(one) == len(other):
            return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
        return abs(len(one) - len(other)) == 1 and min(one, other, key=len) in shorter

    names = [customer["surname"] for customer in customers]
    expected = [(one, other) for one in range(200) for other in range(one + 1, 200) if alike(names[one], names[other])]
    assert len(expected) > 50
    assert places(customers, gil.lookalikes(customers, "surname")) == expected


def test_the_examples_of_the_page():
    texts = [{"address": "6 tullaroop street"}, {"address": "wylly place"}, {"address": ""}]

    assert gil.wordiest(texts, "address") is texts[0]
    assert gil.wordiest([], "address") is None
    assert gil.count_words(" 6  tullaroop street\n") == gil.count_words_attached(" 6  tullaroop street\n") == 3
