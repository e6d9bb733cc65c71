"""Pairs that cannot reach the threshold are left early, and never one that can."""

from itertools import pairwise
from random import Random

import capstone
import febrl
import matching
import pytest
from capstone.matching import Customer, Matcher, Settings, Weights

FIELDS = tuple(matching.COMPARISONS)


def ours(customers):
    """Customers as the port takes them."""
    return tuple(Customer(*customer) for customer in customers)


@pytest.fixture(scope="module")
def customers():
    """The first half of Febrl set 1."""
    return ours(febrl.load("1")[:500])


def at_most(field, left, right):
    return capstone.bounds(Customer("1", **{field: left}), Customer("2", **{field: right}))[field]


def exactly(field, left, right):
    return matching.COMPARISONS[field](left, right)


@pytest.mark.parametrize("field", ["address_1", "date_of_birth"])
@pytest.mark.parametrize(
    ("left", "right", "bound"),
    [
        pytest.param("rose street", "rose street", 1.0, id="equal"),
        pytest.param("rose street", "street rose", 1.0, id="the-same-letters"),
        pytest.param("rose st", "rose street", 7 / 11, id="longer"),
        pytest.param("rose street", "rose st", 7 / 11, id="shorter"),
        pytest.param("1234", "1235", 3 / 4, id="a-letter-replaced"),
        pytest.param("1234", "5678", 0.0, id="no-letter-in-common"),
        pytest.param("1111", "5678", 0.0, id="the-letters-of-the-right-one"),
        pytest.param("5678", "1111", 0.0, id="the-letters-of-the-left-one"),
        pytest.param("1", "11111111", 1 / 8, id="the-same-letter-more-often"),
        pytest.param("anna", "ana", 3 / 4, id="a-letter-twice"),
        pytest.param("12 rose st", "45 rose st", 8 / 10, id="two-letters-replaced"),
        pytest.param("ab", "abcd", 2 / 4, id="longer-by-letters-of-its-own"),
        pytest.param("abc", "cdefgh", 1 / 6, id="longer-and-other-letters"),
        pytest.param("19800211", "19801102", 1.0, id="day-and-month-changed-places"),
        pytest.param("李小龙", "李小", 2 / 3, id="code-points-not-bytes"),
    ],
)
def test_the_bound_of_two_texts(field, left, right, bound):
    """It is no less than the truth, and as close to it as lengths and letters tell."""
    truth = exactly(field, left, right)

    assert truth <= at_most(field, left, right) <= bound + 1e-12


def made_up_texts():
    """Few letters, so that many are shared, repeated or swapped; neighbours are of like length, the shortest first."""
    random = Random(59)
    texts = ("".join(random.choices("aabbc 12é李", k=random.randint(1, 9))) for _ in range(250))
    return sorted({matching.normalise(text) for text in texts} - {""}, key=len)


def test_no_text_is_more_alike_than_its_bound():
    broken = [
        (field, left, right)
        for left, right in pairwise(made_up_texts())
        for field in ("surname", "address_1", "state", "date_of_birth")
        if exactly(field, left, right) > at_most(field, left, right) + 1e-12
    ]

    assert broken[:1] == []


def test_no_real_text_is_more_alike_than_its_bound(customers):
    """Neighbours in the order of surnames."""
    in_order = sorted(customers[:150], key=lambda customer: customer.surname)
    broken = [
        (field, left, right)
        for left, right in pairwise(in_order)
        for field, bound in capstone.bounds(left, right).items()
        if capstone.matching.similarities(left, right)[field] > bound + 1e-12
    ]

    assert broken == []


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.7, 0.95, 1.0])
@pytest.mark.parametrize(
    "weights",
    [
        pytest.param(Weights(), id="default-weights"),
        pytest.param(Weights(*[1.0] * 9), id="equal-weights"),
        pytest.param(Weights(0.1, 0.2, 0.3, 0.0, 0.7, 0.1, 1e-300, 1000.0, 0.9), id="odd-weights"),
        pytest.param(Weights(*[0.0] * 9), id="no-weights"),
    ],
)
def test_nothing_is_lost(customers, threshold, weights):
    """What is found, with and without pruning."""
    how = Settings(threshold, weights)
    with_, without = (capstone.deduplicate_with(customers[:120], how, threads=False, prune=prune) for prune in (True, False))

    assert with_ == without


def test_a_pair_that_sits_on_the_threshold_is_found(customers):
    customers = customers[:150]
    scores = [pair.score for pair in capstone.deduplicate_with(customers, Settings(0.4), threads=False, prune=False).pairs]
    limits = sorted(set(scores))[:: len(set(scores)) // 6]

    found = [len(capstone.deduplicate_with(customers, Settings(limit), threads=False, prune=True).pairs) for limit in limits]

    assert found == [sum(score >= limit for score in scores) for limit in limits]


@pytest.mark.parametrize("field", FIELDS)
def test_unknown_fields_do_not_count(field):
    """Of two customers who are known by one field only, which is the same: that is all there is to say, and it says 1."""
    pair = [Customer(name, postcode="3065", **({field: "rose"} if field != "postcode" else {})) for name in "ab"]
    pair[1] = pair[1]._replace(**({field: "rosa"} if field != "postcode" else {}))
    expected = capstone.matching.score(*pair)

    found = capstone.deduplicate_with(pair, Settings(expected, blocking=("postcode",)), threads=False, prune=True)

    assert [tuple(match) for match in found.pairs] == [("a", "b", expected)]


@pytest.mark.parametrize("least", [0.0, 0.4, 0.7, 0.9])
def test_a_single_record_is_pruned_by_its_own_limit(customers, least):
    """`match` compares with `min_score`, which may be below the threshold of the settings, or above."""
    matcher = Matcher(customers)
    reference = matching.Matcher([matching.Customer(*customer) for customer in customers[:60]])
    probe = customers[7]._replace(id="new", surname=customers[7].surname + "e")

    found = Matcher(customers[:60]).match(probe, 100, least)

    assert [tuple(match) for match in found] == [tuple(match) for match in reference.match(matching.Customer(*probe), 100, least)]
    assert len(matcher.match(probe, 500, 0.0)) > len(matcher.match(probe, 500, 0.7))


def test_nineteen_of_twenty_pairs_are_never_compared_to_the_end(customers):
    """The evidence: how many pairs share a block, and how many of them were compared in all fields."""
    compared, scored = capstone.pruned(customers, Settings())

    pairs = len(capstone.deduplicate_with(customers, threads=False, prune=False).pairs)
    assert compared == 1753
    assert pairs <= scored <= compared // 20 + pairs


def test_a_higher_threshold_leaves_more_pairs_out(customers):
    scored = [capstone.pruned(customers[:250], Settings(threshold))[1] for threshold in (0.5, 0.7, 0.9)]

    assert scored == sorted(set(scored), reverse=True)


def test_with_threshold_0_every_pair_is_wanted(customers):
    compared, scored = capstone.pruned(customers[:250], Settings(0.0))

    assert scored == compared


ANAGRAMS = {
    "given_name": "hgfedcba",
    "surname": "hgfedcba",
    "street_number": "87654321",
    "address_1": "hgfedcba",
    "address_2": "hgfedcba",
    "suburb": "hgfedcba",
    "postcode": "87654321",
}


@pytest.mark.parametrize("field", ANAGRAMS)
def test_what_looks_alike_at_a_glance_is_left_in_the_middle(field):
    """Anagrams in one field: only the comparison tells them apart, and then it is certain. The fields after it need no comparison."""
    left = Customer("1", "abcdefgh", "abcdefgh", "12345678", "abcdefgh", "abcdefgh", "abcdefgh", "12345678", "vic", "19800211")
    right = left._replace(id="2", **{field: ANAGRAMS[field]})

    assert capstone.matching.score(left, right) < 0.97
    assert capstone.bounds(left, right)[field] >= 0.99, "no bound can know"
    assert capstone.pruned((left, right), Settings(0.97)) == (1, 0)
    assert capstone.compared_fields(left, right, Settings(0.97)) == list(FIELDS[: FIELDS.index(field) + 1])


WALLER = Customer("1", "ann", "waller", "6", "giblin street", "", "bracknell", "4011", "qld", "19080412")
NGUYEN = Customer("2", "kim", "nguyen", "120", "oxford way", "unit 9", "ross", "2635", "vic", "19750723")


def test_one_glance_is_enough():
    """The bounds alone say no: not a single field is compared letter by letter."""
    assert sum(capstone.bounds(WALLER, NGUYEN).values()) / 8 < 0.6
    assert capstone.compared_fields(WALLER, NGUYEN, Settings()) == []


def test_who_may_reach_the_threshold_is_compared_in_all_fields_known():
    twin = WALLER._replace(id="2", surname="walker", suburb="", address_2="unit 9")
    known = [field for field in FIELDS if field not in ("suburb", "address_2")]

    assert capstone.compared_fields(WALLER, twin, Settings()) == known
    assert capstone.compared_fields(WALLER, NGUYEN, Settings(0.0)) == [field for field in FIELDS if field != "address_2"]
