"""Serves the application: in this process, or in several workers that this process looks after."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType, ModuleType

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.server import HANDLED_SIGNALS
from uvicorn.supervisors import Multiprocess

from . import hot_module
from .app import create_app
from .metrics import counted_together
from .settings import ServiceSettings

GRACE = 5
"""Seconds that requests have to come to their end when the service ends."""

SILENCE = 30
"""Seconds without a sign of life after which a worker is taken for dead. One that starts on a busy machine is silent while it imports."""


def log() -> None:
    """Write the log to stderr."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)-8s %(name)s: %(message)s")


def serve(door: socket.socket, settings: ServiceSettings, matching: ModuleType, workers: int) -> None:
    """Serve until a signal comes.

    Args:
        door: the socket that listens.
        settings: how the service runs.
        matching: the implementation to use.
        workers: how many processes serve; 1: this one does.

    Raises:
        KeyboardInterrupt: a signal came; with several workers, it just returns then.
        OSError: a worker cannot start.
    """
    os.environ["RAYON_NUM_THREADS"] = str(
        settings.job_threads
    )  # the port's threads are rayon's, which looks there when the first job begins
    if workers == 1:
        app = create_app(settings, matching)
        uvicorn.Server(_config(partial(_prepared, app))).run(sockets=[door])
        return
    name = hot_module.name_of(matching)
    with counted_together():
        supervisor = _Supervisor(_config(partial(_worker, settings, hot_module.IMPLEMENTATIONS, name), workers), sockets=[door])
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise OSError("a worker has ended at its start, see above")


def _prepared(app: FastAPI) -> FastAPI:
    """Prepare this process to serve an application."""
    # What was imported stays: the garbage collector need not look through it again and again, while everybody waits, to find nothing.
    gc.collect()
    gc.freeze()
    # A request changes threads a few times, and waits for the interpreter each time, while a job computes in Python, or puts a result together.
    sys.setswitchinterval(app.state.settings.switch_interval / 1e6)
    return _heeding_signals(app)


def _config(factory: partial[FastAPI], workers: int = 1) -> uvicorn.Config:
    times = {"timeout_graceful_shutdown": GRACE, "timeout_worker_healthcheck": SILENCE}
    return uvicorn.Config(factory, factory=True, workers=workers, log_level="warning", **times)


def _worker(settings: ServiceSettings, implementations: dict[str, str], name: str) -> FastAPI:
    """Return the application of a worker, a process that knows nothing yet."""
    log()
    hot_module.IMPLEMENTATIONS.update(implementations)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    return _prepared(create_app(settings, hot_module.load(name)))


def _end_with_parent() -> None:
    """End this worker when the process that looks after it was killed: nobody else would tell it to."""
    if parent := multiprocessing.parent_process():
        parent.join()
        signal.raise_signal(signal.SIGTERM)


def _heeding_signals(app: FastAPI) -> FastAPI:
    """Let a signal that ends the service interrupt the job at once: the server first waits for the requests.

    Another one changes nothing: the server would end without having ended the application, and GRACE is short.
    """
    ending = False
    servers = {number: signal.getsignal(number) for number in HANDLED_SIGNALS}

    def heed(number: int, frame: FrameType | None) -> None:
        nonlocal ending
        if not ending:
            ending = True
            if service := getattr(app.state, "service", None):
                service.jobs.interrupt()
            servers[number](number, frame)

    for number in HANDLED_SIGNALS:
        signal.signal(number, heed)
    return app


class _Supervisor(Multiprocess):
    """Starts workers, and starts one anew that dies. They do not hear of Ctrl-C, which a terminal sends to all: they are told."""

    def init_processes(self) -> None:
        with _no_ctrl_c():
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        with _no_ctrl_c():
            super().keep_subprocess_alive()


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Hear of Ctrl-C afterwards only; a process that is started meanwhile, never."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
