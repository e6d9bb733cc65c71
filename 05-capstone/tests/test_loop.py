"""`find_duplicates` does the whole job in one call, and finds what the reference finds; the crate compares as the reference does."""

import random
from itertools import pairwise

import capstone
import febrl
import ladder
import matching
import pytest
from customers import BLOCKINGS
from matching import Customer, normalise

ANN = Customer("1", "ann", "waller", "6", "giblin street", "", "bracknell", "4011", "qld", "19080412")
KIRRA = Customer("2", "kirra", "berry", "120", "latchford avenue", "unit 9", "lodder", "2600", "vic", "19700131")
NOBODY = Customer("4")


def reference(customers):
    """What the reference finds, in rows."""
    rows = {customer.id: row for row, customer in enumerate(customers)}
    found = matching.deduplicate(customers)
    pairs = [(rows[pair.left], rows[pair.right], pair.score) for pair in found.pairs]
    return pairs, [[rows[each] for each in cluster] for cluster in found.clusters], found.compared


def numbered(*customers):
    """The customers with an id each."""
    return [customer._replace(id=f"{row}") for row, customer in enumerate(customers)]


DIRECTORIES = {
    "nobody": [],
    "one": [ANN],
    "two": numbered(ANN, ANN._replace(given_name="anne")),
    "of whom nothing is known": numbered(NOBODY, ANN, NOBODY, ANN, NOBODY),
    "strangers": numbered(ANN, KIRRA),
    "alike, but in no block together": numbered(
        Customer("1", "ann", "", "6", "giblin street", "unit 2", state="qld"),
        Customer("2", "", "waller", "6", "giblin street", "unit 2", state="qld"),
    ),
    "a block by given name": numbered(Customer("1", "ann"), Customer("2", "anne"), Customer("3", "bob")),
    "a block by surname": numbered(Customer("1", "", "waller"), Customer("2", "", "weller"), Customer("3", "", "berry")),
    "a block by suburb": numbered(Customer("1", suburb="bracknell"), Customer("2", suburb="bracknel"), Customer("3", suburb="yea")),
    "a block by postcode": numbered(Customer("1", postcode="4011"), Customer("2", postcode="4011"), Customer("3", postcode="4012")),
    "a block by date": numbered(*[Customer("1", date_of_birth=date) for date in ("19080412", "19080412", "19081204")]),
    "postcodes, not dates": numbered(Customer("1", postcode="19080412"), Customer("2", date_of_birth="19080412")),
    "surnames, not suburbs": numbered(Customer("1", "", "waller"), Customer("2", suburb="waller"), Customer("3", "waller")),
    "eight of the same": numbered(*[ANN] * 8),
    "a block of five": numbered(*[Customer("1", name, postcode="4011") for name in ("ann", "kirra", "anne", "bob", "kira")]),
    "a chain": numbered(*[Customer("1", name, postcode="4011") for name in ("ann", "annab", "annabel", "annabella")]),
    "two clusters, mixed": numbered(*[ANN, ANN._replace(given_name="bob", surname="berry", date_of_birth="19990101")] * 3),
    "a key missing before the one that is shared": numbered(
        Customer("1", "ann", "waller"), Customer("2", "ann"), Customer("3", "", "waller")
    ),
    "a block of thirty": numbered(*[Customer("1", street_number=f"{number}", postcode="4011") for number in range(30)]),
    **{f"strangers of the same {name}": numbered(ANN, KIRRA._replace(**{name: getattr(ANN, name)}), KIRRA) for name in BLOCKINGS},
    "beyond ASCII": numbered(Customer("1", "Zoë", "Strauß"), Customer("2", "zoe", "strauss"), Customer("3", "李", "王", suburb="Ōtaki")),
}


@pytest.mark.parametrize("directory", DIRECTORIES.values(), ids=DIRECTORIES)
def test_a_directory(directory):
    assert capstone.find_duplicates(directory, normalise) == reference(directory)


def test_a_score_that_is_the_threshold():
    """0.7 to the last bit: likely the same person."""
    pair = numbered(
        Customer("1", street_number="6", address_1="rose street", postcode="4011", address_2="x"),
        Customer("2", street_number="6", address_1="rose street", postcode="4011", address_2="y"),
    )
    at_threshold = numbered(
        Customer("1", street_number="6", address_1="aaaaaaaaaa", postcode="4011"),
        Customer("2", street_number="6", address_1="bbbbbbaaaa", postcode="4011"),
    )
    assert matching.score(*at_threshold) == 0.7

    assert capstone.find_duplicates(at_threshold, normalise) == ([(0, 1, 0.7)], [[0, 1]], 1)
    assert capstone.find_duplicates(pair, normalise) == reference(pair)


def test_made_up_directories():
    """Few names, postcodes and dates, so that many customers share blocks, several at a time."""
    dice = random.Random(2026)
    fields = {
        "given_name": ["", "ann", "anne", "kirra", "Änn"],
        "surname": ["", "waller", "weller", "berry"],
        "postcode": ["", "", "4011", "4012"],
        "date_of_birth": ["", "", "19080412", "19081204", "4011"],
    }
    for size in range(1, 25):
        people = [Customer("1", **{name: dice.choice(texts) for name, texts in fields.items()}) for _ in range(size)]
        directory = numbered(*people)
        assert (directory, capstone.find_duplicates(directory, normalise)) == (directory, reference(directory))


def test_any_iterable_will_do_and_ids_do_not_matter():
    pairs, clusters, compared = capstone.find_duplicates((ANN for _ in range(3)), normalise=normalise)

    assert pairs == [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0)]
    assert (clusters, compared) == ([[0, 1, 2]], 3)


def test_a_wrong_customer():
    with pytest.raises(TypeError):
        capstone.find_duplicates([ANN, ANN._replace(suburb=None)], normalise)
    with pytest.raises(ValueError, match=r"\d"):
        capstone.find_duplicates([ANN[1:]], normalise)


def test_the_crate_compares_as_the_reference_does():
    """Also beyond the 64 letters that the crate compares at once."""
    dice = random.Random(2026)
    texts = ["".join(dice.choices(letters, k=dice.randrange(12))) for letters in ("ab", "abcAé李😀 ") for _ in range(60)]
    texts += ["".join(dice.choices("ab", k=dice.randrange(55, 140))) for _ in range(6)]
    for left, right in pairwise(texts):
        assert (left, right, capstone.crate_osa_distance(left, right)) == (left, right, matching.osa_distance(left, right))
        assert (left, right, capstone.crate_jaro_winkler(left, right)) == (left, right, matching.jaro_winkler(left, right))


def test_the_job_in_one_call():
    """200 records of Febrl set 1: the same pairs, scores, clusters."""
    customers = febrl.load("1")[:200]

    assert ladder.RUNGS["loop"](customers) == ladder.RUNGS["python"](customers)
