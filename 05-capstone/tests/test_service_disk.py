"""A full disk, a file that is locked, read-only, gone or damaged: refused with a clear message, nothing half done, and afterwards all is well."""

import os
import sqlite3
from contextlib import contextmanager

import febrl
import pytest

CUSTOMERS = febrl.load("1")[:200]
MANY = "id,surname\n" + "".join(f"c-{row},{'x' * 150}\n" for row in range(2000))


@pytest.fixture
def filled(directory):
    """A service with 200 real customers."""
    directory.add(CUSTOMERS)
    return directory


@pytest.fixture
def write_with(monkeypatch):
    """`write_with(pragma)`: all that is written from now on is written so."""
    from service.database import Database

    now = [""]
    plain = Database.writing

    @contextmanager
    def writing(self):
        with plain(self) as connection:
            for pragma in ("max_page_count = 1073741823", "query_only = 0", *now):
                connection.execute(f"PRAGMA {pragma}")
            yield connection

    monkeypatch.setattr(Database, "writing", writing)
    return lambda pragma: now.__setitem__(0, pragma)


def count(service):
    return service.get("/health").json()["customers"]


def full(write_with):
    """To SQLite, no more pages than there are is a full disk."""
    write_with("max_page_count = 1")


def room(write_with):
    write_with("user_version")


def test_an_upload_to_a_full_disk(filled, write_with):
    full(write_with)

    refused = filled.upload(MANY)

    assert refused.status_code == 507
    assert refused.json()["detail"] == "nothing was changed, there is no room left on the disk: database or disk is full"
    assert count(filled) == 200
    assert filled.get("/customers/c-0").status_code == 404
    assert filled.post("/matches", json=CUSTOMERS[0]._replace(id="")._asdict()).json()["matches"][0]["score"] == 1.0
    room(write_with)
    assert filled.upload(MANY).status_code == 201
    assert count(filled) == 2200


def test_a_job_on_a_full_disk(filled, write_with, monkeypatch):
    """Its result has no room: it has failed, and leaves nothing; once there is room, another is finished."""
    from service import store

    monkeypatch.setattr(store, "PORTION", 50)
    filled.upload("id,surname,postcode\n" + "".join(f"c-{row},smith,{1000 + row % 50}\n" for row in range(400)))
    full(write_with)

    job = filled.finished_job(threshold=0.1)

    assert (job["state"], job["problem"]) == ("failed", "OperationalError: database or disk is full")
    assert filled.get("/health").json()["running_job"] is None
    with filled.app.state.service.store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (0,)
    room(write_with)
    assert filled.finished_job(threshold=0.1)["state"] == "finished"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_file_that_must_not_grow(filled, tmp_path):
    """As a quota has it: the system refuses in the middle of what SQLite writes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in tmp_path.iterdir()) + 5000
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        refused = filled.upload(MANY)
        assert refused.status_code == 503
        assert "the database cannot be used" in refused.json()["detail"]
        assert count(filled) == 200
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert filled.upload(MANY).status_code == 201
    assert count(filled) == 2200


def test_others_write_for_too_long(serve, implementation, tmp_path):
    """Reading goes on; what would write is refused after the longest wait, and no job is left half begun."""
    service = serve(implementation, longest_wait=0.05)
    service.add(CUSTOMERS)
    other = sqlite3.connect(tmp_path / "customers.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        refused = [service.post("/customers", json={"id": "late"}), service.post("/jobs")]
        assert [(answer.status_code, answer.headers["Retry-After"]) for answer in refused] == [(503, "1"), (503, "1")]
        assert "others are writing for too long" in refused[0].json()["detail"]
        assert count(service) == 200
        assert service.get("/jobs").json() == {"jobs": []}
    finally:
        other.close()
    assert service.post("/customers", json={"id": "late"}).status_code == 201
    assert service.finished_job()["total"] == 201


def test_a_file_that_can_only_be_read(filled, write_with):
    write_with("query_only = 1")

    refused = filled.post("/customers", json={"id": "new"})

    assert refused.status_code == 503
    assert "readonly" in refused.json()["detail"]
    assert count(filled) == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a file that is in use")
def test_a_file_that_is_gone(filled, tmp_path):
    """Writing to it would work, and be lost."""
    file = tmp_path / "customers.sqlite"
    file.rename(tmp_path / "elsewhere.sqlite")
    refused = [filled.post("/customers", json={"id": "new"}), filled.get("/customers/new"), filled.post("/jobs")]
    assert [answer.status_code for answer in refused] == [503, 503, 503]
    assert "customers.sqlite is gone" in refused[0].json()["detail"]
    assert not file.exists(), "it is not made anew"

    file.write_bytes(b"")
    refused = filled.post("/customers", json={"id": "new"})
    assert (refused.status_code, "was replaced" in refused.json()["detail"]) == (503, True)

    file.unlink()
    (tmp_path / "elsewhere.sqlite").rename(file)
    assert filled.post("/customers", json={"id": "new"}).status_code == 201


def test_a_file_that_is_damaged(filled, monkeypatch):
    from service.store import Store

    def damaged(*_):
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(Store, "customer", damaged)

    refused = filled.get("/customers/c-1")

    assert (refused.status_code, "malformed" in refused.json()["detail"]) == (503, True)


def test_our_own_mistakes_are_none_of_the_databases(filled, monkeypatch):
    from service.store import Store

    def mistake(*_):
        raise sqlite3.ProgrammingError("Incorrect number of bindings supplied")

    monkeypatch.setattr(Store, "customer", mistake)

    with pytest.raises(sqlite3.ProgrammingError):
        filled.get("/customers/c-1")


@pytest.mark.parametrize("noted", [True, False], ids=["later", "never"])
def test_the_end_of_a_job_that_cannot_be_noted(filled, monkeypatch, noted):
    """It does not run for ever; if nothing at all can be written, it is not said to."""
    from service.store import Store

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    for name in ["finish_job", "end_job", *([] if noted else ["interrupt_jobs"])]:
        monkeypatch.setattr(Store, name, full)
    filled.post("/jobs")
    assert filled.app.state.service.jobs.join(30)

    assert filled.get("/jobs/1").json()["state"] == "interrupted"
    assert filled.get("/health").json()["running_job"] is None
    assert filled.post("/jobs/1/cancel").status_code == 409
    monkeypatch.undo()
    assert filled.finished_job()["state"] == "finished"
    assert [job["state"] for job in filled.get("/jobs").json()["jobs"]] == ["finished", "interrupted"]


def test_a_job_that_cannot_get_a_thread(filled, monkeypatch):
    from service import jobs

    class NoThread(jobs.Thread):
        def start(self):
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr(jobs, "Thread", NoThread)
    refused = filled.post("/jobs")
    assert (refused.status_code, refused.json()["detail"]) == (503, "no job was started: can't start new thread")
    assert filled.get("/jobs/1").json()["state"] == "failed"

    monkeypatch.undo()
    assert filled.finished_job()["state"] == "finished"


def test_no_job_is_started_while_the_service_ends(filled):
    filled.app.state.service.jobs.interrupt()

    refused = filled.post("/jobs")

    assert (refused.status_code, refused.json()["detail"]) == (503, "no job was started: the service is shutting down")


def test_a_job_in_which_the_port_panics(filled, monkeypatch):
    """A panic arrives as an exception that is no `Exception`."""
    from service.jobs import _Running

    class PanicException(BaseException):
        pass

    def report(self, done, total):
        raise PanicException("index out of bounds")

    monkeypatch.setattr(_Running, "report", report)

    job = filled.finished_job()

    assert (job["state"], job["problem"]) == ("failed", "PanicException: index out of bounds")
