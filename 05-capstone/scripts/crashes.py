"""Kills the service in the middle of its work, again and again, and looks after each restart whether anything that it acknowledged is lost.

`python -m crashes --help`. Each round begins a service in a process of its own on the file that the round before left behind, checks the file,
lets clients upload, add and run jobs, and kills the process at a moment that a seed chose: at the n-th acknowledgement, the n-th part of a body
that was sent, or the n-th time that a job got ahead. What the other clients are in the middle of then is a matter of luck.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import quote, urlsplit

import generated
import matching
import psutil
from capstone import matching as port
from served import PATIENCE, Served

ENOUGH = 5000
"""With so many customers a service is killed at the next event, and a new file is begun, or each round would take longer than the one before."""

CHANCES = {"acknowledgement": 30, "part of a body": 120, "look at a job": 60}
"""At which events a service is killed, and after how many at most."""

COLUMNS = ", ".join(matching.Customer._fields)

Row = tuple[str, ...]


class LostError(Exception):
    """The service did not keep its word."""


@dataclass
class Ledger:
    """What the clients of a file know of it."""

    kept: dict[str, Row] = field(default_factory=dict)
    doubtful: list[list[Row]] = field(default_factory=list)
    refused: list[list[Row]] = field(default_factory=list)
    jobs: dict[int, str] = field(default_factory=dict)
    checked: set[int] = field(default_factory=set)


class Trap:
    """Kills a service at an event of a kind, or when there are enough customers."""

    def __init__(self, service: Served, ledger: Ledger, kind: str, after: int) -> None:
        self.kind, self.left = kind, after
        self._ledger = ledger
        self.sprung = Event()
        self._service = service
        self._lock = Lock()

    def note(self, kind: str) -> None:
        """An event has come."""
        with self._lock:
            self.left -= kind == self.kind
            if (self.left == 0 or len(self._ledger.kept) >= ENOUGH) and not self.sprung.is_set():
                self.sprung.set()
                kill(self._service)


def kill(service: Served) -> None:
    """Kill a service and its workers, the one that would start others first."""
    workers = psutil.Process(service.pid).children(recursive=True)
    service.kill()
    for worker in workers:
        worker.kill()
    psutil.wait_procs(workers, PATIENCE)


class Client:
    """One who calls a service until it is killed.

    Args:
        address: where it listens.
        trap: whom to tell of events.
        ledger: where to note what is known.
        customers: whom to add.
        draw: decides what to do.
    """

    def __init__(self, address: str, trap: Trap, ledger: Ledger, customers: "_Shared", draw: Random) -> None:
        self._place = urlsplit(address).netloc
        self._trap, self._ledger, self._customers, self._draw = trap, ledger, customers, draw
        self._connection = HTTPConnection(self._place, timeout=PATIENCE)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send a request, return the answer."""
        self._connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        return self._answer()

    def upload(self) -> None:
        """Add many customers, and send them bit by bit."""
        rows = [next(self._customers) for _ in range(self._draw.randint(2, 300))]
        body = "\n".join(json.dumps(dict(zip(matching.Customer._fields, row, strict=True))) for row in rows).encode()
        self._ledger.doubtful.append(rows)
        self._connection.putrequest("POST", "/customers/upload")
        self._connection.putheader("Content-Type", "application/x-ndjson")
        self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders()
        for first in range(0, len(body), 4096):
            self._connection.send(body[first : first + 4096])
            self._trap.note("part of a body")
        self._added(rows)

    def add(self) -> None:
        """Add one customer."""
        row = next(self._customers)
        self._ledger.doubtful.append([row])
        body = dict(zip(matching.Customer._fields, row, strict=True))
        self._connection.request("POST", "/customers", json.dumps(body), {"Content-Type": "application/json"})
        self._added([row])

    def job(self) -> None:
        """Run a job to its end, or cancel it."""
        status, job = self.call("POST", "/jobs", {"threshold": self._draw.choice([0.2, 0.5, 0.7])})
        if status != 202:
            raise LostError(f"a job cannot be started: {status} {job['detail']}")
        number, last, cancel = job["number"], -1, self._draw.random() < 0.2
        self._ledger.jobs[number] = "running"
        while job["state"] == "running":
            if job["done"] != last:
                last = job["done"]
                self._trap.note("look at a job")
            if cancel and last > 0:
                self.call("POST", f"/jobs/{number}/cancel")
            self._trap.sprung.wait(0.002)
            _, job = self.call("GET", f"/jobs/{number}")
        self._ledger.jobs[number] = job["state"]
        self._trap.note("acknowledgement")

    def _added(self, rows: list[Row]) -> None:
        status, answer = self._answer()
        self._ledger.doubtful.remove(rows)
        if status == 201:
            self._ledger.kept.update((row[0], row) for row in rows)
            self._trap.note("acknowledgement")
        elif status == 503:
            self._ledger.refused.append(rows)
        else:
            raise LostError(f"{len(rows)} customers are refused: {status} {answer['detail']}")

    def _answer(self) -> tuple[int, Any]:
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())


def run(
    rounds: int,
    seed: int = 1,
    implementations: tuple[str, ...] = ("rust", "python"),
    workers: int = 1,
    say: Callable[[str], object] = lambda line: None,
) -> Counter[str]:
    """Kill a service so many times.

    Args:
        rounds: how many times.
        seed: decides at which events, and what the clients do.
        implementations: those to run on, in turn.
        workers: how many processes serve.
        say: told of each round.

    Returns:
        What has been seen, and how many of each.

    Raises:
        LostError: the service did not keep its word; says which.
    """
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        number = 0
        while number < rounds:
            life = _Life(folder / f"customers-{number}.sqlite", seed * 1_000_003 + number, workers, seen)
            while number < rounds and len(life.ledger.kept) < ENOUGH:
                name = implementations[number % len(implementations)]
                number += 1
                how = life.round(name)
                kept, doubtful = len(life.ledger.kept), len(life.ledger.doubtful)
                say(f"{number}/{rounds} {name}, killed at {how}; {kept} customers, {doubtful} requests in doubt")
            life.round(implementations[0], work=False)
    return seen


class _Life:
    """What happens to a file: one service after the other, each killed."""

    def __init__(self, database: Path, seed: int, workers: int, seen: Counter[str]) -> None:
        self.ledger = Ledger()
        self._log = database.with_suffix(".log")
        self._database, self._workers, self._seen = database, workers, seen
        self._draw = Random(seed)
        self._customers = _Shared(_supply(seed))

    def round(self, name: str, *, work: bool = True) -> str:
        """Start a service, check what the one before has left behind, and let clients work with it until it is killed."""
        options = ("--data", "none", "--database", str(self._database), f"--{name}", "--workers", str(self._workers))
        with Served(*options, log=self._log) as service:
            try:
                _check(service, self._database, self.ledger, self._seen)
                if not work:
                    return "the end"
                self._seen["killed"] += 1
                return _work_until_killed(service, self.ledger, self._customers, self._draw)
            except LostError as error:
                raise LostError(
                    f"After {self._seen['killed']} rounds, on {name}: {error}\n\nThe service said:\n{service.said()}"
                ) from error
            finally:
                kill_if_alive(service)


def kill_if_alive(service: Served) -> None:
    """Kill a service that a failure has left alone."""
    if psutil.pid_exists(service.pid):
        kill(service)


def _supply(seed: int) -> Iterator[Row]:
    while True:
        for customer in generated.directory(4000, seed):
            yield tuple(customer._replace(id=f"{seed}-{customer.id}"))
        seed += 1_000_000


def _work_until_killed(service: Served, ledger: Ledger, customers: "_Shared", draw: Random) -> str:
    kind = draw.choice(list(CHANCES))
    after = draw.randint(1, CHANCES[kind])
    trap = Trap(service, ledger, kind, after)
    failures: list[BaseException] = []

    def work(what: Callable[[Client], None], own: Random) -> None:
        try:
            with closing(Client(service.address, trap, ledger, customers, own)) as client:
                while not trap.sprung.is_set():
                    what(client)
        except (OSError, HTTPException, ValueError) as error:  # an answer of which half has come is no JSON
            if not trap.sprung.wait(PATIENCE):
                failures.append(LostError(f"the service does not answer, though nobody has killed it: {error!r}"))
        except BaseException as error:
            failures.append(error)
        finally:
            if failures and not trap.sprung.is_set():
                trap.sprung.set()
                kill(service)

    tasks = [Client.upload, Client.upload, Client.add, Client.add, Client.job]
    threads = [Thread(target=work, args=(task, Random(draw.random()))) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return f"{kind} {after}"


class _Shared:
    """An iterator for several threads."""

    def __init__(self, values: Iterator[Row]) -> None:
        self._values = values
        self._lock = Lock()

    def __next__(self) -> Row:
        with self._lock:
            return next(self._values)


def _check(service: Served, database: Path, ledger: Ledger, seen: Counter[str]) -> None:
    """Compare what is in the file, and what the service says, with what its clients know."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        if (found := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            raise LostError(f"the file is damaged: {found[0][0]}")
        there = {row[0]: row for row in connection.execute(f"SELECT {COLUMNS} FROM customers ORDER BY place")}
        _check_customers(there, ledger, seen)
        _check_jobs(connection, service, ledger, list(there.values()), seen)
    finally:
        connection.close()
    _check_answers(service, ledger)


def _check_customers(there: dict[str, Row], ledger: Ledger, seen: Counter[str]) -> None:
    for rows in ledger.doubtful:
        found = sum(row[0] in there for row in rows)
        if found not in (0, len(rows)):
            raise LostError(f"of an upload of {len(rows)} customers {found} are there")
        seen["requests in doubt, there" if found else "requests in doubt, not there"] += 1
        ledger.kept.update((row[0], row) for row in rows if found)
    ledger.doubtful.clear()
    if lost := ledger.kept.keys() - there.keys():
        raise LostError(f"{len(lost)} customers are lost that were acknowledged, {min(lost)} among them")
    if strange := there.keys() - ledger.kept.keys():
        refused = {row[0] for rows in ledger.refused for row in rows}
        raise LostError(f"{len(strange)} customers are there that should not be, {len(strange & refused)} of them refused")
    if changed := [id_ for id_, row in there.items() if row != ledger.kept[id_]]:
        raise LostError(f"{len(changed)} customers have changed, {changed[0]} among them")


def _check_jobs(connection: sqlite3.Connection, service: Served, ledger: Ledger, customers: list[Row], seen: Counter[str]) -> None:
    with closing(HTTPConnection(urlsplit(service.address).netloc, timeout=PATIENCE)) as client:
        client.request("GET", "/jobs?limit=1000")
        jobs = {job["number"]: job for job in json.loads(client.getresponse().read())["jobs"]}
    for number, state in ledger.jobs.items():
        if number not in jobs:
            raise LostError(f"job {number} is lost")
        now = jobs[number]["state"]
        if now == "running" or (state != "running" and now != state):
            raise LostError(f"job {number} was {state}, and after the restart it is {now}")
    for number, job in jobs.items():
        if number in ledger.checked:
            continue
        ledger.checked.add(number)
        ledger.jobs[number] = job["state"]
        seen[f"jobs {job['state']}"] += 1
        pairs = connection.execute('SELECT "left", "right", score FROM pairs WHERE job = ? ORDER BY place', (number,)).fetchall()
        clusters = [json.loads(ids) for (ids,) in connection.execute("SELECT ids FROM clusters WHERE job = ? ORDER BY place", (number,))]
        wanted: tuple[Any, Any] = ([], [])
        if job["state"] == "finished":
            directory = [port.Customer(*row) for row in customers[: job["total"]]]
            result = port.deduplicate(directory, port.Settings(threshold=job["settings"]["threshold"]))
            wanted = (result.pairs, result.clusters)
        if (pairs, clusters) != wanted:
            raise LostError(
                f"job {number} is {job['state']}, with {len(pairs)} pairs of {len(wanted[0])}, {len(clusters)} clusters of {len(wanted[1])}"
            )


def _check_answers(service: Served, ledger: Ledger) -> None:
    """Look some customers up, the last ones and others."""
    ids = list(ledger.kept)
    with closing(HTTPConnection(urlsplit(service.address).netloc, timeout=PATIENCE)) as client:
        for id_ in [*ids[:: max(1, len(ids) // 10)], *ids[-10:]]:
            client.request("GET", f"/customers/{quote(id_, safe='')}")
            answer = json.loads(client.getresponse().read())
            if tuple(answer.values()) != ledger.kept[id_]:
                raise LostError(f"the service does not find {id_}: {answer}")


def main() -> None:
    """Kill as many times as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m crashes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="how many times the service is killed")
    parser.add_argument("--seed", type=int, default=1, help="decides when, and what the clients do")
    parser.add_argument("--workers", type=int, default=1, help="how many processes serve")
    parser.add_argument("--only", choices=["rust", "python"], help="one implementation; without: in turn")
    arguments = parser.parse_args()
    implementations = (arguments.only,) if arguments.only else ("rust", "python")
    try:
        seen = run(arguments.rounds, arguments.seed, implementations, arguments.workers, lambda line: print(line, flush=True))
    except LostError as error:
        sys.exit(f"The service did not keep its word. {error}")
    print("Nothing was lost:", ", ".join(f"{count} {what}" for what, count in sorted(seen.items())))


if __name__ == "__main__":
    main()
