"""A Python without the interpreter lock: which one there is, and whether a wheel leaves it that way.

`find` is called by the noxfile, `python -m workshop.free_threading WHEEL …` by the interpreter that it found, and as a pytest plugin this
module tells pytest-run-parallel which of the chapters' tests cannot run in several threads at once. Standard library only.
"""

import importlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

OLDEST = (3, 14)
NEWEST = (3, 19)
"""The last minor version that is looked for by name."""

HOW_TO_GET_ONE = """\
No free-threaded Python {oldest} or later was found, so these tests were not run. Ways to get one:
  uv python install 3.14t            (uv: https://docs.astral.sh/uv/)
  pyenv install 3.14t
  conda create -n free-threaded -c conda-forge python-freethreading
  sudo dnf install python3.14-freethreading      (Fedora)
  python.org's installers for Windows and macOS: tick "free-threaded binaries"
It is found if it is on PATH as python3.14t, or if uv finds it. Any other place: `python3 noxfile.py -s free-threaded -- /path/to/python`.
The same tests in parallel threads on the Python at hand: `python3 noxfile.py -s free-threaded -- --gil`.\
""".format(oldest=".".join(map(str, OLDEST)))

UNSAFE_IN_THREADS = (
    "cProfile.*",
    "gc.*",
    "logging.*",
    "pinning.outcomes",  # they listen to what is logged
    "write_vectors.vectors",
    "signal.*",
    "sys.getrefcount",
    "sys.setswitchinterval",
    "tracemalloc.*",
    "warnings.*",
)
"""What changes the whole process, or tells of all of it: a test that calls it runs in one thread."""

_PROBE = (
    "import json, sys, sysconfig; "
    "print(json.dumps([sys.version_info[:2], bool(sysconfig.get_config_var('Py_GIL_DISABLED')), sys.implementation.name]))"
)


def find(named: str | None = None) -> Path | None:
    """The first free-threaded CPython, new enough, of those on this machine.

    Args:
        named: look at this one only.
    """
    return next((python for python in map(Path, [named] if named else _candidates()) if suits(python)), None)


def suits(python: Path) -> bool:
    """Whether an interpreter starts, is a free-threaded build of CPython, and is new enough."""
    # PYTHON_GIL and the like would change the answer.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        answer = subprocess.run([str(python), "-c", _PROBE], env=env, capture_output=True, encoding="utf-8", timeout=60)
        version, free_threaded, implementation = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return bool(free_threaded) and tuple(version) >= OLDEST and implementation == "cpython"


def _candidates() -> Iterator[str]:
    versions = [f"{OLDEST[0]}.{minor}t" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    for version in versions:
        if found := shutil.which(f"python{version}"):
            yield found
    # uv also knows those that it installed itself, and Windows' registry.
    for version in versions:
        answer = subprocess.run(
            [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads", version],
            capture_output=True,
            encoding="utf-8",
        )
        if answer.returncode == 0:
            yield answer.stdout.strip()


def extension_modules(wheel: Path) -> list[str]:
    """The names of the native modules in a wheel, as one imports them."""
    with zipfile.ZipFile(wheel) as content:
        files = [Path(name) for name in content.namelist() if name.endswith((".so", ".pyd"))]
    return [".".join([*file.parent.parts, file.name.partition(".")[0]]) for file in files]


def switched_on_by(modules: Iterable[str]) -> str | None:
    """Import modules one by one; returns the first one after which the interpreter lock is on."""
    for module in modules:
        importlib.import_module(module)
        if sys._is_gil_enabled():
            return module
    return None


def pytest_collection_modifyitems(items: list) -> None:
    """A fixture that is made for one test belongs to one thread: files, lists of what was called. Such a test runs in one thread."""
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        made = [name for name, found in item._fixtureinfo.name2fixturedefs.items() if name not in given and found[-1].scope == "function"]
        if made:
            item.add_marker("thread_unsafe")


def main(wheels: Sequence[str]) -> str | None:
    """Check installed wheels in this interpreter; returns what is wrong."""
    if sys._is_gil_enabled():
        return "The interpreter lock is on from the start: this is no free-threaded Python, or PYTHON_GIL or -X gil has switched it on."
    if module := switched_on_by(name for wheel in wheels for name in extension_modules(Path(wheel))):
        return f"Importing {module} switched the interpreter lock on, for the whole process: is it declared with `gil_used = true`?"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
