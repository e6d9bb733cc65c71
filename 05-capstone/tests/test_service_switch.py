"""The switch, turned while the service runs: all workers follow, and nobody's job changes horses."""

import sys

import febrl
import pytest

CUSTOMERS = febrl.load("1")[:60]


def used(service):
    return service.get("/health").json()["matching"]


def switched(service, name):
    return service.request("PUT", "/implementation", json={"matching": name})


@pytest.fixture
def held(monkeypatch):
    """Holds jobs until the event is set."""
    from threading import Event

    from service import jobs

    let_go = Event()
    monkeypatch.setattr(jobs.Directory, "matcher", lambda *_: let_go.wait(20))
    yield let_go
    let_go.set()


def test_it_says_what_is_in_use(directory, implementation):
    assert directory.get("/implementation").json() == {"matching": implementation}


def test_all_that_follows_runs_on_the_other_one(directory, implementation):
    directory.add(CUSTOMERS)
    other = {"python": "rust", "rust": "python"}[implementation]
    wanted = CUSTOMERS[0]._replace(id="")._asdict()
    before = directory.post("/matches?min_score=0.3", json=wanted).json()

    answer = switched(directory, other)

    assert (answer.status_code, answer.json()) == (200, {"matching": other})
    assert used(directory) == directory.get("/implementation").json()["matching"] == other
    assert directory.post("/matches?min_score=0.3", json=wanted).json() == before
    assert directory.finished_job()["matching"] == other
    switched(directory, implementation)
    assert directory.finished_job()["matching"] == implementation
    assert [job["matching"] for job in directory.get("/jobs").json()["jobs"]] == [implementation, other]


def test_all_workers_follow(serve):
    """Two services on one file, as two workers are."""
    first, second = serve("rust"), serve("rust", largest_page=999)  # with other settings, or it would be the same application
    second.add(CUSTOMERS)

    switched(first, "python")

    assert used(second) == "python"
    assert second.finished_job()["matching"] == "python"


def test_not_while_a_job_runs(directory, implementation, held):
    directory.post("/jobs")

    answer = switched(directory, "python")

    assert (answer.status_code, answer.json()["detail"]) == (409, "job 1 runs: wait for its end, or cancel it")
    assert used(directory) == implementation


def test_without_the_wheel(serve, monkeypatch):
    from service import hot_module

    service = serve("python")

    def load(name):
        raise ModuleNotFoundError("No module named 'capstone'", name="capstone")

    monkeypatch.setattr(hot_module, "load", load)

    answer = switched(service, "rust")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "rust cannot be used here: the wheel is not installed: pip install hot-modules-capstone"
    assert used(service) == "python"


def test_with_a_wheel_that_is_broken(serve, monkeypatch):
    service = serve("python")
    monkeypatch.setitem(sys.modules, "capstone.matching", None)

    answer = switched(service, "rust")

    assert answer.status_code == 409
    assert "rust cannot be used here: import of capstone.matching halted" in answer.json()["detail"]
    assert used(service) == "python"


@pytest.mark.parametrize("body", [{"matching": "fortran"}, {"matching": None}, {}, {"matching": "rust", "now": True}, []])
def test_what_is_no_implementation(directory, implementation, body):
    answer = directory.request("PUT", "/implementation", json=body)

    assert answer.status_code == 422
    assert used(directory) == implementation


def test_a_start_by_the_command_forgets_it(serve, tmp_path):
    """The way back is to set the variable and to restart; what somebody switched to before must not stand in it."""
    from service.store import Store

    service = serve("rust")
    switched(service, "python")
    service.stop()
    store = Store(tmp_path / "customers.sqlite")
    store.forget_switch()
    store.close()

    assert used(serve("rust")) == "rust"
