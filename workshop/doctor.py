"""Whether a machine is ready for the day: one line a check, and for each failure its remedy.

It does what the course will do, with the same tools: makes an environment, builds an extension module, imports it, watches a file. That
also fills the caches of packages and crates, so that the day itself needs no network.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from . import course as course_module
from . import files, loop, machine, report, toolchain
from .companion import NEEDED_BYTES, workbook_folder
from .course import ROOT, Course
from .errors import WorkshopError
from .judge import Judge
from .progress import Progress
from .workbook import Workbook, free_space

LOCKS = [ROOT / "requirements" / name for name in ("tests.txt", "data.txt")]
NEEDED_TO_GO_ON = 200_000_000
SMALLEST_TERMINAL = (60, 15)
WATCH_SECONDS = 10.0
RUST_REMEDY = "Install Rust with rustup (version 1.85 or later), open a new terminal, and try again."

SUSPECTS = {"RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTUP_TOOLCHAIN", "LD_PRELOAD", "CARGO_NET_OFFLINE", "UV_OFFLINE"}
"""Variables that reach the tools on purpose (a company's machine may need them) and that can break them."""


@dataclass(frozen=True)
class Check:
    """One thing checked; `good` is None if it could not be tried."""

    name: str
    good: bool | None
    found: str
    remedy: str = ""


def run(workbook: Path | None = None) -> int:
    """Check everything, print a line each and a summary; returns the exit code."""
    folder = workbook_folder(workbook)
    console = report.console()
    checks: list[Check] = []

    def do(name: str, check: Callable[..., Check], *arguments: object, after: tuple[str, ...] = ()) -> bool:
        failed = [other.name for other in checks if other.name in after and not other.good]
        if failed:
            done = Check(name, None, f"not tried: {failed[0]} first")
        else:
            done = _tried(console, name, check, *arguments)
        checks.append(done)
        _print(console, done)
        return bool(done.good)

    do("Python", python)
    do("Pythons on PATH", pythons)
    do("Rust", rust)
    do("linker", linker, after=("Rust",))
    do("git", git)
    do("disk space", space, folder)
    do("terminal", terminal, console)
    do("course", course)
    with contextlib.ExitStack() as stack:
        scratch: list[Path] = []
        do("write access", writable, folder, stack, scratch)
        here = scratch[0] if scratch else folder
        do("file watching", watching, here, after=("write access",))
        do("packages", packages, here, after=("write access",))
        do("crates", crates, after=("Rust",))
        do("a module, built", chain, here, after=("write access", "Rust", "linker", "course", "crates"))
    works = next(check.good for check in checks if check.name == "a module, built")
    do("variables", variables, works)
    do("Cargo's settings", cargo_settings, works)
    do("workbook", workbook_found, folder, after=("course",))

    bad = [check.name for check in checks if not check.good]
    summary = f"{len(bad)} of {len(checks)} checks failed: {', '.join(bad)}." if bad else f"All {len(checks)} checks passed: ready for the course."
    console.print(Text(f"\n{summary}", style="bold red" if bad else "bold green"))
    return 1 if bad else 0


def _tried(console: Console, name: str, check: Callable[..., Check], *arguments: object) -> Check:
    waiting = console.status(f"{name} …") if console.is_terminal else contextlib.nullcontext()
    try:
        with waiting as line:
            answer = check(*arguments, **({"status": line} if check is chain else {}))
    except WorkshopError as error:
        return Check(name, False, error.what, error.remedy)
    except (OSError, subprocess.SubprocessError) as error:
        return Check(name, False, str(error), "Mend that and run `doctor` again.")
    return answer
