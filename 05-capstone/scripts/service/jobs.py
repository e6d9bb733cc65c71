"""De-duplication jobs: one at a time, in a thread of its own; the result goes into the store."""

import logging
from threading import Event, Lock, Thread
from typing import Any

from . import hot_module
from .directory import Directory
from .store import Store

LOG = logging.getLogger(__name__)


class _Running:
    """A job that runs: how far it is, and whether it shall end."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.done, self.total = 0, 0
        self.stop = Event()
        self.ended_as = "cancelled"
        self.thread: Thread | None = None

    def report(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Jobs:
    """Starts jobs, tells of them, cancels them.

    Args:
        store: where jobs and results are kept; jobs that seem to run there are noted as interrupted.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._running: _Running | None = None
        self._closed = False
        store.interrupt_jobs()

    def start(self, directory: Directory, settings: Any, described: dict[str, Any]) -> int:
        """Start a job; returns its number.

        Args:
            directory: what to de-duplicate, and on which implementation.
            settings: how to compare.
            described: the same, as it is to be shown.

        Raises:
            RunningError: one runs already.
            RuntimeError: the service is shutting down.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the service is shutting down")
            running = _Running(self._store.begin_job(described, hot_module.name_of(directory.matching)))
            running.thread = Thread(target=self._run, args=(running, directory, settings), name=f"job-{running.number}")
            try:
                running.thread.start()
            except RuntimeError as error:  # the machine gives no more threads
                self._end(running, "failed", str(error))
                raise
            self._running = running
            return running.number

    def job(self, number: int) -> dict[str, Any] | None:
        """Return what is known of a job, or None."""
        running = self._running
        job = self._store.job(number)
        return self._up_to_date(job, running) if job else None

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """Return the latest jobs, the latest first."""
        running = self._running
        return [self._up_to_date(job, running) for job in self._store.jobs(limit)]

    def running(self) -> int | None:
        """Return the number of the job that runs, if one does."""
        running = self._running
        return running.number if running else None

    def cancel(self, number: int) -> bool:
        """Ask a job to end; returns whether it runs. It ends soon after."""
        running = self._running
        if running is None or running.number != number:
            return False
        running.stop.set()
        return True

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the running job to end; returns whether none runs any more."""
        running = self._running
        if running and running.thread:
            running.thread.join(timeout)
            return not running.thread.is_alive()
        return True

    def close(self) -> None:
        """Interrupt a running job and wait for its end; no other can be started."""
        with self._lock:
            self._closed = True
            if self._running:
                self._running.ended_as = "interrupted"
                self._running.stop.set()
        self.join()

    def _up_to_date(self, job: dict[str, Any], running: _Running | None) -> dict[str, Any]:
        if running and running.number == job["number"] and job["state"] == "running":
            return job | {"done": running.done, "total": running.total or job["total"]}
        return job

    def _run(self, running: _Running, directory: Directory, settings: Any) -> None:
        try:
            self._deduplicate(running, directory, settings)
        except Exception as error:
            LOG.exception("job %d failed", running.number)
            self._end(running, "failed", f"{type(error).__name__}: {error}")
        finally:
            with self._lock:
                if self._running is running:
                    self._running = None

    def _deduplicate(self, running: _Running, directory: Directory, settings: Any) -> None:
        matcher = directory.matcher(settings)
        try:
            found = matcher.deduplicate(running.report, running.stop.is_set)
        except directory.matching.Cancelled:
            self._end(running, running.ended_as)
        else:
            self._store.finish_job(running.number, len(matcher), found.compared, found.pairs, found.clusters)

    def _end(self, running: _Running, state: str, problem: str | None = None) -> None:
        self._store.end_job(running.number, state, running.done, running.total, problem)
