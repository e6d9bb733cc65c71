"""Which interpreter the session `free-threaded` takes, what it says of a wheel, and which tests it leaves to one thread."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from workshop import free_threading

ROOT = Path(free_threading.__file__).resolve().parent.parent

posix = pytest.mark.skipif(os.name == "nt", reason="a script is no program there")


def stand_in(path: Path, *answer: object) -> Path:
    """A program that answers the probe."""
    path.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
    path.chmod(0o755)
    return path


@posix
@pytest.mark.parametrize(
    ("answer", "suits"),
    [
        pytest.param(([3, 14], True, "cpython"), True, id="3.14t"),
        pytest.param(([3, 15], True, "cpython"), True, id="3.15t"),
        pytest.param(([3, 13], True, "cpython"), False, id="too old"),
        pytest.param(([3, 14], False, "cpython"), False, id="with the lock"),
        pytest.param(([3, 14], True, "graalpy"), False, id="another Python"),
        pytest.param(("hello",), False, id="nonsense"),
    ],
)
def test_which_interpreter_suits(tmp_path, answer, suits):
    assert free_threading.suits(stand_in(tmp_path / "python", *answer)) is suits


def test_what_is_not_there_does_not_suit(tmp_path):
    assert free_threading.find(str(tmp_path / "python")) is None


@pytest.mark.skipif(bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="this is one")
def test_this_interpreter_does_not_suit():
    assert free_threading.find(sys.executable) is None


@posix
def test_one_on_the_path_is_found(tmp_path, monkeypatch):
    stand_in(tmp_path / "python3.14t", [3, 14], False, "cpython")
    wanted = stand_in(tmp_path / "python3.15t", [3, 15], True, "cpython")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert free_threading.find() == wanted


def test_the_native_modules_of_a_wheel(tmp_path):
    wheel = tmp_path / "hot_modules_gil-0.1.0-cp314-cp314t-linux_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as content:
        for name in ("gil/__init__.py", "gil/_gil.cpython-314t-x86_64-linux-gnu.so", "anatomy.pyd", "gil/_gil/__init__.pyi"):
            content.writestr(name, "")

    assert free_threading.extension_modules(wheel) == ["gil._gil", "anatomy"]


@pytest.mark.parametrize("culprit", ["colorsys", None])
def test_the_module_that_switched_the_lock_on_is_named(monkeypatch, culprit):
    for module in ("colorsys", "sched"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: culprit in sys.modules, raising=False)

    assert free_threading.switched_on_by(["sched", "colorsys", "stat"]) == culprit


def test_a_lock_that_is_on_from_the_start(monkeypatch):
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)

    assert "on from the start" in free_threading.main([])


def test_tests_with_fixtures_of_their_own_run_in_one_thread(tmp_path):
    (tmp_path / "test_names.py").write_text(
        """
import pytest

@pytest.fixture
def own(): return []

@pytest.fixture
def derived(own): return own

@pytest.fixture(scope="session")
def shared(): return ()

def test_own(own): pass
def test_derived(derived): pass
def test_shared(shared): pass
def test_none(): pass
@pytest.mark.parametrize("name", ["berry"])
def test_given(name): pass
@pytest.mark.parametrize("name", ["berry"])
def test_both(name, tmp_path): pass
"""
    )
    command = [sys.executable, "-m", "pytest", "-p", "workshop.free_threading", "-q", "--collect-only", "-m", "thread_unsafe", "."]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)

    chosen = {line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line}
    assert chosen == {"test_own", "test_derived", "test_both[berry]"}, done.stdout + done.stderr
