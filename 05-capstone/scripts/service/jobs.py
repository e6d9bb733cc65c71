"""De-duplication jobs: one at a time, whatever process began it, in a thread of its own; the result goes into the store."""

import logging
import sqlite3
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any

from . import hot_module
from .aside import Aside, LeftError
from .directory import Directory
from .ownership import Ownership
from .store import RunningError, Store

LOG = logging.getLogger(__name__)

BETWEEN_JOBS = (0, *[0.05] * 40)
"""Seconds between looks whether another process, which has the ownership though no job runs, has begun its job, or ended it."""

LOOK = 0.05
"""Seconds between two looks of a job into the file: whether another process cancelled it. At each second one it notes there how far it is."""


class UnavailableError(Exception):
    """No job can be started now; says why."""


class _Running:
    """A job that this process runs: how far it is, and whether it shall end."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.done, self.total = 0, 0
        self.ending: str | None = None  # the state in which it shall end; no Event, which a signal handler must not set
        self.over = Event()
        self.thread: Thread | None = None

    def report(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def end_as(self, state: str) -> None:
        self.ending = self.ending or state

    def stopped(self) -> bool:
        return self.ending is not None


class Jobs:
    """Starts jobs, tells of them, cancels them. Other processes may do the same on the same file.

    Who runs the job has the `Ownership` until its end is noted. Whoever finds a job in the file that seems to run, and can have the ownership,
    knows that the process that ran it has died.

    Args:
        store: where jobs and results are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._aside = Aside()
        self._lock = Lock()
        self._running: _Running | None = None
        self._closed = False
        self._settle()

    def start(self, directory: Directory, settings: Any, described: dict[str, Any]) -> int:
        """Start a job; returns its number.

        Args:
            directory: what to de-duplicate, and on which implementation.
            settings: how to compare.
            described: the same, as it is to be shown.

        Raises:
            RunningError: one runs already.
            UnavailableError: the service is shutting down, or another process is just about to start or end one.
        """
        with self._lock:
            if self._closed:
                raise UnavailableError("the service is shutting down")
            ownership = self._taken()
            try:
                running = _Running(self._store.begin_job(described, hot_module.name_of(directory.matching)))
            except BaseException:
                ownership.release()
                raise
            running.thread = Thread(target=self._run, args=(running, directory, settings, ownership), name=f"job-{running.number}")
            self._running = running
            try:
                running.thread.start()
            except RuntimeError as error:  # the machine gives no more threads
                self._running = None
                self._end(running, "failed", str(error))
                ownership.release()
                raise UnavailableError(str(error)) from error
            return running.number

    def job(self, number: int) -> dict[str, Any] | None:
        """Return what is known of a job, or None."""
        return next(iter(self._seen(lambda: list(filter(None, [self._store.job(number)])))), None)

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """Return the latest jobs, the latest first."""
        return self._seen(lambda: self._store.jobs(limit))

    def running(self) -> int | None:
        """Return the number of the job that runs, if one does."""
        number = self._store.running_job()
        found = self.job(number) if number is not None else None
        return number if found and found["state"] == "running" else None

    def cancel(self, number: int) -> bool:
        """Ask a job to end; returns whether it runs. It ends soon after."""
        found = self.job(number)
        if found is None or found["state"] != "running":
            return False
        running = self._running
        if running is None or running.number != number:
            return self._store.cancel_job(number)
        running.end_as("cancelled")
        return True

    def join(self, timeout: float | None = None) -> bool:
        """Wait for this process' job to end; returns whether it runs none any more."""
        running = self._running
        if running and running.thread:
            running.thread.join(timeout)
            return not running.thread.is_alive()
        return True

    def interrupt(self) -> None:
        """Let the running job end soon; no other can be started. Can be called by a signal handler: it waits for nothing."""
        self._closed = True
        if running := self._running:
            running.end_as("interrupted")

    def close(self) -> None:
        """Interrupt the running job and wait for its end; no other can be started."""
        with self._lock:
            self.interrupt()
        self.join()
        self._aside.close()

    def _taken(self) -> Ownership:
        """Take the ownership for a job that is to begin."""
        ownership = Ownership(self._store.path)
        for patience in BETWEEN_JOBS:
            if ownership.take(patience):
                return ownership
            if (number := self._store.running_job()) is not None:
                raise RunningError(number)
        raise UnavailableError("another job is just beginning or ending")

    def _seen(self, look: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """Look at jobs in the file, and say what is known better: that one died, or how far one is."""
        running = self._running
        jobs = look()
        if any(job["state"] == "running" and not (running and running.number == job["number"]) for job in jobs):
            try:
                jobs = look() if self._settle() else jobs
            except sqlite3.OperationalError as error:
                LOG.error("a job that has died cannot be noted as interrupted: %s", error)
                jobs = [job | {"state": "interrupted"} if job["state"] == "running" else job for job in jobs]
        return [self._up_to_date(job, running) for job in jobs]

    def _up_to_date(self, job: dict[str, Any], running: _Running | None) -> dict[str, Any]:
        if running and running.number == job["number"] and job["state"] == "running":
            return job | {"done": running.done, "total": running.total or job["total"]}
        return job

    def _settle(self) -> bool:
        """If no process runs a job, note that those that seem to do not, and clean up after them; returns whether that is so."""
        ownership = Ownership(self._store.path)
        if not ownership.take():
            return False
        try:
            if self._store.running_job() is not None:
                self._store.interrupt_jobs()
        finally:
            ownership.release()
        self._clean_up()
        return True

    def _clean_up(self) -> None:
        try:
            self._store.remove_leftovers()
        except sqlite3.Error as error:
            LOG.warning("what unfinished jobs left behind cannot be removed yet: %s", error)

    def _run(self, running: _Running, directory: Directory, settings: Any, ownership: Ownership) -> None:
        watch = Thread(target=self._watch, args=(running,), name=f"watch-{running.number}")
        try:
            watch.start()
            self._deduplicate(running, directory, settings)
        except BaseException as error:  # a panic of the port is no Exception
            LOG.exception("job %d failed", running.number)
            self._end(running, "failed", f"{type(error).__name__}: {error}")
        finally:
            running.over.set()
            if watch.ident:
                watch.join()
            ownership.release()
            with self._lock:
                if self._running is running:
                    self._running = None
        self._clean_up()

    def _deduplicate(self, running: _Running, directory: Directory, settings: Any) -> None:
        try:
            matcher = self._aside.do(lambda: directory.matcher(settings), running.stopped)
            found = matcher.deduplicate(running.report, running.stopped)
        except (LeftError, directory.matching.Cancelled):
            self._end(running, running.ending)
            return
        if not self._store.finish_job(running.number, len(matcher), found.compared, found.pairs, found.clusters, running.stopped):
            self._end(running, running.ending or "cancelled")

    def _end(self, running: _Running, state: str, problem: str | None = None) -> None:
        """Note the end of a job that has no result. If that fails, too, it is found later that it does not run."""
        try:
            self._store.end_job(running.number, state, running.done, running.total, problem)
        except sqlite3.Error as error:
            LOG.error("that job %d is %s cannot be noted: %s", running.number, state, error)

    def _watch(self, running: _Running) -> None:
        """Tell other processes by way of the file how far a job is, and do as they ask there."""
        noted, looks = 0, 0
        while not running.over.wait(LOOK):
            looks += 1
            try:
                if self._store.is_cancelled(running.number):
                    running.end_as("cancelled")
                if looks % 2 and running.done != noted:
                    self._store.report(running.number, running.done, running.total)
                    noted = running.done
            except sqlite3.Error as error:
                LOG.debug("job %d: %s", running.number, error)  # not its turn, or worse, which the others will hear of
