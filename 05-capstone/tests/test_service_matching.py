"""Likely duplicates and de-duplication jobs, with each implementation; both give the same answers, byte for byte."""

import json
import sqlite3
from threading import Event

import febrl
import pytest

CUSTOMERS = febrl.load("1")[:200]
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def filled(directory):
    """A service with 200 real customers."""
    directory.add(CUSTOMERS)
    return directory


def problems(answer):
    return [(problem["row"], problem["field"]) for problem in answer.json()["problems"]]


def record(customer, **changed):
    return customer._replace(id="")._asdict() | changed


def test_health_names_the_implementation(filled, implementation):
    assert filled.get("/health").json() == {"status": "ok", "matching": implementation, "customers": 200, "running_job": None}


def test_likely_duplicates_of_a_record(filled):
    customer = CUSTOMERS[1]

    found = filled.post("/matches", json=record(customer, surname=customer.surname + "x")).json()["matches"]

    assert found[0]["customer"] == customer._asdict()
    assert 0.95 < found[0]["score"] < 1
    assert found[0]["similarities"]["given_name"] == 1.0
    assert [match["score"] for match in found] == sorted((match["score"] for match in found), reverse=True)


def test_a_customer_is_no_duplicate_of_itself(filled):
    found = filled.post("/matches?min_score=0&limit=100", json=CUSTOMERS[1]._asdict()).json()["matches"]

    assert found
    assert CUSTOMERS[1].id not in [match["customer"]["id"] for match in found]


def test_limit_and_minimal_score(filled):
    all_of_them = filled.post("/matches?min_score=0&limit=100", json=record(CUSTOMERS[1])).json()["matches"]
    least = all_of_them[2]["score"]

    assert filled.post("/matches?min_score=0&limit=3", json=record(CUSTOMERS[1])).json()["matches"] == all_of_them[:3]
    assert filled.post(f"/matches?min_score={least}", json=record(CUSTOMERS[1])).json()["matches"] == all_of_them[:3]


def test_a_new_customer_is_found_at_once(filled):
    assert filled.post("/matches", json={"surname": "quetzalcoatl"}).json() == {"matches": []}

    filled.post("/customers", json={"id": "new", "surname": "Quetzalcóatl"})

    assert [match["customer"]["id"] for match in filled.post("/matches", json={"surname": "quetzalcoatl"}).json()["matches"]] == ["new"]


def test_an_empty_directory(directory):
    assert directory.post("/matches", json={"surname": "waller"}).json() == {"matches": []}
    job = directory.finished_job()
    assert (job["state"], job["done"], job["total"], job["pairs"], job["clusters"]) == ("finished", 0, 0, 0, 0)
    assert directory.get("/jobs/1/pairs").json() == {"total": 0, "offset": 0, "next": None, "items": []}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=1e3", "limit"),
        (f"limit={10**30}", "limit"),
        ("min_score=1.01", "min_score"),
        ("min_score=-1", "min_score"),
        ("min_score=nan", "min_score"),
        ("min_score=", "min_score"),
    ],
)
def test_parameters_that_cannot_be_used(filled, query, field):
    answer = filled.post(f"/matches?{query}", json={"surname": "waller"})

    assert answer.status_code == 422
    assert problems(answer) == [(None, field)]


@pytest.mark.parametrize("body", ['{"surname": 1}', '{"surname": "\\ud800"}', '{"surname": ["x"]}'])
def test_a_record_that_cannot_be_used(filled, body):
    answer = filled.post("/matches", content=body, headers=JSON)

    assert answer.status_code == 422
    assert problems(answer) == [(None, "surname")]


def test_a_job_and_its_result_page_by_page(filled):
    job = filled.finished_job()

    assert (job["state"], job["done"], job["total"]) == ("finished", 200, 200)
    assert (job["pairs"], job["clusters"], job["problem"]) == (30, 30, None)
    whole = filled.get("/jobs/1/pairs").json()
    assert (whole["total"], whole["offset"], whole["next"], len(whole["items"])) == (30, 0, None, 30)
    pages, offset = [], 0
    while offset is not None:
        page = filled.get(f"/jobs/1/pairs?limit=7&offset={offset}").json()
        pages += page["items"]
        offset = page["next"]
    assert pages == whole["items"]
    assert all(febrl.is_true(febrl.Pair(**pair)) for pair in pages)
    clusters = filled.get("/jobs/1/clusters?limit=100").json()
    assert sorted(tuple(sorted(ids)) for ids in clusters["items"]) == sorted(tuple(sorted((pair["left"], pair["right"]))) for pair in pages)


@pytest.mark.parametrize("offset", [30, 31, 2**63 - 1])
def test_a_page_after_the_end(filled, offset):
    filled.finished_job()

    assert filled.get(f"/jobs/1/pairs?offset={offset}").json() == {"total": 30, "offset": offset, "next": None, "items": []}


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", f"offset={2**63}", "offset=x"])
def test_pages_that_cannot_be(directory, query):
    directory.finished_job()

    assert [directory.get(f"/jobs/1/{what}?{query}").status_code for what in ("pairs", "clusters")] == [422, 422]


def test_settings_of_a_job(filled):
    job = filled.finished_job(threshold=0.9, weights={"state": 0}, blocking=["postcode"], max_block=50)

    assert job["settings"]["threshold"] == 0.9
    assert (job["settings"]["weights"]["state"], job["settings"]["weights"]["surname"]) == (0.0, 3.0)
    assert (job["settings"]["blocking"], job["settings"]["max_block"]) == (["postcode"], 50)
    assert 0 < job["pairs"] < 30
    assert all(pair["score"] >= 0.9 for pair in filled.get("/jobs/1/pairs").json()["items"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"threshold": 1.5}', "threshold"),
        ('{"threshold": NaN}', "threshold"),
        ('{"threshold": 1e999}', "threshold"),
        ('{"threshold": "high"}', "threshold"),
        ('{"weights": {"state": -1}}', "weights.state"),
        ('{"weights": {"age": 1}}', "weights.age"),
        ('{"blocking": ["age"]}', "blocking"),
        ('{"blocking": ["surname", "surname"]}', "blocking"),
        ('{"max_block": 0}', "max_block"),
        ('{"speed": 1}', "speed"),
        ("[", None),
    ],
)
def test_settings_that_cannot_be_used(directory, body, field):
    answer = directory.post("/jobs", content=body, headers=JSON)

    assert answer.status_code == 422
    assert problems(answer) == [(None, field)]
    assert directory.get("/jobs").json() == {"jobs": []}


def test_a_max_block_beyond_all_bounds(filled):
    assert filled.finished_job(max_block=10**30)["pairs"] == 30


@pytest.mark.parametrize("path", ["", "/pairs", "/clusters"])
@pytest.mark.parametrize(("number", "status"), [("7", 404), ("0", 422), ("x", 422), (str(2**63), 422)])
def test_an_unknown_job(directory, number, path, status):
    assert directory.get(f"/jobs/{number}{path}").status_code == status


def test_to_cancel_an_unknown_job(directory):
    assert directory.post("/jobs/7/cancel").status_code == 404


def test_progress_then_cancelled(filled, held):
    number = filled.post("/jobs").json()["number"]
    assert held.wait(20), "the job does not begin"

    job = filled.get(f"/jobs/{number}").json()
    assert (job["state"], job["done"], job["total"]) == ("running", 0, 200)
    assert filled.get("/health").json()["running_job"] == number
    assert filled.get(f"/jobs/{number}/pairs").status_code == 409
    assert filled.post("/matches", json=record(CUSTOMERS[1])).json()["matches"], "the service answers while a job runs"

    assert filled.post(f"/jobs/{number}/cancel").status_code == 202
    assert filled.app.state.service.jobs.join(20)
    job = filled.get(f"/jobs/{number}").json()
    assert (job["state"], job["done"], job["total"], job["pairs"]) == ("cancelled", 0, 200, None)
    assert filled.get(f"/jobs/{number}/clusters").status_code == 409
    assert filled.get("/health").json()["running_job"] is None
    again = filled.post(f"/jobs/{number}/cancel")
    assert (again.status_code, again.json()["detail"]) == (409, f"job {number} does not run: it is cancelled")


def test_cancelled_while_its_matcher_is_made(filled, monkeypatch):
    """That nobody can interrupt: the job ends though it goes on, and the next one waits for its end."""
    begun, may_end = Event(), Event()
    plain = filled.app.state.service.directory().matcher

    def slow(settings):
        begun.set()
        assert may_end.wait(20)
        return plain(settings)

    monkeypatch.setattr(filled.app.state.service.directory(), "matcher", slow)
    filled.post("/jobs")
    assert begun.wait(20), "the job does not begin"

    assert filled.post("/jobs/1/cancel").status_code == 202
    assert filled.app.state.service.jobs.join(20), "the job waits for its matcher"

    assert filled.get("/jobs/1").json()["state"] == "cancelled"
    begun.clear()
    filled.post("/jobs")
    assert not begun.is_set()
    may_end.set()
    assert filled.app.state.service.jobs.join(20)
    assert filled.get("/jobs/2").json()["state"] == "finished"


def test_a_matcher_that_cannot_be_made(filled, monkeypatch):
    def fails(settings):
        raise MemoryError("no room")

    monkeypatch.setattr(filled.app.state.service.directory(), "matcher", fails)

    job = filled.finished_job()

    assert (job["state"], job["problem"]) == ("failed", "MemoryError: no room")


def test_one_job_at_a_time(filled, held):
    filled.post("/jobs")
    assert held.wait(20)

    answer = filled.post("/jobs")

    assert (answer.status_code, answer.json()["detail"]) == (409, "job 1 runs already: wait for its end, or cancel it")
    filled.post("/jobs/1/cancel")
    filled.app.state.service.jobs.join(20)
    assert filled.post("/jobs").json()["number"] == 2


def test_customers_that_come_during_a_job_are_not_in_it(filled, held, monkeypatch):
    filled.post("/jobs")
    assert held.wait(20)
    filled.post("/customers", json={"id": "late"})
    filled.post("/jobs/1/cancel")
    filled.app.state.service.jobs.join(20)

    assert filled.get("/jobs/1").json()["total"] == 200
    monkeypatch.undo()
    assert filled.finished_job()["total"] == 201


def test_the_end_of_the_service_interrupts_a_job(filled, held, serve, implementation, monkeypatch):
    filled.post("/jobs")
    assert held.wait(20)

    filled.stop()

    monkeypatch.undo()
    restarted = serve(implementation)
    assert restarted.get("/jobs/1").json()["state"] == "interrupted"
    assert restarted.finished_job()["pairs"] == 30


def test_after_a_kill_a_job_is_interrupted(filled, serve, implementation):
    """What a killed service leaves behind: a job that is said to run."""
    filled.app.state.service.store.begin_job({}, implementation)
    filled.stop()

    restarted = serve(implementation)

    assert restarted.get("/jobs/1").json()["state"] == "interrupted"
    job = restarted.finished_job()
    assert (job["number"], job["state"]) == (2, "finished")


def test_results_are_kept(filled, serve, implementation):
    filled.finished_job()
    result = filled.get("/jobs/1/pairs").content
    filled.stop()

    restarted = serve(implementation)

    assert restarted.get("/jobs/1").json()["state"] == "finished"
    assert restarted.get("/jobs/1/pairs").content == result


def test_a_job_that_fails(filled, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(filled.app.state.service.store, "finish_job", full)

    job = filled.finished_job()

    assert (job["state"], job["problem"]) == ("failed", "OperationalError: database or disk is full")
    monkeypatch.undo()
    assert filled.finished_job()["state"] == "finished"


def test_the_latest_jobs_come_first(directory):
    for _ in range(3):
        directory.finished_job()

    assert [job["number"] for job in directory.get("/jobs").json()["jobs"]] == [3, 2, 1]
    assert [job["number"] for job in directory.get("/jobs?limit=2").json()["jobs"]] == [3, 2]


def test_both_implementations_give_the_same_answers(serve, tmp_path):
    """A long conversation, once with each: statuses and bodies are equal byte for byte, but for the times in them."""
    odd = [
        {"id": "odd-1", "surname": "O\u2019Brien-Świątek", "given_name": "ﬁona"},
        {"id": "odd-2", "surname": "obrien swiatek", "given_name": "Fiona"},
    ]

    def conversation(name):
        service = serve(name, database=tmp_path / f"{name}.sqlite")
        service.add(CUSTOMERS)
        service.upload("\n".join(map(json.dumps, odd)), "application/x-ndjson")
        said = [service.post("/matches?min_score=0.3&limit=50", json=record(customer)) for customer in CUSTOMERS[:40]]
        said += [service.post("/matches?min_score=0", json=customer) for customer in [*odd, {}, {"surname": "李"}, {"postcode": "2119"}]]
        settings = [
            {},
            {"threshold": 0.5},
            {"weights": {"surname": 0}, "blocking": ["surname"]},
            {"max_block": 3},
            {"threshold": 2},
            {"max_block": 0},
        ]
        for number, each in enumerate(settings, 1):
            said.append(service.post("/jobs", json=each))
            service.app.state.service.jobs.join(30)
            said += [service.get(f"/jobs/{number}{path}") for path in ("", "/pairs?limit=1000", "/clusters")]
        return [(answer.status_code, _timeless(answer)) for answer in said]

    assert conversation("rust") == conversation("python")


def _timeless(answer):
    """An answer without the times and the implementation in it, and the one to the start of a job without its progress, which is a matter of luck."""
    if b'"started"' not in answer.content:
        return answer.content
    job = answer.json()
    kept = ("number", "settings") if answer.status_code == 202 else job.keys() - {"started", "ended", "matching"}
    return {key: job[key] for key in kept}


def test_the_description_is_complete(serve):
    description = serve("python").get("/openapi.json").json()

    found = {(method, path) for path, methods in description["paths"].items() for method in methods}
    assert found == {
        ("get", "/health"),
        ("get", "/metrics"),
        ("get", "/implementation"),
        ("put", "/implementation"),
        ("get", "/customers"),
        ("post", "/customers"),
        ("post", "/customers/upload"),
        ("get", "/customers/{id}"),
        ("post", "/matches"),
        ("post", "/jobs"),
        ("get", "/jobs"),
        ("get", "/jobs/{number}"),
        ("post", "/jobs/{number}/cancel"),
        ("get", "/jobs/{number}/pairs"),
        ("get", "/jobs/{number}/clusters"),
    }
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            schemas = {status: answer["content"]["application/json"]["schema"] for status, answer in refusals.items()}
            assert all(schema == {"$ref": "#/components/schemas/Refusal"} for schema in schemas.values()), (method, path)
