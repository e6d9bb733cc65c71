"""`python -m service` for real: a process, a socket, Ctrl-C."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

LIMIT = 30
"""Seconds that starting and ending may take on the slowest machine."""


@contextmanager
def started(*arguments, **environ):
    """A service in a process of its own; yields it with its address."""
    command = [sys.executable, "-m", "service", "--port", "0", *arguments]
    # Where this process must not be interrupted, its child would not be either.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environ)
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            said = ""
            while not (found := re.search(r"listens on (http://\S+) with", said)):
                line = process.stdout.readline()
                assert line, f"it does not start: {said}{process.stderr.read()}"
                said += line
            yield process, found[1]
        finally:
            process.kill()


def interrupt(process):
    """Ctrl-C; returns the exit code and what was said."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LIMIT)
    return process.returncode, out, err


def get(address, method="GET"):
    with urlopen(Request(address, method=method), timeout=LIMIT) as answer:
        return json.load(answer)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("name", ["python", "rust"])
def test_it_starts_and_ends(name, tmp_path):
    """In the middle of a job, if that is not quicker: it is not said to run any more. The customers stay."""
    database = tmp_path / "customers.sqlite"
    with started(f"--{name}", "--data", "1", "--database", str(database)) as (process, address):
        health = get(f"{address}/health")
        get(f"{address}/jobs", "POST")
        code, out, err = interrupt(process)

    assert health == {"status": "ok", "matching": name, "customers": 1000, "running_job": None}
    assert code == 0, err
    assert "Traceback" not in err
    assert out.endswith("The service has ended.\n")
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("SELECT count(*) FROM customers").fetchone() == (1000,)
        (state,) = connection.execute("SELECT state FROM jobs").fetchone()
        assert state in ("interrupted", "finished"), "who of the two is first is a matter of luck"
    finally:
        connection.close()
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["customers.sqlite", "customers.sqlite-job"], "the log is folded into the file; the other is the lock, and empty"


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        ((), {"CUSTOMERS_MATCHING": "fortran"}, "CUSTOMERS_MATCHING must be python or rust, not 'fortran'"),
        ((), {"CUSTOMERS_LARGEST_BODY": "0"}, "CUSTOMERS_LARGEST_BODY must be a whole number"),
        (("--database", "/nowhere/customers.sqlite"), {}, "unable to open database file"),
        (("--port", "65536"), {}, "the port must be a number from 0 to 65535, not 65536"),
    ],
    ids=["matching", "setting", "file", "port"],
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


def refused(monkeypatch, *arguments):
    """Start the service in this process, where it ends at once; returns what it says."""
    from service.__main__ import main

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
