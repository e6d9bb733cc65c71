"""No step's test, but the chapter's: a type checker understands the generated stubs, and they fit the module.

`typed/<step>.py` is how somebody uses the classes who checks types, strictly. A line that the checker has to refuse ends in
`# type: ignore[code]`: one that it does not refuse is reported as well. These programs are never run.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import classes
import pytest

PROGRAMS = Path(__file__).parent / "typed"


@pytest.fixture(scope="module")
def typed_package(generated_stubs, tmp_path_factory) -> Path:
    """A folder with the package as it would look if it shipped its stubs."""
    folder = tmp_path_factory.mktemp("typed")
    shutil.copytree(Path(classes.__file__).parent, folder / "classes", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(generated_stubs, folder, dirs_exist_ok=True)
    (folder / "classes" / "py.typed").touch()
    return folder


@pytest.fixture(scope="module")
def run(typed_package, tmp_path_factory):
    """Runs a part of mypy on that package; returns what it says, or nothing if all is well."""
    cache = Path(os.environ.get("HOT_MODULES_CACHE") or tmp_path_factory.mktemp("cache")) / "mypy-classes"
    config = typed_package / "mypy.ini"
    # `list` without the type of its items is all that PyO3 can say of a `Py<PyList>`; and a subclass's `__getnewargs__` returns what its own
    # constructor takes, more than its base's.
    options = ["[mypy]", "strict = True", "disallow_any_generics = False", f"cache_dir = {cache}", "sqlite_cache = False"]
    options += ["[mypy-classes._classes]", "disable_error_code = override", ""]
    config.write_text("\n".join(options), encoding="utf-8")

    def run(*command: str) -> str:
        env = os.environ | {"MYPYPATH": str(typed_package), "PYTHONPATH": str(typed_package), "PYTHONUTF8": "1"}
        done = subprocess.run([sys.executable, "-m", *command], cwd=typed_package, env=env, capture_output=True, encoding="utf-8")
        return done.stdout + done.stderr if done.returncode else ""

    return run


@pytest.fixture(scope="module")
def mypy_says(run) -> str:
    said = run("mypy", "--config-file=mypy.ini", "--no-error-summary", "--hide-error-context", str(PROGRAMS))
    assert all(re.match(r".*\.py:\d", line) for line in said.splitlines()), said
    return said


def test_the_stubs_themselves_are_sound(run):
    assert run("mypy", "--config-file=mypy.ini", "--no-error-summary", "-p", "classes") == ""


@pytest.mark.parametrize("program", sorted(path.name for path in PROGRAMS.glob("*.py")))
def test_a_type_checker_accepts_and_refuses(mypy_says, program):
    about = [line for line in mypy_says.splitlines() if re.search(rf"\b{re.escape(program)}:\d", line)]

    assert about == []


def test_the_stubs_fit_the_module(run):
    assert run("mypy.stubtest", "classes", "--concise", "--mypy-config-file=mypy.ini") == ""
