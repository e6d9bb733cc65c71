"""No step's test, but the chapter's: all committed type stubs are what maturin generates, and fit the module."""

import os
from pathlib import Path

import hello
import stubs

PACKAGE = Path(hello.__file__).parent.parent


def test_committed_stubs_are_what_maturin_generates(generated_stubs):
    differences = [stubs.difference(PACKAGE / path.relative_to(generated_stubs), path) for path in sorted(generated_stubs.rglob("*.pyi"))]
    assert differences
    assert [found for found in differences if found] == [], "`python scripts/stubs.py` in the chapter's folder writes them"


def test_no_committed_stub_is_left_over(generated_stubs):
    committed = {path.relative_to(PACKAGE / "hello") for path in PACKAGE.glob("hello/_hello/**/*.pyi")}
    assert committed == {path.relative_to(generated_stubs / "hello") for path in generated_stubs.rglob("*.pyi")}


def test_stubs_and_facades_fit_the_module(tmp_path):
    cache = Path(os.environ.get("HOT_MODULES_CACHE") or tmp_path) / "mypy"
    assert stubs.stubtest("hello", tmp_path, cache) == ""
