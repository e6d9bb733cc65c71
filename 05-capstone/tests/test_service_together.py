"""Several services on one file, as several workers are: one job at a time, and any of them knows and does the same as the others."""

import threading

import febrl
import pytest

CUSTOMERS = febrl.load("1")[:200]
LIMIT = 20
"""Seconds in which anything happens on the slowest machine."""


@pytest.fixture
def two(serve):
    """Two services on one file, with 200 customers; not of the same implementation."""
    one, other = serve("rust"), serve("python")
    one.add(CUSTOMERS)
    return one, other


def until(what, wanted):
    """Ask until the answer is the wanted one."""
    never = threading.Event()
    for _ in range(LIMIT * 100):
        if (got := what()) == wanted:
            return
        never.wait(0.01)
    assert got == wanted


def state(service, number=1):
    return service.get(f"/jobs/{number}").json()["state"]


def test_each_finds_at_once_what_another_has_added(two):
    one, other = two
    for number in range(5):
        asked, told = (one, other) if number % 2 else (other, one)
        record = {"surname": "quetzalcoatl", "date_of_birth": f"1990010{number}"}
        assert asked.post("/matches?min_score=0.99", json=record).json()["matches"] == []
        told.post("/customers", json=record | {"id": f"new-{number}"})
        found = asked.post("/matches?min_score=0.99", json=record).json()["matches"]
        assert [match["customer"]["id"] for match in found] == [f"new-{number}"]


def test_any_tells_of_a_job(two, held):
    one, other = two
    assert one.post("/jobs").status_code == 202
    assert held.wait(LIMIT)

    refused = other.post("/jobs")

    assert (refused.status_code, refused.json()["detail"]) == (409, "job 1 runs already: wait for its end, or cancel it")
    assert other.get("/health").json()["running_job"] == 1
    assert state(other) == "running"
    assert [job["state"] for job in other.get("/jobs").json()["jobs"]] == ["running"]
    assert other.get("/jobs/1/pairs").status_code == 409


def test_any_cancels_a_job(two, held):
    one, other = two
    one.post("/jobs")
    assert held.wait(LIMIT)

    assert other.post("/jobs/1/cancel").status_code == 202

    assert one.app.state.service.jobs.join(LIMIT)
    assert [state(service) for service in two] == ["cancelled", "cancelled"]
    assert other.post("/jobs/1/cancel").status_code == 409


def test_a_job_that_was_cancelled_is_not_finished_any_more(two, monkeypatch):
    """However late: the matching is done, and what it has found is being written."""
    from service.store import Store

    one, other = two
    finish = Store.finish_job

    def cancelled_meanwhile(self, *arguments):
        assert other.post("/jobs/1/cancel").status_code == 202
        return finish(self, *arguments)

    monkeypatch.setattr(Store, "finish_job", cancelled_meanwhile)
    assert one.finished_job()["state"] == "cancelled"


def test_any_has_the_result(two):
    one, other = two
    job = one.finished_job()

    assert other.get("/jobs/1").json() == job
    assert other.get("/jobs/1/pairs").content == one.get("/jobs/1/pairs").content
    assert (other.finished_job()["number"], state(one, 2)) == (2, "finished")


def test_progress_is_known_to_all(two, monkeypatch):
    from service import jobs

    one, other = two
    seen = threading.Event()

    def report(self, done, total):
        self.done, self.total = done, total
        assert not done or seen.wait(LIMIT), "nobody saw it"

    monkeypatch.setattr(jobs._Running, "report", report)
    one.post("/jobs")

    try:
        until(lambda: other.get("/jobs/1").json()["done"] > 0, True)
    finally:
        seen.set()
    assert one.app.state.service.jobs.join(LIMIT)
    assert (state(other), other.get("/jobs/1").json()["done"]) == ("finished", 200)


def test_the_end_of_one_interrupts_its_job_and_no_others(two, held, serve):
    one, other = two
    one.post("/jobs")
    assert held.wait(LIMIT)

    other.stop()
    serve("rust")
    assert state(one) == "running", "another service that ends, or begins, has nothing to do with it"

    one.stop()
    assert state(serve("python")) == "interrupted"


def test_many_who_want_to_start_a_job_at_once(two, held):
    """One gets it, whoever they ask; the others are told which."""
    starters = threading.Barrier(8)
    answers = []

    def start(service):
        jobs = service.app.state.service.jobs
        starters.wait(LIMIT)
        try:
            answers.append(jobs.start(service.app.state.service.directory(), service.app.state.matching.Settings(), {}))
        except Exception as error:
            answers.append(f"{type(error).__name__} {error}")

    threads = [threading.Thread(target=start, args=(two[place % 2],)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, answers)) == ["1", *["RunningError 1"] * 7]


def test_one_job_after_the_other_whoever_starts_them(two):
    """As soon as one is said to have ended, the next can be started."""
    for number in range(1, 7):
        assert two[number % 2].post("/jobs").json()["number"] == number
        until(lambda number=number: state(two[0], number), "finished")


def test_writers_get_their_turn_while_a_result_is_written(two, monkeypatch):
    """And nobody sees half of it."""
    from service import store

    one, other = two
    monkeypatch.setattr(store, "PORTION", 7)
    added = []
    finish = store.Store.finish_job

    def add_between(self, number, total, compared, pairs, clusters, stopped):
        def between():
            if len(added) < 4:
                added.append(other.post("/customers", json={"id": f"late-{len(added)}"}).status_code)
                assert other.get("/jobs/1/pairs").status_code == 409
                assert state(other) == "running"
            return stopped()

        return finish(self, number, total, compared, pairs, clusters, between)

    monkeypatch.setattr(store.Store, "finish_job", add_between)
    job = one.finished_job()

    assert added == [201] * 4
    assert (job["state"], job["total"], job["pairs"], job["clusters"]) == ("finished", 200, 30, 30)
    assert len(other.get("/jobs/1/pairs").json()["items"]) == 30
    assert len(other.get("/jobs/1/clusters").json()["items"]) == 30


@pytest.mark.parametrize("ending", ["cancel", "stop"])
def test_of_a_job_that_ends_while_its_result_is_written_nothing_is_left(two, serve, monkeypatch, ending):
    from service import store

    one, other = two
    monkeypatch.setattr(store, "PORTION", 7)
    finish = store.Store.finish_job
    written = []

    def ended_in_the_middle(self, number, total, compared, pairs, clusters, stopped):
        def between():
            written.append(rows(other))
            if len(written) == 3:
                jobs = one.app.state.service.jobs
                assert jobs.cancel(1) if ending == "cancel" else jobs.interrupt() is None
            return stopped()

        return finish(self, number, total, compared, pairs, clusters, between)

    monkeypatch.setattr(store.Store, "finish_job", ended_in_the_middle)
    one.post("/jobs")
    assert one.app.state.service.jobs.join(LIMIT)

    assert written == [0, 7, 14]
    assert state(other) == {"cancel": "cancelled", "stop": "interrupted"}[ending]
    assert rows(other) == 0


def rows(service):
    """How many rows of results are in the file."""
    with service.app.state.service.store.reading() as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pairs", "clusters"))


def test_a_new_file_that_several_make_at_once(tmp_path):
    from service.store import Store

    opened, together = [], threading.Barrier(8)

    def open_it():
        together.wait(LIMIT)
        try:
            opened.append(Store(tmp_path / "customers.sqlite"))
        except Exception as error:
            opened.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert {type(store) for store in opened} == {Store}, opened
        assert opened[0].count() == 0
    finally:
        for store in opened:
            if isinstance(store, Store):
                store.close()
