"""No step's test, but the chapter's: the port does what the reference's golden file says, and so does the service in shadow mode."""

from collections import Counter
from pathlib import Path

import calls
import febrl
import matching
import pinning
import pytest
import shadow
from capstone import matching as port
from service import hot_module

GOLDEN = Path(__file__).parent / "golden" / "matching.json"


@pytest.fixture
def counts(monkeypatch):
    """How many calls were compared in this test, by what they are, and how many were different."""
    monkeypatch.setattr(shadow, "COMPARED", Counter())
    monkeypatch.setattr(shadow, "DIFFERENT", Counter())
    return lambda: (shadow.COMPARED, shadow.DIFFERENT.total())


def test_the_port_does_what_the_golden_file_says():
    assert pinning.check(GOLDEN, pinning.outcomes(calls.CALLS, port)) == []


def test_errors_in_shadow_mode(counts):
    """The caller gets the reference's exception, and the port's is the same."""
    with pytest.raises(matching.InvalidRecord):
        shadow.Matcher([matching.Customer("1"), matching.Customer("1")])
    with pytest.raises(matching.InvalidSetting):
        shadow.Matcher([matching.Customer("1")]).match(matching.Customer("2"), limit=0)

    assert counts() == ({"Matcher": 2, "match": 1}, 0)


def test_the_service_in_shadow_mode(serve, monkeypatch, counts):
    """All of it passes through both, and there is no difference."""
    monkeypatch.setitem(hot_module.IMPLEMENTATIONS, "python", "shadow")
    customers = febrl.load("1")[:100]
    service = serve("python")

    service.add(customers)
    answer = service.post("/matches", json={"surname": customers[0].surname, "given_name": customers[0].given_name})
    job = service.finished_job()

    assert answer.status_code == 200
    assert job["state"] == "finished"
    assert service.get("/health").json()["matching"] == "python"
    compared, different = counts()
    assert compared["match"] == compared["deduplicate"] == 1
    assert different == 0
