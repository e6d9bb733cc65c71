"""The generator of larger directories: the same everywhere, and like the real sets. Belongs to no step."""

from collections import Counter
from hashlib import sha256

import febrl
import generated
import matching
import pytest


@pytest.fixture(scope="module")
def customers() -> list[matching.Customer]:
    return generated.directory(5000)


def test_a_size_and_a_seed_make_the_same_directory_on_every_machine(customers):
    assert sha256(repr([tuple(customer) for customer in customers]).encode()).hexdigest()[:16] == "59dfd867dc30cd7c"


def test_another_seed_makes_another_directory():
    assert generated.directory(100, seed=2) != generated.directory(100)


@pytest.mark.parametrize("size", [0, 1, 2, 7, 1000])
def test_it_has_the_size_asked_for_and_each_id_once(size):
    assert len({customer.id for customer in generated.directory(size)}) == size


def test_duplicates_have_their_original(customers):
    ids = {customer.id for customer in customers}
    assert [name for name in ids if "-dup-" in name and name.partition("-dup-")[0] + "-org" not in ids] == []
    assert 0.5 < sum("-dup-" in name for name in ids) / len(ids) < 0.7


@pytest.mark.parametrize("field", ["given_name", "surname", "suburb", "state"])
def test_values_are_as_frequent_as_in_febrl(customers, field):
    """The most frequent ones, among originals."""
    ours = Counter(getattr(customer, field) for customer in customers if customer.id.endswith("-org"))
    theirs = Counter(getattr(customer, field) for customer in febrl.load("4a"))
    for value, count in theirs.most_common(5):
        assert abs(ours[value] / ours.total() - count / theirs.total()) < 0.04, value


def test_the_reference_finds_most_duplicates():
    """Neither trivial nor hopeless: as good and as bad as on Febrl set 3."""
    few = generated.directory(600)
    found = matching.deduplicate(few)
    people = Counter(customer.id.split("-")[1] for customer in few)
    true = sum(count * (count - 1) // 2 for count in people.values())
    right = sum(febrl.is_true(pair) for pair in found.pairs)
    assert right / len(found.pairs) > 0.97
    assert 0.9 < right / true < 1
