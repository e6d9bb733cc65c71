"""`python -m service` for real: processes, sockets, signals, workers that are killed."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import febrl
import psutil
import pytest
from served import Served

LIMIT = 120
"""Seconds in which anything happens on the slowest machine."""

ENDED = "The service has ended.\n"


@pytest.fixture
def database(tmp_path):
    return tmp_path / "customers.sqlite"


@pytest.fixture
def start(tmp_path, database):
    """Starts services in processes of their own, without customers; they end with the test at the latest."""
    started = []

    def start(*arguments, **environ):
        log = tmp_path / f"{len(started)}.log"
        started.append(Served("--data", "none", "--database", str(database), *arguments, log=log, **environ))
        return started[-1]

    yield start
    for service in started:
        service.kill()


def call(service, path, method="GET", body=None):
    headers = {"Content-Type": "application/x-ndjson"} if body else {}
    with urlopen(Request(f"{service.address}{path}", body, headers, method=method), timeout=LIMIT) as answer:
        return json.load(answer)


def fill(service, name="1"):
    """Add customers of Febrl's: set 3 is what a job in Python takes half a minute for, and set 1 a second."""
    call(service, "/customers/upload", "POST", "\n".join(json.dumps(each._asdict()) for each in febrl.load(name)).encode())


def until(what, why):
    """Ask until the answer is true; returns it."""
    never = threading.Event()
    for _ in range(LIMIT * 50):
        try:
            if got := what():
                return got
        except OSError:  # a worker was killed while it answered
            pass
        never.wait(0.02)
    raise AssertionError(why)


def in_the_middle(service, number=1):
    """Wait until a job has compared some customers."""
    until(lambda: call(service, f"/jobs/{number}")["done"] > 0, "the job does not get ahead")


def query(database, statement):
    connection = sqlite3.connect(database)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("name", "data", "ends"),
    [("python", "3", [Served.interrupt, Served.interrupt, Served.terminate]), ("rust", "1", [Served.terminate])],
    ids=["python-impatient", "rust-sigterm"],
)
def test_it_starts_and_ends(start, database, tmp_path, name, data, ends):
    """In the middle of a job, if that is not quicker: it is not said to run any more. The customers stay."""
    service = start(f"--{name}")
    fill(service, data)
    customers = len(febrl.load(data))
    health = call(service, "/health")
    call(service, "/jobs", "POST")
    if name == "python":
        in_the_middle(service)
    for end in ends:
        end(service)

    assert service.wait() == 0, service.said()
    assert health == {"status": "ok", "matching": name, "customers": customers, "running_job": None}
    assert "Traceback" not in service.said()
    assert service.said().endswith(ENDED)
    assert query(database, "SELECT count(*) FROM customers") == [(customers,)]
    ((state, rows),) = query(database, "SELECT state, (SELECT count(*) FROM pairs) FROM jobs")
    # With Rust, who of the two is first is a matter of luck.
    assert state == "interrupted" or (name == "rust" and state == "finished")
    assert (rows > 0) == (state == "finished")
    left = sorted(path.name for path in tmp_path.glob("customers*"))
    assert left == ["customers.sqlite", "customers.sqlite-job"], "the log is folded into the file; the other is the lock, and empty"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_a_signal_while_it_imports(number):
    """That takes a second, and whoever has mistyped ends it then."""
    command = [sys.executable, "-X", "importtime", "-m", "service", "--port", "0"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        imported = next(line for line in process.stderr if "febrl" in line or "starlette" in line)
        process.send_signal(number)
        out, err = process.communicate(timeout=LIMIT)

    assert imported
    assert (process.returncode, out) == (0, ENDED)
    assert "Traceback" not in err


def test_a_request_that_is_being_answered_is_answered(start, database):
    """The service is told to end while a body still comes: no others are let in, and this one is added."""
    service = start("--python")
    place = urlsplit(service.address)
    body = b"id,surname\nc-1,waller\n"
    with socket.create_connection((place.hostname, place.port), timeout=LIMIT) as connection:
        head = f"POST /customers/upload HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        service.terminate()
        until(lambda: _refuses(place.hostname, place.port), "it still lets others in")
        connection.sendall(body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert (answer.status, json.load(answer)) == (201, {"added": 1, "customers": 1})

    assert service.wait() == 0
    assert service.said().endswith(ENDED)
    assert query(database, "SELECT id FROM customers") == [("c-1",)]


def _refuses(host, port):
    try:
        socket.create_connection((host, port), timeout=LIMIT).close()
    except ConnectionRefusedError:
        return True
    return False


def test_who_runs_a_job_is_killed_and_another_goes_on(start, serve, database):
    """Two services on one file, as two workers are; one of them a process."""
    killed, survivor = start("--python"), serve("rust", database=database)
    fill(killed, "3")
    call(killed, "/jobs", "POST")
    in_the_middle(killed)
    assert survivor.post("/jobs").json()["detail"] == "job 1 runs already: wait for its end, or cancel it"
    assert survivor.get("/jobs/1").json()["state"] == "running"

    killed.kill()

    assert survivor.get("/health").json()["running_job"] is None
    assert survivor.get("/jobs/1").json()["state"] == "interrupted"
    assert survivor.finished_job()["state"] == "finished"


def test_a_job_is_cancelled_from_another_process(start, serve, database):
    one, other = start("--python"), serve("rust", database=database)
    fill(one, "3")
    call(one, "/jobs", "POST")
    in_the_middle(one)
    until(lambda: other.get("/jobs/1").json()["done"] > 0, "the other does not hear how far it is")

    assert other.post("/jobs/1/cancel").status_code == 202

    until(lambda: call(one, "/jobs/1")["state"] == "cancelled", "it is not cancelled")


def workers(service):
    """The processes that serve: the others that the service has started are Python's own."""
    return [child for child in psutil.Process(service.pid).children() if "spawn_main" in " ".join(child.cmdline())]


def test_workers_are_killed_and_others_come(start):
    """Whichever runs the job. The address answers again, and the job can be started again; and at the end, none is left behind."""
    service = start("--workers", "2", "--rust")
    fill(service)
    first = until(lambda: len(found := workers(service)) == 2 and found, "there are not two workers")
    until(lambda: len(re.findall("resident_memory_bytes{", metrics(service))) == 2, "they do not both serve")
    call(service, "/jobs", "POST")

    for worker in first:
        worker.kill()

    until(lambda: call(service, "/health")["running_job"] is None, "the job is still said to run")
    assert call(service, "/jobs/1")["state"] in ("interrupted", "finished"), "with Rust, it may have been quicker"
    assert until(lambda: call(service, "/jobs", "POST"), "no job can be started")["number"] >= 2
    second = until(lambda: len(found := workers(service)) == 2 and found, "no workers come")
    assert not {worker.pid for worker in first} & {worker.pid for worker in second}

    service.kill()  # the one that looks after them
    assert psutil.wait_procs(second, timeout=LIMIT)[1] == [], "the workers live on"


def metrics(service):
    with urlopen(f"{service.address}/metrics", timeout=LIMIT) as answer:
        return answer.read().decode()


def test_workers_end_together(start, database):
    service = start("--workers", "2", "--python")
    fill(service, "3")
    call(service, "/jobs", "POST")
    in_the_middle(service)
    serving = workers(service)

    service.terminate()

    assert service.wait() == 0, service.said()
    assert psutil.wait_procs(serving, timeout=LIMIT)[1] == []
    assert service.said().endswith(ENDED)
    assert "Traceback" not in service.said()
    assert query(database, "SELECT state FROM jobs") == [("interrupted",)]


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        ((), {"CUSTOMERS_MATCHING": "fortran"}, "CUSTOMERS_MATCHING must be python or rust, not 'fortran'"),
        ((), {"CUSTOMERS_LARGEST_BODY": "0"}, "CUSTOMERS_LARGEST_BODY must be a whole number"),
        (("--database", "/nowhere/customers.sqlite"), {}, "unable to open database file"),
        (("--port", "65536"), {}, "the port must be a number from 0 to 65535, not 65536"),
        (("--workers", "0"), {}, "the workers must be a number from 1 to 64, not 0"),
        (("--generate", "0"), {}, "--generate must be a number of at least 1, not 0"),
    ],
    ids=["matching", "setting", "file", "port", "workers", "generate"],
)
def test_it_says_why_it_cannot_start(arguments, environ, said, monkeypatch):
    for variable, value in ({"CUSTOMERS_MATCHING": "python"} | environ).items():
        monkeypatch.setenv(variable, value)

    assert said in refused(monkeypatch, *arguments)


def test_a_port_that_is_in_use(monkeypatch):
    monkeypatch.setenv("CUSTOMERS_MATCHING", "python")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(monkeypatch, "--port", str(port))


def test_whoever_refuses_the_fallback_is_told_why(monkeypatch):
    """`python -W error::RuntimeWarning -m service` without the wheel; here, too, warnings are errors."""
    from service import hot_module

    def load(name):
        raise ModuleNotFoundError("No module named 'capstone'", name="capstone")

    monkeypatch.delenv(hot_module.VARIABLE, raising=False)
    monkeypatch.setattr(hot_module, "load", load)

    assert "the wheel is not installed, matching will be slow" in refused(monkeypatch)


def refused(monkeypatch, *arguments):
    """Start the service in this process, where it ends at once; returns what it says."""
    from service.command import main

    monkeypatch.setattr(sys, "argv", ["service", "--port", "0", "--data", "none", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    said = str(caught.value)
    assert said.startswith("The service cannot start: ")
    return said


def test_answers_are_sent_at_once():
    """asyncio switches the delay of small packets off on sockets that say that they are TCP."""
    from service.listening import listening

    with listening("127.0.0.1", 0) as door:
        assert door.proto == socket.IPPROTO_TCP
