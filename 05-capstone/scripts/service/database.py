"""The SQLite file as such: connections for several threads, and transactions. Each change is one: all of it is in the file, or nothing."""

import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from .schema import prepare


class Database:
    """The file, opened; safe to be used by several threads and several processes, each transaction on a connection of its own.

    Args:
        path: the file; made if there is none.
        patience: how many seconds a write waits for its turn.

    Raises:
        ValueError: another version of the service wrote the file.
        sqlite3.Error: it cannot be opened, or is no database.
    """

    def __init__(self, path: Path, patience: float = 10) -> None:
        self.path = path.absolute()
        self.patience = patience
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._file: tuple[int, int] | None = None
        try:
            with self.writing() as connection:
                prepare(connection)
            self._file = self._found()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections, one in use as soon as it is free; the last one folds the write-ahead log into the file."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A transaction that sees the file as it is now, whatever others write meanwhile."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """A transaction that writes: on the disk when it ends, as if it had never been if anything is raised."""
        # IMMEDIATE: whoever writes waits for its turn here, and is never told in the middle that it came too late.
        return self._transaction("BEGIN IMMEDIATE")

    def noting(self) -> AbstractContextManager[sqlite3.Connection]:
        """A transaction that writes what may get lost: it does not wait for the disk, and if it is not its turn, it fails at once."""
        return self._transaction("BEGIN IMMEDIATE", patience=0, synchronous="NORMAL")

    @contextmanager
    def _transaction(self, begin: str, patience: float | None = None, synchronous: str = "FULL") -> Iterator[sqlite3.Connection]:
        self._check_file()
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._opened()
        try:
            connection.execute(f"PRAGMA busy_timeout = {1000 * (self.patience if patience is None else patience):.0f}")
            connection.execute(f"PRAGMA synchronous = {synchronous}")  # FULL: what was acknowledged is on the disk
            connection.execute(begin)
            try:
                yield connection
                self._check_file()
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # if the disk is full, SQLite may have rolled back itself
                    connection.execute("ROLLBACK")
                raise
        finally:
            self._idle.append(connection)
            if self._closed:
                self.close()

    def _opened(self) -> sqlite3.Connection:
        mode = "rwc" if self._file is None else "rw"  # only the first makes the file
        # One thread at a time has it; which one does not matter.
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode={mode}", uri=True, timeout=self.patience, isolation_level=None, check_same_thread=False
        )
        try:
            self._use_wal(connection)
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _use_wal(self, connection: sqlite3.Connection) -> None:
        """Let readers not wait for writers. SQLite refuses at once, without waiting, while somebody else does this to a new file."""
        end = time.monotonic() + self.patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def _found(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_dev, found.st_ino

    def _check_file(self) -> None:
        """Refuse to go on with a file that was deleted or replaced: on many systems, writing to it would succeed, and be lost."""
        if self._file is None:
            return
        try:
            if self._found() == self._file:
                return
        except OSError as error:
            raise sqlite3.OperationalError(f"{self.path.name} is gone: {error.strerror}") from error
        raise sqlite3.OperationalError(f"{self.path.name} was replaced by another file: start the service again")
