"""The tables of the SQLite file."""

import sqlite3

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

VERSION = 3
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
    clusters INTEGER,
    cancel INTEGER NOT NULL DEFAULT 0
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


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file, in the caller's transaction.

    Raises:
        ValueError: another version of the service wrote the file.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, VERSION):
        raise ValueError(f"the file has version {version} of the schema, this service knows version {VERSION}")
    if version == 0:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
