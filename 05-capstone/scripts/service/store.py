"""What is kept: customers, jobs and their results."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from .database import Database
from .schema import FIELDS

COLUMNS = ", ".join(FIELDS)
INSERT = f"INSERT INTO customers ({COLUMNS}) VALUES ({', '.join('?' * len(FIELDS))}) ON CONFLICT (id) DO NOTHING"
JOB = "number, state, matching, settings, done, total, started, ended, problem, compared, pairs, clusters"

PORTION = 2000
"""So many rows of a result are written, or removed, at a time: others who write get their turn in between."""


class TakenError(Exception):
    """Ids that customers have already: `rows` are the places of the newcomers, from 0."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__(rows)
        self.rows = rows


class RunningError(Exception):
    """A job runs already: its `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Store(Database):
    """The customers, the jobs and their results, in a SQLite file."""

    def add(self, customers: Sequence[Sequence[str]]) -> int:
        """Add customers, all or none; returns how many there are now.

        Raises:
            TakenError: some have the id of a customer.
        """
        with self.writing() as connection:
            taken = [row for row, customer in enumerate(customers) if not connection.execute(INSERT, customer).rowcount]
            if taken:
                raise TakenError(taken)
            return _count(connection)

    def customer(self, id: str) -> tuple[str, ...] | None:  # noqa: A002
        """Return a customer's fields, or None."""
        with self.reading() as connection:
            return connection.execute(f"SELECT {COLUMNS} FROM customers WHERE id = ?", (id,)).fetchone()

    def count(self) -> int:
        """Return how many customers there are."""
        with self.reading() as connection:
            return _count(connection)

    def directory(self, after: int = 0) -> tuple[int, list[tuple[str, ...]]]:
        """Return the customers that came after a revision, in the order in which they came, and the revision that this is.

        Customers are only ever added: the revision is the place of the last, and grows with each change.
        """
        with self.reading() as connection:
            (revision,) = connection.execute("SELECT coalesce(max(place), 0) FROM customers").fetchone()
            rows = (
                connection.execute(f"SELECT {COLUMNS} FROM customers WHERE place > ? ORDER BY place", (after,)) if revision > after else ()
            )
            return revision, list(rows)

    def customers(self, text: str, offset: int, limit: int) -> tuple[int, list[tuple[str, ...]]]:
        """Return how many customers have a text in one of their fields, and a part of them, in the order in which they came."""
        where, wanted = ("WHERE " + " OR ".join(f"instr(lower({name}), lower(?1))" for name in FIELDS), (text,)) if text else ("", ())
        with self.reading() as connection:
            (total,) = connection.execute(f"SELECT count(*) FROM customers {where}", wanted).fetchone()
            part = f"SELECT {COLUMNS} FROM customers {where} ORDER BY place LIMIT {limit} OFFSET {offset}"
            return total, connection.execute(part, wanted).fetchall()

    def implementation(self) -> str | None:
        """Return the implementation that was switched to, by any worker, or None."""
        with self.reading() as connection:
            return connection.execute("SELECT implementation FROM switch").fetchone()[0]

    def forget_switch(self) -> None:
        """Let the workers be back at the choice that they started with."""
        with self.writing() as connection:
            connection.execute("UPDATE switch SET implementation = NULL")

    def switch(self, implementation: str) -> None:
        """Switch all workers to an implementation.

        Raises:
            RunningError: a job runs.
        """
        with self.writing() as connection:
            if (number := _running_job(connection)) is not None:
                raise RunningError(number)
            connection.execute("UPDATE switch SET implementation = ?", (implementation,))

    def begin_job(self, settings: dict[str, Any], matching: str) -> int:
        """Note that a job runs, and on which implementation; returns its number.

        For who has the `Ownership`: a job that seems to run does not.
        """
        with self.writing() as connection:
            _interrupt(connection)
            values = (matching, json.dumps(settings), _count(connection), _now())
            (number,) = connection.execute(
                "INSERT INTO jobs (state, matching, settings, total, started) VALUES ('running', ?, ?, ?, ?) RETURNING number", values
            ).fetchone()
            return number

    def report(self, number: int, done: int, total: int) -> None:
        """Note how far a job is, if that can be done at once."""
        with self.noting() as connection:
            connection.execute("UPDATE jobs SET done = ?, total = ? WHERE number = ?", (done, total, number))

    def cancel_job(self, number: int) -> bool:
        """Note that a job shall end; returns whether it runs."""
        with self.writing() as connection:
            return connection.execute("UPDATE jobs SET cancel = 1 WHERE number = ? AND state = 'running'", (number,)).rowcount == 1

    def is_cancelled(self, number: int) -> bool:
        """Return whether somebody noted that a job shall end."""
        with self.reading() as connection:
            return connection.execute("SELECT 1 FROM jobs WHERE number = ? AND cancel", (number,)).fetchone() is not None

    def finish_job(
        self,
        number: int,
        total: int,
        compared: int,
        pairs: Sequence[tuple[str, str, float]],
        clusters: Sequence[list[str]],
        stopped: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Keep a job's result, and note that it is finished; returns whether it is.

        The result is written in portions. It belongs to a job that runs, so nobody sees it, until the last one makes the job a finished one.

        Args:
            stopped: asked before each portion; if it returns true, or the job was cancelled, the job is not finished.
        """
        found = ((number, place, *pair) for place, pair in enumerate(pairs))
        texts = ((number, place, json.dumps(ids)) for place, ids in enumerate(clusters))
        for insert, rows in (("INSERT INTO pairs VALUES (?, ?, ?, ?, ?)", found), ("INSERT INTO clusters VALUES (?, ?, ?)", texts)):
            while portion := list(islice(rows, PORTION)):
                if stopped():
                    return False
                with self.writing() as connection:
                    connection.executemany(insert, portion)
        with self.writing() as connection:
            if stopped():
                return False
            return (
                connection.execute(
                    "UPDATE jobs SET state = 'finished', done = ?, total = ?, ended = ?, compared = ?, pairs = ?, clusters = ? "
                    "WHERE number = ? AND state = 'running' AND NOT cancel",
                    (total, total, _now(), compared, len(pairs), len(clusters), number),
                ).rowcount
                == 1
            )

    def end_job(self, number: int, state: str, done: int, total: int, problem: str | None = None) -> None:
        """Note that a job ended without a result."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = ?, done = ?, total = ?, ended = ?, problem = ? WHERE number = ? AND state = 'running'",
                (state, done, total, _now(), problem, number),
            )

    def interrupt_jobs(self) -> None:
        """Note of jobs that seem to run that they do not. For who has the `Ownership`: nobody else runs one."""
        with self.writing() as connection:
            _interrupt(connection)

    def remove_leftovers(self) -> None:
        """Remove what jobs have written that ended before they were finished."""
        for table in ("pairs", "clusters"):
            ended = f"state NOT IN ('running', 'finished') AND EXISTS (SELECT 1 FROM {table} WHERE job = number)"
            part = f"SELECT place FROM {table} WHERE job = ? LIMIT {PORTION}"
            with self.reading() as connection:
                numbers = connection.execute(f"SELECT number FROM jobs WHERE {ended}").fetchall()
            for number in numbers:
                removed = PORTION
                while removed == PORTION:
                    with self.writing() as connection:
                        removed = connection.execute(
                            f"DELETE FROM {table} WHERE job = ? AND place IN ({part})", (*number, *number)
                        ).rowcount

    def jobs(self, limit: int) -> list[dict[str, Any]]:
        """Return the latest jobs, the latest first."""
        with self.reading() as connection:
            return [_job(row) for row in connection.execute(f"SELECT {JOB} FROM jobs ORDER BY number DESC LIMIT ?", (limit,))]

    def job(self, number: int) -> dict[str, Any] | None:
        """Return what is known of a job, or None."""
        with self.reading() as connection:
            return next(map(_job, connection.execute(f"SELECT {JOB} FROM jobs WHERE number = ?", (number,))), None)

    def running_job(self) -> int | None:
        """Return the number of the job that runs, or seems to, if there is one."""
        with self.reading() as connection:
            return _running_job(connection)

    def outcomes(self) -> list[tuple[str, int, float]]:
        """Return how many jobs have ended in each state, and how many seconds they lasted in all."""
        lasted = "sum((julianday(ended) - julianday(started)) * 86400)"
        with self.reading() as connection:
            return connection.execute(f"SELECT state, count(*), {lasted} FROM jobs WHERE ended IS NOT NULL GROUP BY state").fetchall()

    def pairs(self, number: int, offset: int, limit: int) -> list[tuple[str, str, float]]:
        """Return a part of a job's pairs."""
        return self._part('SELECT "left", "right", score FROM pairs', number, offset, limit)

    def clusters(self, number: int, offset: int, limit: int) -> list[list[str]]:
        """Return a part of a job's clusters."""
        return [json.loads(ids) for (ids,) in self._part("SELECT ids FROM clusters", number, offset, limit)]

    def _part(self, select: str, number: int, offset: int, limit: int) -> list[Any]:
        where = "WHERE job = ? AND place >= ? ORDER BY place LIMIT ?"
        with self.reading() as connection:
            return connection.execute(f"{select} {where}", (number, offset, limit)).fetchall()


def _count(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT count(*) FROM customers").fetchone()[0]


def _running_job(connection: sqlite3.Connection) -> int | None:
    return next((number for (number,) in connection.execute("SELECT number FROM jobs WHERE state = 'running'")), None)


def _interrupt(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE jobs SET state = 'interrupted', ended = ? WHERE state = 'running'", (_now(),))


def _job(row: Iterable[Any]) -> dict[str, Any]:
    job = dict(zip(JOB.split(", "), row, strict=True))
    return job | {"settings": json.loads(job["settings"])}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
