"""`chosen` follows the variable, falls back only where that is allowed, says so, and never hides a wheel that is broken."""

import importlib.machinery
import os
import sys

import capstone.matching
import febrl
import matching
import pytest
from service import hot_module

VARIABLE = "CUSTOMERS_MATCHING"


@pytest.fixture
def not_imported():
    """Nobody has imported the wheel yet. Afterwards everything is as it was."""
    ours = [name for name in sys.modules if name.partition(".")[0] == "capstone"]
    kept = {name: sys.modules.pop(name) for name in ours}
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "capstone"]:
        del sys.modules[name]
    sys.modules.update(kept)


@pytest.fixture
def not_installed(not_imported, monkeypatch):
    """A machine without the wheel."""

    class Finder(importlib.machinery.PathFinder):
        @classmethod
        def find_spec(cls, fullname, path=None, target=None):
            return None if fullname == "capstone" else super().find_spec(fullname, path, target)

    finders = [Finder if finder is importlib.machinery.PathFinder else finder for finder in sys.meta_path]
    monkeypatch.setattr(sys, "meta_path", finders)


BROKEN = {
    "for-another-machine": (
        {"__init__.py": "raise ImportError('undefined symbol: PyType_GetName')"},
        ImportError("undefined symbol: PyType_GetName"),
    ),
    "half-installed": ({"__init__.py": "from ._capstone import *"}, ModuleNotFoundError("No module named 'capstone._capstone'")),
    "too-old": ({"__init__.py": ""}, ModuleNotFoundError("No module named 'capstone.matching'")),
    "without-numpy": (
        {"__init__.py": "", "matching.py": "raise ModuleNotFoundError('No module named numpy', name='numpy')"},
        ModuleNotFoundError("No module named numpy"),
    ),
    "bug-in-it": ({"__init__.py": "", "matching.py": "{}['surname']"}, KeyError("surname")),
}
"""Wheels that are there and cannot be used, with what importing them raises."""


@pytest.fixture(params=BROKEN)
def broken(request, not_imported, monkeypatch, tmp_path):
    """A machine with a wheel that cannot be used; what importing it raises."""
    files, raised = BROKEN[request.param]
    tmp_path.joinpath("capstone").mkdir()
    for name, text in files.items():
        tmp_path.joinpath("capstone", name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return raised


def test_rust_is_the_port():
    assert hot_module.chosen({VARIABLE: "rust"}) is capstone.matching


def test_python_is_the_reference():
    assert hot_module.chosen({VARIABLE: "python"}) is matching


@pytest.mark.parametrize("environ", [{}, {VARIABLE: ""}, {"PATH": "/usr/bin"}], ids=["unset", "empty", "others"])
def test_without_a_choice_it_is_the_port(environ):
    """And nobody is warned of anything: pytest would show a warning as an error."""
    assert hot_module.chosen(environ) is capstone.matching


def test_it_is_asked_each_time():
    names = ["python", "rust", "python", "rust"]

    assert [hot_module.name_of(hot_module.chosen({VARIABLE: name})) for name in names] == names


def test_the_environment_of_the_process_is_the_default(monkeypatch):
    monkeypatch.setenv(VARIABLE, "python")
    assert hot_module.chosen() is matching

    monkeypatch.delenv(VARIABLE)
    assert hot_module.chosen() is capstone.matching


def test_an_environment_that_is_given_is_the_only_one(monkeypatch):
    monkeypatch.setenv(VARIABLE, "python")

    assert hot_module.chosen({}) is capstone.matching


UNKNOWN = ["Rust", "PYTHON", "c++", "rust ", "0", "matching", "capstone.matching"]


@pytest.mark.parametrize("value", UNKNOWN)
def test_any_other_value_is_refused(value):
    with pytest.raises(ValueError, match=VARIABLE) as caught:
        hot_module.chosen({VARIABLE: value})

    said = str(caught.value).replace(VARIABLE, "")
    assert repr(value) in said, "the message must show the value that cannot be used"
    assert "python" in said, "the message must say what the variable can be"
    assert "rust" in said.replace(repr(value), ""), "the message must say what the variable can be"


@pytest.mark.parametrize("value", ["Rust", "c++"])
def test_any_other_value_is_refused_without_the_wheel_too(not_installed, value):
    with pytest.raises(ValueError, match=VARIABLE):
        hot_module.chosen({VARIABLE: value})


@pytest.mark.parametrize("environ", [{}, {VARIABLE: ""}], ids=["unset", "empty"])
def test_without_the_wheel_it_is_the_reference_and_a_warning(not_installed, environ):
    with pytest.warns(RuntimeWarning) as warned:
        chosen = hot_module.chosen(environ)

    assert chosen is matching
    assert [warning.category for warning in warned] == [RuntimeWarning]
    said = str(warned[0].message)
    assert "pip install hot-modules-capstone" in said, "the warning must say how to get the port"
    assert f"{VARIABLE}=python" in said, "the warning must say how to choose the reference for good"


def test_the_warning_is_the_callers(not_installed):
    """Python shows it with the line that called `chosen`."""
    with pytest.warns(RuntimeWarning) as warned:
        hot_module.chosen({})

    assert warned[0].filename == __file__


def test_whoever_makes_warnings_errors_gets_an_error(not_installed):
    """As `python -W error::RuntimeWarning` does, and pytest here: so production can refuse the fallback."""
    with pytest.raises(RuntimeWarning, match=VARIABLE):
        hot_module.chosen({})


def test_the_fallback_leaves_the_environment_alone(not_installed, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    for _ in range(2):
        with pytest.warns(RuntimeWarning):
            assert hot_module.chosen() is matching

    assert VARIABLE not in os.environ


def test_rust_without_the_wheel_is_an_error(not_installed):
    with pytest.raises(ImportError, match=VARIABLE) as caught:
        hot_module.chosen({VARIABLE: "rust"})

    assert "pip install hot-modules-capstone" in str(caught.value), "the message must say how to get the port"
    assert f"{VARIABLE}=python" in str(caught.value), "the message must say how to do without it"


def test_python_without_the_wheel_is_nothing_to_warn_of(not_installed):
    assert hot_module.chosen({VARIABLE: "python"}) is matching


@pytest.mark.parametrize("environ", [{}, {VARIABLE: "rust"}], ids=["unset", "rust"])
def test_a_wheel_that_is_broken_is_not_hidden(broken, environ):
    """And not dressed up as anything else."""
    with pytest.raises(type(broken)) as caught:
        hot_module.chosen(environ)

    assert (type(caught.value), str(caught.value)) == (type(broken), str(broken))


def test_python_is_the_way_back_from_a_wheel_that_is_broken(broken):
    assert hot_module.chosen({VARIABLE: "python"}) is matching


@pytest.mark.parametrize("name", ["python", "rust"])
def test_the_service_on_it(name, tmp_path):
    """Its directory and its jobs, without the HTTP around them: the same result in the file, whatever does the matching."""
    from service.directory import Directory
    from service.jobs import Jobs
    from service.store import Store

    customers = febrl.load("1")[:80]
    chosen = hot_module.chosen({VARIABLE: name})
    store = Store(tmp_path / "customers.sqlite")
    try:
        store.add(customers)
        jobs = Jobs(store)
        number = jobs.start(Directory(store, chosen), chosen.Settings(), {})
        assert jobs.join(20), "the job does not end"
        expected = matching.deduplicate(customers)
        assert jobs.job(number)["state"] == "finished"
        assert store.pairs(number, 0, 100) == expected.pairs
        assert store.clusters(number, 0, 100) == expected.clusters
        assert hot_module.name_of(chosen) == name
    finally:
        store.close()
