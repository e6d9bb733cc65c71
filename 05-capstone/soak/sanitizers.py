"""The core's own tests with what finds undefined behaviour, as far as it is installed.

AddressSanitizer comes with stable Rust, and the fuzz targets run with it, too. ThreadSanitizer tells the truth only if the standard library is
compiled with it (component `rust-src`): else it takes each channel and each `Arc` for a race. Miri is a component of nightly Rust.
"""

import os
import re
import subprocess
from pathlib import Path

from .fuzz import host
from .report import Report, Task, say

TESTS = ["--quiet", "--package", "matching-core", "--tests"]


def run(task: Task) -> Report:
    """Run each that can run here, once."""
    report = Report()
    manifest = ["--manifest-path", str(task.chapter / "core" / "Cargo.toml")]
    sources = Path(printed("rustc", "--print", "sysroot"), "lib", "rustlib", "src", "rust", "library")
    targeted = ["--target", host()] if os.name == "posix" else []
    if targeted:
        cargo(task, report, "AddressSanitizer", ["test", *manifest, *TESTS, *targeted], "-Zsanitizer=address")
    else:
        report.left_out.append("AddressSanitizer: not on this system")
    if targeted and sources.is_dir():
        cargo(task, report, "ThreadSanitizer", ["test", *manifest, *TESTS, *targeted, "-Zbuild-std"], "-Zsanitizer=thread")
    else:
        report.left_out.append("ThreadSanitizer: it needs the standard library's source (rustup component add rust-src)")
    if printed("cargo", "+nightly", "miri", "--version"):
        cargo(task, report, "Miri", ["+nightly", "miri", "test", *manifest, "--package", "matching-core", "--test", "core"], "")
    else:
        report.left_out.append("Miri: it is not installed (rustup +nightly component add miri)")
    return report


def printed(*command: str) -> str:
    """Return what a command prints, "" if it fails."""
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def cargo(task: Task, report: Report, name: str, arguments: list[str], flags: str) -> None:
    """Run the tests with one of them."""
    say(f"{name} …")
    environ = os.environ | {"CARGO_TARGET_DIR": str(task.target / name), "MIRIFLAGS": "-Zmiri-disable-isolation"}
    if flags:
        environ |= {"RUSTC_BOOTSTRAP": "1", "RUSTFLAGS": flags}
    done = subprocess.run(["cargo", *arguments], env=environ, capture_output=True, encoding="utf-8")
    passed = sum(map(int, re.findall(r"test result: .*?(\d+) passed", done.stdout)))
    report.ran.append(f"{name}: {passed} tests of the core passed")
    if done.returncode:
        log = task.target / f"{name}.txt"
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        report.found.append(f"{name}: {log}")
