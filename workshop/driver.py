"""A learner that is a program: takes the course through the plain loop, as the end-to-end test and session `waits` do."""

import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from . import toolchain
from .course import ROOT
from .plain import KEYS

HEADLINE = re.compile(r"^[✓✗] (\d\d\.\d+) ")


class Learner:
    """Runs `learn -- watch --plain` in a clone, types keys, and reads what comes back.

    Args:
        clone: the clone's folder.
        patience: seconds to wait for an answer at the most.
    """

    def __init__(self, clone: Path, patience: float = 300) -> None:
        self.clone = clone
        self.workbook = clone / "workbook"
        self.patience = patience
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> "Learner":
        python = getattr(sys, "_base_executable", sys.executable)  # not this environment's: a learner has none yet
        env = toolchain.environment(HOT_MODULES_CWD=str(self.clone), NOX_SCRIPT_MODE="")
        command = [python, "noxfile.py", "-s", "learn", "--", "watch", "--plain"]
        self._process = subprocess.Popen(
            command,
            cwd=self.clone,
            env=env,
            text=True,
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.type("q")
        self._process.stdin.close()
        self._process.wait(timeout=self.patience)
        self._reader.join()
        self._process.stdout.close()

    def type(self, line: str) -> None:
        """Type a line."""
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """What is said next, until it is the learner's turn again.

        Raises:
            TimeoutError: nothing more was said in time.
            EOFError: the companion ended.
        """
        said: list[str] = []
        until = time.monotonic() + self.patience
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise TimeoutError("\n".join(said)) from None
            if line is None:
                raise EOFError("\n".join(said))
            if line == KEYS:
                return "\n".join(said)
            said.append(line)

    def verdict(self) -> str:
        """The next verdict, from its headline on."""
        while True:
            lines = self.answer().splitlines()
            for number, line in enumerate(lines):
                if HEADLINE.match(line):
                    return "\n".join(lines[number:])

    def save(self, path: Path, content: bytes) -> None:
        """Save a file of the workbook, as an editor does."""
        path.write_bytes(content)

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


def clone(folder: Path) -> Path:
    """A clone of the repository as it stands, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder
