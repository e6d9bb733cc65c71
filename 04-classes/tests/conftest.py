"""What the tests of this chapter share: the type stubs of what is under test."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def generated_stubs() -> Path:
    """The folder with the type stubs that maturin generates from the code under test."""
    path = os.environ.get("HOT_MODULES_STUBS")
    assert path, "no generated stubs to look at: HOT_MODULES_STUBS is not set; run the tests with nox"
    return Path(path)
