"""The SQLite file: customers, jobs and their results. Each change is one transaction: all of it is in the file, or nothing."""

import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FIELDS = (
    "id",
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
)
"""The columns of a customer, in the order in which the matching has them."""

VERSION = 2
"""The version of the schema, in the file's `user_version`."""

SCHEMA = f"""
CREATE TABLE customers (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    {", ".join(f"{name} TEXT NOT NULL{' UNIQUE' if name == 'id' else ''}" for name in FIELDS)}
);
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    matching TEXT NOT NULL,
    settings TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    problem TEXT,
    compared INTEGER,
    pairs INTEGER,
    clusters INTEGER
);
CREATE UNIQUE INDEX one_running_job ON jobs (state) WHERE state = 'running';
CREATE TABLE pairs (
    job INTEGER NOT NULL REFERENCES jobs, place INTEGER NOT NULL, "left" TEXT NOT NULL, "right" TEXT NOT NULL, score REAL NOT NULL,
    PRIMARY KEY (job, place)
) WITHOUT ROWID;
CREATE TABLE clusters (
    job INTEGER NOT NULL REFERENCES jobs, place INTEGER NOT NULL, ids TEXT NOT NULL,
    PRIMARY KEY (job, place)
) WITHOUT ROWID;
CREATE TABLE switch (implementation TEXT);
INSERT INTO switch VALUES (NULL);
PRAGMA user_version = {VERSION};
"""

COLUMNS = ", ".join(FIELDS)
INSERT = f"INSERT INTO customers ({COLUMNS}) VALUES ({', '.join('?' * len(FIELDS))}) ON CONFLICT (id) DO NOTHING"
JOB = "number, state, matching, settings, done, total, started, ended, problem, compared, pairs, clusters"


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


class Store:
    """The file, opened; safe to be used by several threads, each call on a connection of its own.

    Raises:
        ValueError: the file was written by another version of the service.
        sqlite3.Error: it cannot be opened, or is no database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections, one in use as soon as it is free; the last one folds the write-ahead log into the file."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def add(self, customers: Sequence[Sequence[str]]) -> int:
        """Add customers, all or none; returns how many there are now.

        Raises:
            TakenError: some have the id of a customer.
        """
        with self._writing() as connection:
            taken = [row for row, customer in enumerate(customers) if not connection.execute(INSERT, customer).rowcount]
            if taken:
                raise TakenError(taken)
            return self._count(connection)

    def customer(self, id: str) -> tuple[str, ...] | None:  # noqa: A002
        """Return a customer's fields, or None."""
        with self._reading() as connection:
            return connection.execute(f"SELECT {COLUMNS} FROM customers WHERE id = ?", (id,)).fetchone()

    def count(self) -> int:
        """Return how many customers there are."""
        with self._reading() as connection:
            return self._count(connection)

    def revision(self) -> int:
        """Return a number that grows with each change of the directory: customers are only ever added."""
        with self._reading() as connection:
            return self._revision(connection)

    def directory(self) -> tuple[int, list[tuple[str, ...]]]:
        """Return the revision and the customers that belong to it, in the order in which they came."""
        with self._reading() as connection:
            return self._revision(connection), connection.execute(f"SELECT {COLUMNS} FROM customers ORDER BY place").fetchall()

    def customers(self, text: str, offset: int, limit: int) -> tuple[int, list[tuple[str, ...]]]:
        """Return how many customers have a text in one of their fields, and a part of them, in the order in which they came."""
        where, wanted = ("WHERE " + " OR ".join(f"instr(lower({name}), lower(?1))" for name in FIELDS), (text,)) if text else ("", ())
        with self._reading() as connection:
            (total,) = connection.execute(f"SELECT count(*) FROM customers {where}", wanted).fetchone()
            part = f"SELECT {COLUMNS} FROM customers {where} ORDER BY place LIMIT {limit} OFFSET {offset}"
            return total, connection.execute(part, wanted).fetchall()

    def implementation(self) -> str | None:
        """Return the implementation that was switched to, by any worker, or None."""
        with self._reading() as connection:
            return connection.execute("SELECT implementation FROM switch").fetchone()[0]

    def forget_switch(self) -> None:
        """Let the workers be back at the choice that they started with."""
        with self._writing() as connection:
            connection.execute("UPDATE switch SET implementation = NULL")

    def switch(self, implementation: str) -> None:
        """Switch all workers to an implementation.

        Raises:
            RunningError: a job runs.
        """
        with self._writing() as connection:
            self._check_no_job(connection)
            connection.execute("UPDATE switch SET implementation = ?", (implementation,))

    def begin_job(self, settings: dict[str, Any], matching: str) -> int:
        """Note that a job runs, and on which implementation; returns its number.

        Raises:
            RunningError: one runs already.
        """
        with self._writing() as connection:
            self._check_no_job(connection)
            values = (matching, json.dumps(settings), self._count(connection), _now())
            (number,) = connection.execute(
                "INSERT INTO jobs (state, matching, settings, total, started) VALUES ('running', ?, ?, ?, ?) RETURNING number", values
            ).fetchone()
            return number

    def finish_job(
        self, number: int, total: int, compared: int, pairs: Sequence[tuple[str, str, float]], clusters: Sequence[list[str]]
    ) -> None:
        """Keep a job's result, and note that it is finished."""
        with self._writing() as connection:
            connection.executemany("INSERT INTO pairs VALUES (?, ?, ?, ?, ?)", ((number, place, *pair) for place, pair in enumerate(pairs)))
            texts = ((number, place, json.dumps(ids)) for place, ids in enumerate(clusters))
            connection.executemany("INSERT INTO clusters VALUES (?, ?, ?)", texts)
            connection.execute(
                "UPDATE jobs SET state = 'finished', done = ?, total = ?, ended = ?, compared = ?, pairs = ?, clusters = ? WHERE number = ?",
                (total, total, _now(), compared, len(pairs), len(clusters), number),
            )

    def end_job(self, number: int, state: str, done: int, total: int, problem: str | None = None) -> None:
        """Note that a job ended without a result."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = ?, done = ?, total = ?, ended = ?, problem = ? WHERE number = ?",
                (state, done, total, _now(), problem, number),
            )

    def interrupt_jobs(self) -> None:
        """Note of jobs that seem to run that they do not: the service that ran them has ended."""
        with self._writing() as connection:
            connection.execute("UPDATE jobs SET state = 'interrupted', ended = ? WHERE state = 'running'", (_now(),))

    def jobs(self, limit: int) -> list[dict[str, Any]]:
        """Return the latest jobs, the latest first."""
        with self._reading() as connection:
            return [_job(row) for row in connection.execute(f"SELECT {JOB} FROM jobs ORDER BY number DESC LIMIT ?", (limit,))]

    def job(self, number: int) -> dict[str, Any] | None:
        """Return what is known of a job, or None."""
        with self._reading() as connection:
            row = connection.execute(f"SELECT {JOB} FROM jobs WHERE number = ?", (number,)).fetchone()
            return _job(row) if row else None

    def outcomes(self) -> list[tuple[str, int, float]]:
        """Return how many jobs have ended in each state, and how many seconds they lasted in all."""
        lasted = "sum((julianday(ended) - julianday(started)) * 86400)"
        with self._reading() as connection:
            return connection.execute(f"SELECT state, count(*), {lasted} FROM jobs WHERE ended IS NOT NULL GROUP BY state").fetchall()

    def pairs(self, number: int, offset: int, limit: int) -> list[tuple[str, str, float]]:
        """Return a part of a job's pairs."""
        return self._part('SELECT "left", "right", score FROM pairs', number, offset, limit)

    def clusters(self, number: int, offset: int, limit: int) -> list[list[str]]:
        """Return a part of a job's clusters."""
        return [json.loads(ids) for (ids,) in self._part("SELECT ids FROM clusters", number, offset, limit)]

    def _part(self, select: str, number: int, offset: int, limit: int) -> list[Any]:
        where = "WHERE job = ? AND place >= ? ORDER BY place LIMIT ?"
        with self._reading() as connection:
            return connection.execute(f"{select} {where}", (number, offset, limit)).fetchall()

    def _prepare(self) -> None:
        with self._writing() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise ValueError(f"{self._path} has version {version} of the schema, this service knows version {VERSION}")
            if version == 0:
                for statement in SCHEMA.split(";"):
                    connection.execute(statement)

    @staticmethod
    def _check_no_job(connection: sqlite3.Connection) -> None:
        running = connection.execute("SELECT number FROM jobs WHERE state = 'running'").fetchone()
        if running:
            raise RunningError(running[0])

    @staticmethod
    def _count(connection: sqlite3.Connection) -> int:
        return connection.execute("SELECT count(*) FROM customers").fetchone()[0]

    @staticmethod
    def _revision(connection: sqlite3.Connection) -> int:
        return connection.execute("SELECT coalesce(max(place), 0) FROM customers").fetchone()[0]

    @contextmanager
    def _connection(self, begin: str) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed at the end, rolled back after an exception."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._opened()
        try:
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # if the disk is full, SQLite has rolled back itself
                    connection.execute("ROLLBACK")
                raise
        finally:
            self._idle.append(connection)
            if self._closed:
                self.close()

    def _reading(self) -> Any:
        return self._connection("BEGIN")

    def _writing(self) -> Any:
        # IMMEDIATE: whoever writes waits for its turn here, and is never told in the middle that it came too late.
        return self._connection("BEGIN IMMEDIATE")

    def _opened(self) -> sqlite3.Connection:
        # One thread at a time has it; which one does not matter.
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for writers
            connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged is on the disk
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _job(row: Iterable[Any]) -> dict[str, Any]:
    job = dict(zip(JOB.split(", "), row, strict=True))
    return job | {"settings": json.loads(job["settings"])}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
