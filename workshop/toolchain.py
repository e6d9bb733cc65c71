"""The tools that build and test, and the one environment in which they run.

pyo3's build script watches a few variables; as soon as one of two builds sets them otherwise, Cargo compiles pyo3 anew. maturin sets three of
them, so the workbook's `.cargo/config.toml` gives plain `cargo build` and the editor the same values.
"""

import json
import os
import struct
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from . import files, stick
from .errors import WorkshopError

ROOT = Path(__file__).resolve().parent.parent

# Set by shells, editors, other environments or a parent build; each would change what is built or tested.
_FOREIGN = (
    "PYTHON",
    "PYO3_",
    "MATURIN_",
    "PYTEST_",
    "CARGO_BUILD_",
    "CARGO_PROFILE_",
    "CARGO_ENCODED_",
    "HOT_MODULES_WHEEL",
    "HOT_MODULES_SDIST",
    "HOT_MODULES_STUBS",
)
_FOREIGN_NAMES = {
    "RUSTFLAGS",
    "RUST_BACKTRACE",
    "CARGO_TARGET_DIR",
    "CARGO_INCREMENTAL",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
}


def foreign(name: str) -> bool:
    """Whether a variable would change what is built or tested, and is therefore kept from the tools."""
    return name in _FOREIGN_NAMES or name.startswith(_FOREIGN)


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what would change a build or a test, and with `more` added."""
    kept = {key: value for key, value in os.environ.items() if not foreign(key)}
    return kept | {"PYTHONUTF8": "1"} | more


def python_of(environment_folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment_folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def maturin_of(python: Path) -> Path:
    """The maturin beside an environment's interpreter."""
    return python.with_name("maturin.exe" if os.name == "nt" else "maturin")


def maturin_variables(python: Path) -> dict[str, str]:
    """What maturin sets when it builds for an interpreter of this process's version."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "PYO3_PYTHON": str(python),
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "PYO3_ENVIRONMENT_SIGNATURE": f"{sys.implementation.name}-{version}-{struct.calcsize('P') * 8}bit",
    }


def cargo_config(python: Path) -> str:
    """`.cargo/config.toml` of a workbook: the variables that maturin sets, for whoever builds without it."""
    lines = ["# Written by `learn`, anew each time: it names this machine's Python.", "[env]"]
    # A TOML string is written as a JSON string is; a folder's name may have quotes and backslashes in it.
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in maturin_variables(python).items()]
    if sys.platform == "darwin":
        # The interpreter's symbols are looked up when the module is loaded; maturin passes the same flags.
        flags = '["-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup"]'
        lines += ["", "[target.'cfg(target_os = \"macos\")']", f"rustflags = {flags}"]
    if source := stick.cargo_source(ROOT):
        lines += ["", source.rstrip()]
    return "\n".join(lines) + "\n"


def write_cargo_config(workbook: Path, python: Path) -> None:
    """Write the configuration unless it is there; a new time of modification would tell Cargo nothing, but the editor would look again."""
    path, text = workbook / ".cargo" / "config.toml", cargo_config(python).encode()
    if not path.is_file() or path.read_bytes() != text:
        files.write(path, text)


def seal_of(folder: Path, locks: Sequence[Path]) -> str:
    """A fingerprint of an environment: what is in it, which Python it is for, and where it lies.

    The place counts: the commands in a moved environment still start the interpreter where it was.
    """
    content = b"".join(lock.read_bytes() for lock in locks)
    return files.digest(content + sys.version.encode() + sys.base_prefix.encode() + str(folder).encode())


def environment_commands(folder: Path, locks: Sequence[Path]) -> list[list[str]]:
    """The commands that make a virtual environment anew, exactly as the lock files say, for this process's Python."""
    uv = [sys.executable, "-m", "uv"]
    requirements = [word for lock in locks for word in ("-r", str(lock))]
    return [
        [*uv, "--quiet", "venv", "--clear", "--python", sys.executable, str(folder)],
        [*uv, "pip", "install", "--python", str(python_of(folder)), "--no-deps", "--require-hashes", *requirements],
    ]


def make_environment(folder: Path, locks: Sequence[Path]) -> str:
    """Make a virtual environment anew; returns what the tools said if they could not."""
    venv, install = environment_commands(folder, locks)
    # First from the cache alone: with everything in it, the network is not needed, and not waited for.
    return complaint(venv) or (complaint([*install, "--offline"]) and complaint(install))


def requirements_of(lock: Path) -> list[str]:
    """The requirements of a lock file, each with its hashes, as a lock file of its own."""
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    return ["\n".join(lines[start:end]) + "\n" for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def rust_versions(root: Path) -> list[str]:
    """The compiler's version and pyo3's, each as `name=version`."""
    rustc = subprocess.run(
        ["rustc", "--version"], cwd=root, env=environment(), capture_output=True, encoding="utf-8", check=True
    ).stdout.split()[1]
    locked = tomllib.loads((root / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    return [f"rustc={rustc}", *(f"{crate['name']}={crate['version']}" for crate in locked if crate["name"] == "pyo3")]


def complaint(command: Sequence[str | Path], cwd: Path | None = None) -> str:
    """Run a tool; returns what it said, in a line, if it failed."""
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, encoding="utf-8", errors="replace")
    said = " ".join(line.strip() for line in done.stderr.splitlines()[:6])
    return (said or f"exit code {done.returncode}") if done.returncode else ""


def prepare(workbook: Path, locks: Sequence[Path]) -> Path:
    """Create or mend the workbook's virtual environment and its Cargo configuration.

    Args:
        workbook: the workbook's folder.
        locks: lock files of what the learner's tests need.

    Returns:
        The environment's interpreter.

    Raises:
        WorkshopError: the environment could not be made.
    """
    folder = workbook / ".venv"
    python = python_of(folder)
    seal = folder / "hot-modules.seal"
    wanted = seal_of(folder, locks)
    if not (seal.is_file() and seal.read_text(encoding="utf-8", errors="replace") == wanted and works(python)):
        if said := make_environment(folder, locks):
            raise WorkshopError(
                f"setting up the workbook's Python failed: {said}",
                "Is the package index reachable? Run `learn` again; `doctor` tells more.",
            )
        files.write(seal, wanted.encode())
    write_cargo_config(workbook, python)
    return python


def works(python: Path) -> bool:
    """Whether an environment's interpreter starts and finds what builds and tests; that of a half deleted environment does not."""
    # Looked up, not imported: that would take half a second each time. A package without its files has no origin.
    names = ("pytest", "_pytest", "maturin", "numpy")
    probe = f"from importlib.util import find_spec as find; assert all(getattr(find(name), 'origin', None) for name in {names})"
    try:
        found = subprocess.run([str(python), "-c", probe], env=environment(), capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found and maturin_of(python).is_file()
