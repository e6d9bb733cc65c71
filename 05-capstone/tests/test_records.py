"""`CustomerTable` takes everything over while it is made, and then scores as the reference does, to the last bit."""

import gc
import random
import sys
import weakref

import capstone
import febrl
import ladder
import matching
import pytest
from matching import Customer, normalise

NAMES = list(Customer._fields[1:])
ANN = Customer("1", "ann", "waller", "6", "giblin street", "", "bracknell", "4011", "qld", "19080412")
ANNE = Customer("2", "Anne", "Waller", "16", "gilbin st", "unit 2", "bracknel", "4101", "QLD", "19081204")
JOSÉ = Customer("3", "José", "Strauß", "6", "Rose-Street", "", "Bräcknell", "4011", "qld", "")
NOBODY = Customer("4")
FOUR = [ANN, ANNE, JOSÉ, NOBODY]


def blocks_of(customer):
    """The keys of a customer's blocks by the reference, with places in place of names."""
    matcher = matching.Matcher([customer])
    return [(matching.PLACES[name], key) for name, key in matcher._keys(matcher._clean[0])]


@pytest.mark.parametrize("right", range(4), ids=["ann", "anne", "josé", "nobody"])
@pytest.mark.parametrize("left", range(4), ids=["ann", "anne", "josé", "nobody"])
def test_scores(left, right):
    table = capstone.CustomerTable(FOUR, normalise)

    assert table.score(left, right) == matching.score(FOUR[left], FOUR[right])


@pytest.mark.parametrize("customer", FOUR, ids=["ann", "anne", "josé", "nobody"])
def test_keys(customer):
    assert capstone.CustomerTable([customer], normalise).keys(0) == blocks_of(customer)


def test_made_up_customers():
    """Any text in any field: accents, halves of surrogate pairs, long, empty."""
    dice = random.Random(2026)
    known = ["", "", "ann", "An n", "ánn", "19080412", "19081204", "abcd efg", "ab" * 40]

    def text():
        return dice.choice(known) if dice.random() < 0.7 else "".join(dice.choices("abAé ß李😀-\ud800\u0301", k=dice.randrange(9)))

    people = [Customer("1", *[text() for _ in NAMES]) for _ in range(120)]
    table = capstone.CustomerTable(people, normalise)
    for row in range(119):
        left, right = people[row : row + 2]
        assert (left, right, table.score(row, row + 1)) == (left, right, matching.score(left, right))
        assert (left, table.keys(row)) == (left, blocks_of(left))


def test_customers_that_look_the_same_have_a_row_each():
    table = capstone.CustomerTable([ANN, ANN, ANNE, ANN], normalise)

    assert len(table) == 4
    assert table.score(0, 1) == table.score(1, 3) == 1.0
    assert table.score(2, 3) == matching.score(ANNE, ANN)


def test_everything_is_normalised_while_the_table_is_made():
    """What is not ASCII goes to Python once for each field, all the rest never; and later nothing does."""
    asked = []

    def noted(text):
        asked.append(text)
        return normalise(text)

    table = capstone.CustomerTable(FOUR, noted)
    assert asked == ["José", "Strauß", "Bräcknell"]

    asked.clear()
    assert table.score(0, 2) == matching.score(ANN, JOSÉ)
    assert table.keys(2) == blocks_of(JOSÉ)
    assert len(table) == 4
    assert asked == [], "the table asked Python again"


def test_what_happens_to_the_customers_later_does_not_matter():
    """A record may be any sequence of ten: here lists, which are changed after the table was made."""
    customers = [list(ANN), list(ANNE)]
    table = capstone.CustomerTable(customers, normalise)
    customers[0][1:] = [""] * 9
    customers[1][2] = "Ødegård"
    customers.clear()

    assert len(table) == 2
    assert table.score(0, 1) == matching.score(ANN, ANNE)
    assert table.keys(0) == blocks_of(ANN)


class Text(str):
    """A `str` that can be referred to weakly."""


def test_the_table_keeps_nothing_of_python_s():
    texts = [Text(f"{text}é") for text in ANN]
    customers, clean = [texts], [lambda text: "clean"]
    seen = [weakref.ref(text) for text in texts] + [weakref.ref(clean[0])]
    table = capstone.CustomerTable(customers, clean[0])
    del customers, clean, texts
    gc.collect()

    assert [each() for each in seen] == [None] * len(seen), "a text, or the function, is still held"
    assert len(table) == 1


def test_any_iterable_will_do():
    table = capstone.CustomerTable((customer for customer in FOUR), normalise=normalise)

    assert len(table) == 4
    assert table.score(1, 0) == matching.score(ANNE, ANN)


def test_an_empty_table():
    table = capstone.CustomerTable([], normalise)

    assert len(table) == 0
    with pytest.raises(IndexError, match="no row 0 in a table of 0"):
        table.keys(0)


@pytest.mark.parametrize(("left", "right"), [(0, 2), (2, 0), (7, 7), (1, sys.maxsize)])
def test_a_row_that_there_is_not(left, right):
    table = capstone.CustomerTable([ANN, ANNE], normalise)
    wrong = next(row for row in (left, right) if row > 1)

    with pytest.raises(IndexError, match=f"^no row {wrong} in a table of 2$"):
        table.score(left, right)
    with pytest.raises(IndexError, match=f"^no row {wrong} in a table of 2$"):
        table.keys(wrong)


def test_rows_do_not_count_from_the_end():
    table = capstone.CustomerTable([ANN, ANNE], normalise)

    with pytest.raises(OverflowError):
        table.score(0, -1)
    with pytest.raises(OverflowError):
        table.keys(-1)


@pytest.mark.parametrize(
    ("customer", "error"),
    [
        pytest.param(ANN._replace(suburb=None), TypeError, id="None"),
        pytest.param(ANN._replace(id=5), TypeError, id="id-no-str"),
        pytest.param(5, TypeError, id="no-sequence"),
        pytest.param(ANN[1:], ValueError, id="nine"),
        pytest.param((*ANN, ""), ValueError, id="eleven"),
    ],
)
def test_a_wrong_customer_is_refused_at_once(customer, error):
    """When the table is made, not when somebody asks for that row; and it is not left out."""
    with pytest.raises(error):
        capstone.CustomerTable([ANN, customer, ANNE], normalise)


def test_errors_of_others_come_through():
    def failing(text):
        raise LookupError(f"what is {text}?")

    def customers():
        yield ANN
        raise OSError("the file ends here")

    with pytest.raises(LookupError, match="what is José"):
        capstone.CustomerTable(FOUR, failing)
    with pytest.raises(OSError, match="ends here"):
        capstone.CustomerTable(customers(), normalise)
    with pytest.raises(TypeError):
        capstone.CustomerTable(5, normalise)


def test_the_job_by_rows():
    """200 records of Febrl set 1: the same pairs, scores, clusters."""
    customers = febrl.load("1")[:200]

    assert ladder.RUNGS["records"](customers) == ladder.RUNGS["python"](customers)
