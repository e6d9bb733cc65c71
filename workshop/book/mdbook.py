"""mdbook itself: fetched and compiled once, by Cargo alone, and run with our preprocessor."""

import os
import subprocess
import sys
from pathlib import Path

from ..course import ROOT
from ..errors import WorkshopError

VERSION = "0.5.4"
FOLDER = ROOT / ".nox" / "mdbook"
PROGRAM = FOLDER / "bin" / ("mdbook.exe" if os.name == "nt" else "mdbook")
BUILT = ROOT / "target" / "book"


def get() -> Path:
    """The program, compiled if it is not there yet or another version.

    Raises:
        WorkshopError: Cargo cannot get or compile it.
    """
    if _version() != VERSION:
        print(f"mdbook {VERSION} is compiled, once: two or three minutes on two cores, less on more …", flush=True)
        command = ["cargo", "install", "--locked", "--version", VERSION, "--root", str(FOLDER), "mdbook"]
        if subprocess.run(command, cwd=ROOT).returncode or _version() != VERSION:
            raise WorkshopError(
                f"mdbook {VERSION} could not be compiled; what Cargo said stands above.",
                "It takes the network and a newer Rust than the course does: `rustup update`, then again. What is there already is kept.",
            )
    return PROGRAM


def _version() -> str | None:
    try:
        said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.split()[-1].removeprefix("v")


def build(book: Path = ROOT / "docs", out: Path = BUILT) -> list[str]:
    """Build the book; returns what mdbook complains of, warnings too."""
    command = [str(get()), "build", str(book), "--dest-dir", str(out)]
    done = subprocess.run(command, env=_environment(), stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
    said = [line.strip() for line in done.stderr.splitlines() if line.strip() and not line.lstrip().startswith("INFO")]
    return [f"mdbook: {line}" for line in said] or (["mdbook: failed and says nothing"] if done.returncode else [])


def serve(port: str) -> int:
    """Serve the book, with each change as it is saved, and open it; returns mdbook's exit code."""
    command = [str(get()), "serve", str(ROOT / "docs"), "--dest-dir", str(BUILT), "--port", port, "--open"]
    return subprocess.run(command, env=_environment()).returncode


def _environment() -> dict[str, str]:
    """What mdbook needs to run our preprocessor by this interpreter; it splits the command as a shell does."""
    command = f"'{sys.executable}' -m workshop.book.preprocessor"
    return os.environ | {"MDBOOK_PREPROCESSOR__HOT_MODULES__COMMAND": command, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
