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


def run(command: str, *arguments: str, book: Path = ROOT / "docs", out: Path = BUILT) -> int:
    """Run a command of mdbook's on the book; returns its exit code."""
    python = f"'{sys.executable}'"  # mdbook splits the line as a shell does
    env = os.environ | {
        "MDBOOK_PREPROCESSOR__HOT_MODULES__COMMAND": f"{python} -m workshop.book.preprocessor",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    return subprocess.run([get(), command, str(book), "--dest-dir", str(out), *arguments], env=env).returncode
