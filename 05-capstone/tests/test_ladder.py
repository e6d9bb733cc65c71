"""The rungs of `scripts/ladder.py`: every one finds what the reference finds, to the last bit. Belongs to no step."""

import febrl
import ladder
import matching
import pytest

PART = [*febrl.load("1")[:300], *[customer._replace(id=f"{customer.id}-é", surname="Strauß-李") for customer in febrl.load("1")[:20]]]


@pytest.fixture(scope="module")
def expected():
    return matching.deduplicate(PART)


def test_the_first_rung_is_the_reference(expected):
    assert next(iter(ladder.RUNGS)) == "python"
    assert len(expected.pairs) > 80
    assert len(expected.clusters) > 60


@pytest.mark.parametrize("rung", ladder.RUNGS)
def test_a_rung_finds_what_the_reference_finds(rung, expected):
    found = ladder.RUNGS[rung](PART)

    assert found.compared == expected.compared
    assert found.clusters == expected.clusters
    assert found.pairs == expected.pairs


@pytest.mark.parametrize("rung", ladder.RUNGS)
@pytest.mark.parametrize("customers", [[], PART[:1]], ids=["nobody", "one"])
def test_a_rung_of_almost_nothing(rung, customers):
    assert ladder.RUNGS[rung](customers) == matching.Deduplication([], [], 0)


def test_the_reference_stays_as_it_is(expected):
    """Loading it once more leaves the original's comparisons alone."""
    ladder.RUNGS["functions"](PART[:2])

    assert matching.COMPARISONS["given_name"] is matching.jaro_winkler
    assert matching.deduplicate(PART) == expected
