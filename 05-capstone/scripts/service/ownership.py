"""Who runs the job: at most one process holds this, and the operating system takes it from one that dies."""

import sqlite3
from pathlib import Path


class Ownership:
    """The right to run a job on a database, among all processes that use it.

    It is SQLite's lock of an empty file beside the database. That is a lock of the operating system's, which ends with the process, also by
    `kill -9`; a process number in a file, or a time, would need somebody to judge whether it is still true. SQLite's are at hand, work wherever
    the database itself does, on Windows too, and unlike those of `flock` are not passed on to a forked child, which could outlive the job.

    Args:
        database: the database's file; the one of the lock is called the same, and `-job`.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-job")
        self._held: sqlite3.Connection | None = None

    def take(self, patience: float = 0) -> bool:
        """Take it, if need be after so many seconds, and say whether that worked."""
        connection = sqlite3.connect(self._path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        self._held = connection
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._held:
            self._held.close()
            self._held = None
