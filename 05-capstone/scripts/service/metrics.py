"""Metrics for Prometheus: what is counted while requests are answered, and what is looked up when somebody asks.

Several workers count into files of one folder (prometheus_client's multiprocess mode), so that whichever of them is asked answers for all. Labelled
by worker instead, each answer would hold one worker's numbers, and which one's would be a matter of luck.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .facts import Facts
from .running import Service

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the workers' folder. prometheus_client reads it when it is imported: set it before workers start."""

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
OTHER = "other"
"""What stands for methods and paths of which clients can invent as many as they like."""

disable_created_metrics()  # when each series began: twice as many lines for what nobody asks


@contextmanager
def counted_together() -> Iterator[None]:
    """Let the workers that are started meanwhile count together, in processes that import this module anew."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


class Metrics:
    """What a process counts."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Counter("http_requests", "Requests answered.", ["method", "route", "status"], registry=registry)
        self.seconds = Histogram(
            "http_request_duration_seconds",
            "From a request's head to its answer's last byte.",
            ["method", "route"],
            buckets=BUCKETS,
            registry=registry,
        )
        self.in_progress = Gauge(
            "http_requests_in_progress", "Requests being answered now.", registry=registry, multiprocess_mode="livesum"
        )
        self.in_progress.set(0)  # the process is known as one of the workers from now on

    def text(self, service: Service) -> bytes:
        """Return what all processes have counted, and what `service` knows."""
        together = CollectorRegistry()
        folder = os.environ.get(FOLDER)
        if folder is None:
            together.register(self._registry)
            processes = [os.getpid()]
        else:
            processes = list(_alive(folder))
            MultiProcessCollector(together, folder)
        together.register(Facts(service, processes))
        return generate_latest(together)


def _alive(folder: str) -> Iterator[int]:
    """The processes that count in a folder; what those that were killed left for "now" goes away."""
    for path in Path(folder).glob("gauge_livesum_*.db"):
        process = int(path.stem.rpartition("_")[2])
        if psutil.pid_exists(process):
            yield process
        else:
            with suppress(FileNotFoundError):  # another worker was quicker
                mark_process_dead(process, folder)


class Measured:
    """An application whose requests are counted and timed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500  # if nothing is answered, the server does

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begun = time.perf_counter()
        try:
            with self.metrics.in_progress.track_inprogress():
                await self.app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in METHODS else OTHER
            route = getattr(scope.get("route"), "path", OTHER)
            self.metrics.requests.labels(method, route, str(status)).inc()
            self.metrics.seconds.labels(method, route).observe(time.perf_counter() - begun)
