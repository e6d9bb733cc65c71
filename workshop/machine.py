"""What a machine must have, and the sentence for each thing that it lacks.

Standard library only, and in words that an old Python understands: `noxfile.py` asks this before anything is installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile

OLDEST_PYTHON = (3, 11)
OLDEST_RUST = (1, 85)

LINKER_REMEDY = {
    "linux": "Install it: `sudo apt install build-essential`, or `gcc` of your distribution.",
    "darwin": "Install it: `xcode-select --install`.",
    "win32": "Install the Visual Studio Build Tools with the C++ workload.",
}


def python_problem():
    """What is wrong with the running Python, as (sentence, remedy), or None."""
    if sys.version_info < OLDEST_PYTHON:
        version = "{}.{}".format(*sys.version_info)
        return (
            "Python {} ({}) is too old; the workshop wants 3.11 or later.".format(version, sys.executable),
            "Install a newer Python and run the same command with it, for example `python3.13 noxfile.py`.",
        )
    return None


def rust_problem():
    """What is wrong with Rust, as (sentence, remedy), or None."""
    cargo = shutil.which("cargo")
    if not cargo:
        return (
            "cargo, Rust's build tool, is not on PATH.",
            "Install Rust with rustup (version 1.85 or later), open a new terminal, and try again.",
        )
    answer = subprocess.run([cargo, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    words = answer.stdout.split()
    try:
        version = tuple(int(part) for part in words[1].split(".")[:2])
    except (IndexError, ValueError):
        return (
            "`cargo --version` fails: {}".format(answer.stdout.strip()),
            "Run `rustup default stable`, or install Rust anew with rustup.",
        )
    if version < OLDEST_RUST:
        return ("Rust {} is too old; the workshop wants 1.85 or later.".format(words[1]), "Run `rustup update`.")
    return None


def linker_problem():
    """Whether a program can be linked, as (sentence, remedy), or None; takes a fraction of a second."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "main.rs")
        with open(source, "w", encoding="utf-8") as file:
            file.write("fn main() {}\n")
        try:
            answer = subprocess.run(
                ["rustc", source, "--out-dir", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
            )
        except OSError as error:
            return ("rustc, the Rust compiler, does not start: {}".format(error), "Install Rust with rustup (version 1.85 or later).")
    if answer.returncode == 0:
        return None
    if "linker" in answer.stdout:
        return ("No C linker was found, and Rust needs one for every program.", LINKER_REMEDY.get(sys.platform, LINKER_REMEDY["linux"]))
    return ("rustc cannot compile an empty program: {}".format(answer.stdout.strip()[:400]), "Install Rust anew with rustup.")
