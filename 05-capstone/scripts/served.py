"""Starts the service in a process of its own, for measurements and whatever else calls it from outside."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PATIENCE = 60.0
"""Seconds that starting and ending may take on the slowest machine."""


class Served:
    """A service that runs.

    Args:
        arguments: those of `python -m service`; it gets a free port.
        log: the file for what it says.
        environ: variables besides those of this process.

    Attributes:
        address: where it listens, as "http://127.0.0.1:1234".
        pid: its process.

    Raises:
        RuntimeError: it does not start; the message is what it said.
    """

    def __init__(self, *arguments: str, log: Path, **environ: str) -> None:
        self.log = log
        self._process = _start([sys.executable, "-m", "service", "--port", "0", *arguments], log, os.environ | environ)
        self.pid = self._process.pid
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"listens on (http://\S+) with", said := self.said())):
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"the service does not start:\n{said}")
            time.sleep(0.02)
        self.address = found[1]

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def said(self) -> str:
        """Return what it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def interrupt(self) -> None:
        """Press Ctrl-C, on Windows Ctrl-Break."""
        self._process.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)

    def terminate(self) -> None:
        """Ask it to end, as a supervisor does; where there is no such thing, as Ctrl-C."""
        if os.name == "nt":
            self.interrupt()
        else:
            self._process.terminate()

    def wait(self) -> int:
        """Return the exit code, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it does not end.
        """
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End it at once, if it runs."""
        self._process.kill()
        self._process.wait(PATIENCE)


def _start(command: list[str], log: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    # A process group of its own, on Windows, to be interrupted alone. Elsewhere a child ignores Ctrl-C if its parent does.
    alone = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with log.open("wb") as file:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env=environ, **alone)
    finally:
        signal.signal(signal.SIGINT, before)
