"""No step's test, but the chapter's: the port does what the reference's golden file says, and so does the service in shadow mode."""

from pathlib import Path

import calls
import febrl
import pinning
import shadow
from capstone import matching as port
from service import hot_module

GOLDEN = Path(__file__).parent / "golden" / "matching.json"


def test_the_port_does_what_the_golden_file_says():
    assert pinning.check(GOLDEN, pinning.outcomes(calls.CALLS, port)) == []


def test_the_service_in_shadow_mode(serve, monkeypatch):
    """All of it passes through both, and there is no difference."""
    monkeypatch.setitem(hot_module.IMPLEMENTATIONS, "python", "shadow")
    monkeypatch.setattr(shadow, "COMPARED", type(shadow.COMPARED)())
    monkeypatch.setattr(shadow, "DIFFERENT", type(shadow.DIFFERENT)())
    customers = febrl.load("1")[:100]
    service = serve("python")

    service.add(customers)
    answer = service.post("/matches", json={"surname": customers[0].surname, "given_name": customers[0].given_name})
    job = service.finished_job()

    assert answer.status_code == 200
    assert job["state"] == "finished"
    assert service.get("/health").json()["matching"] == "python"
    assert shadow.COMPARED["match"] == shadow.COMPARED["deduplicate"] == 1
    assert shadow.DIFFERENT.total() == 0
