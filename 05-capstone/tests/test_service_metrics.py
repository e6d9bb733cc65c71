"""`GET /metrics`: Prometheus's own parser reads it, and it counts what happened."""

import os
import subprocess
import sys

from prometheus_client.parser import text_string_to_metric_families

WORKER = """
from service.metrics import Metrics

metrics = Metrics()
metrics.requests.labels("GET", "/health", "200").inc()
metrics.seconds.labels("GET", "/health").observe(0.02)
metrics.in_progress.inc()
print("counted", flush=True)
input()
"""
ASKED = """
import sys
from pathlib import Path
from service.hot_module import load
from service.metrics import Metrics
from service.running import Service
from service.settings import ServiceSettings

service = Service(ServiceSettings(database=Path(sys.argv[1])), load("python"))
sys.stdout.buffer.write(Metrics().text(service))
service.close()
"""


def parsed(text):
    """The samples of an answer: (name, labels) to value."""
    families = list(text_string_to_metric_families(text))
    assert len({family.name for family in families}) == len(families), "no family comes twice"
    samples = [sample for family in families for sample in family.samples]
    found = {(sample.name, *sample.labels.items()): sample.value for sample in samples}
    assert len(found) == len(samples), "no sample comes twice"
    return found


def samples(service):
    answer = service.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return parsed(answer.text)


def request(route, status, method="GET"):
    return ("http_requests_total", ("method", method), ("route", route), ("status", str(status)))


def counted(directory, before, key):
    return samples(directory)[key] - before.get(key, 0)


def test_requests_are_counted_by_method_route_and_status(directory):
    before = samples(directory)

    for number in range(3):
        directory.post("/customers", json={"id": f"c-{number}"})
        directory.get(f"/customers/c-{number}")
    directory.post("/customers", json={"id": "c-1"})
    directory.post("/customers", json={})

    posted = {status: counted(directory, before, request("/customers", status, "POST")) for status in (201, 409, 422)}
    assert posted == {201: 3, 409: 1, 422: 1}
    assert counted(directory, before, request("/customers/{id:path}", 200)) == 3


def test_latencies_are_a_histogram(directory):
    labels = ("method", "GET"), ("route", "/health")
    before = samples(directory)

    directory.get("/health")
    directory.get("/health")

    assert counted(directory, before, ("http_request_duration_seconds_count", *labels)) == 2
    assert counted(directory, before, ("http_request_duration_seconds_sum", *labels)) > 0
    # Other tests may have asked for it in other ways: by another method, for instance.
    counts = [value for (name, *rest), value in samples(directory).items() if name.endswith("_bucket") and set(labels) <= set(rest)]
    assert counts == sorted(counts), "each bucket holds those before it"


def test_the_request_that_asks_is_in_progress(directory):
    assert samples(directory)[("http_requests_in_progress",)] == 1


def test_what_clients_invent_makes_no_new_series(directory):
    def invent(number):
        directory.get(f"/nowhere-{number}")
        directory.get(f"/customers/{number}")
        directory.get(f"/jobs/{number + 1}")
        directory.get(f"/health?number={number}")
        directory._runner.run(directory._client.request(f"BREW{number}", "/health"))
        directory.get("/health", headers={"X-Number": str(number)})

    invent(0)
    samples(directory)  # is a request itself
    before = samples(directory)
    for number in range(1, 6):
        invent(number)

    assert set(samples(directory)) == set(before)
    assert counted(directory, before, request("other", 404)) == 5
    assert counted(directory, before, request("/health", 405, "other")) == 5


def test_bodies_that_are_too_large_are_counted(serve, implementation):
    service = serve(implementation, largest_body=10)
    before = samples(service)

    service.upload("id\n" + "c\n" * 20)

    assert counted(service, before, request("other", 413, "POST")) == 1, "nobody has looked where it was to go"


def test_jobs_customers_and_the_implementation(directory, implementation):
    directory.post("/customers", json={"id": "c-1"})
    directory.finished_job()
    directory.finished_job()

    found = samples(directory)

    assert found["directory_customers",] == 1
    assert {key: value for key, value in found.items() if key[0] == "matching_info"} == {
        ("matching_info", ("implementation", implementation)): 1
    }
    assert found["jobs_total", ("outcome", "finished")] == 2
    assert found["job_duration_seconds_count", ("outcome", "finished")] == 2
    assert found["job_duration_seconds_sum", ("outcome", "finished")] >= 0
    assert found["jobs_running",] == 0
    assert not [key for key in found if key[0] == "job_customers"], "no job, no progress"


def test_a_running_job_s_progress(directory, held):
    directory.post("/customers", json={"id": "c-1"})
    directory.post("/jobs")
    assert held.wait(20), "the job does not begin"

    found = samples(directory)

    assert found["jobs_running",] == 1
    assert (found["job_customers", ("which", "done")], found["job_customers", ("which", "total")]) == (0, 1)
    directory.post("/jobs/1/cancel")
    assert directory.app.state.service.jobs.join(20)
    assert samples(directory)["jobs_total", ("outcome", "cancelled")] == 1


def test_the_process_s_memory(directory):
    assert samples(directory)["process_resident_memory_bytes", ("process", str(os.getpid()))] > 10_000_000


def test_workers_count_together(tmp_path):
    """One is asked for all; of one that was killed, what it had counted stays, and what it was doing does not."""
    from service.metrics import FOLDER, counted_together

    def asked():
        answer = subprocess.run([sys.executable, "-c", ASKED, str(tmp_path / "customers.sqlite")], stdout=subprocess.PIPE, timeout=60)
        assert answer.returncode == 0
        return parsed(answer.stdout.decode())

    def memory(found):
        return {dict(labels)["process"] for name, *labels in found if name == "process_resident_memory_bytes"}

    assert FOLDER not in os.environ
    with counted_together():
        workers = [subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
        try:
            assert [worker.stdout.readline().strip() for worker in workers] == [b"counted"] * 2
            both = asked()
            workers[0].kill()
            workers[0].wait(20)
            one = asked()
        finally:
            for worker in workers:
                worker.kill()
                worker.communicate()
    assert FOLDER not in os.environ

    assert both[request("/health", 200)] == one[request("/health", 200)] == 2
    assert both["http_request_duration_seconds_count", ("method", "GET"), ("route", "/health")] == 2
    assert (both["http_requests_in_progress",], one["http_requests_in_progress",]) == (2, 1)
    # The one that is asked is a worker too.
    assert ({str(worker.pid) for worker in workers} <= memory(both), len(memory(both))) == (True, 3)
    assert (str(workers[0].pid) in memory(one), str(workers[1].pid) in memory(one)) == (False, True)
