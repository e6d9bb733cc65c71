"""Step anatomy: a plain Rust library becomes an extension module. `anatomy` may be missing, so every test imports it for itself."""

import tarfile
import tomllib
import types
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path, PurePosixPath

import pytest


def test_import_finds_tidy():
    import anatomy

    assert isinstance(anatomy.tidy, types.BuiltinFunctionType)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("  lachlan  berry ", "lachlan berry", id="spaces"),
        pytest.param("48\tgoldfinch\n circuit", "48 goldfinch circuit", id="tab-and-newline"),
        pytest.param("élodie\u00a0 van't  hof", "élodie van't hof", id="not-ascii"),
        pytest.param(" \n ", "", id="blank"),
        pytest.param("", "", id="empty"),
    ],
)
def test_tidy(text, want):
    import anatomy

    assert anatomy.tidy(text) == want


def test_tidy_real_addresses(customers):
    import anatomy

    untidy = [f" {each['street_number']}  {each['address_1']}\t{each['address_2']}\n{each['suburb']} " for each in customers]
    assert [anatomy.tidy(text) for text in untidy] == [" ".join(text.split()) for text in untidy]


@pytest.mark.parametrize("value", [pytest.param(3465, id="int"), pytest.param(None, id="None"), pytest.param(b"yass", id="bytes")])
def test_only_text_can_be_tidied(value):
    import anatomy

    with pytest.raises(TypeError):
        anatomy.tidy(value)


def test_wheel_holds_an_extension_file_named_anatomy(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        files = [PurePosixPath(name).name for name in archive.namelist()]
    extensions = [file.partition(".")[0] for file in files if file.endswith(tuple(EXTENSION_SUFFIXES))]
    assert extensions == ["anatomy"]


def test_distribution_keeps_its_own_name(wheel: Path):
    assert wheel.name.partition("-")[0] == "hot_modules_anatomy"


@pytest.fixture
def manifest(sdist: Path) -> dict:
    """The crate's `Cargo.toml`, as others get it."""
    with tarfile.open(sdist) as archive:
        names = [name for name in archive.getnames() if PurePosixPath(name).name == "Cargo.toml"]
        manifests = [tomllib.loads(archive.extractfile(name).read().decode()) for name in names]
    return next(manifest for manifest in manifests if manifest.get("package", {}).get("name") == "anatomy")


def test_manifest_takes_pyo3_in_the_version_of_the_workspace(manifest):
    assert manifest["dependencies"]["pyo3"] == {"workspace": True}


def test_manifest_asks_for_a_c_dynamic_library(manifest):
    """maturin builds one whatever the manifest says; whoever builds the crate by other means has only the manifest."""
    crate_type = manifest.get("lib", {}).get("crate-type", "not set")
    assert "cdylib" in crate_type
