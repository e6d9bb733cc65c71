"""Step packaging: what the wheel and the sdist of this chapter hold, and which wheel an installer takes."""

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import wheels
from packaging.metadata import Metadata
from packaging.tags import Tag, compatible_tags, cpython_tags, sys_tags

LINUX = ["manylinux_2_17_x86_64", "linux_x86_64"]
CPYTHON_311 = [*cpython_tags((3, 11), ["cp311"], LINUX), *compatible_tags((3, 11), "cp311", LINUX)]
CPYTHON_313 = [*cpython_tags((3, 13), ["cp313"], LINUX), *compatible_tags((3, 13), "cp313", LINUX)]
FREE_THREADED = [*cpython_tags((3, 14), ["cp314t"], LINUX), *compatible_tags((3, 14), "cp314", LINUX)]

SPECIFIC_11 = "hello-0.2.0-cp311-cp311-manylinux_2_17_x86_64.whl"
SPECIFIC_13 = "hello-0.2.0-cp313-cp313-manylinux_2_17_x86_64.whl"
SPECIFIC_14T = "hello-0.2.0-cp314-cp314t-manylinux_2_17_x86_64.whl"
ABI3 = "hello-0.2.0-cp311-abi3-manylinux_2_17_x86_64.whl"
ABI3_12 = "hello-0.2.0-cp312-abi3-manylinux_2_17_x86_64.whl"
PURE = "hello-0.2.0-py3-none-any.whl"
MUSL = "hello-0.2.0-cp311-cp311-musllinux_1_2_x86_64.whl"
ARM = "hello-0.2.0-cp311-abi3-manylinux_2_17_aarch64.whl"
TWO_PLATFORMS = "hello-0.2.0-cp311-cp311-macosx_11_0_arm64.manylinux_2_17_x86_64.whl"
ABI3_10 = "hello-0.2.0-cp310-abi3-manylinux_2_17_x86_64.whl"
TWO_PYTHONS = "hello-0.2.0-cp311.py3-none-manylinux_2_17_x86_64.whl"
NEWER = "hello-0.10.0-py3-none-any.whl"
NEWER_ELSEWHERE = "hello-0.10.0-cp311-cp311-win_amd64.whl"

CHOICES = {
    "its own version before abi3": (CPYTHON_311, [ABI3, SPECIFIC_11, SPECIFIC_13], SPECIFIC_11),
    "abi3 where its own version is missing": (CPYTHON_313, [SPECIFIC_11, ABI3], ABI3),
    "the newer abi3": (CPYTHON_313, [ABI3, ABI3_12], ABI3_12),
    "no abi3 of a newer Python": (CPYTHON_311, [ABI3_12, ABI3], ABI3),
    "no abi3 without the lock": (FREE_THREADED, [ABI3, SPECIFIC_14T, SPECIFIC_13], SPECIFIC_14T),
    "pure Python last": (CPYTHON_313, [PURE, ABI3], ABI3),
    "pure Python rather than nothing": (FREE_THREADED, [ABI3, PURE], PURE),
    "another libc": (CPYTHON_311, [MUSL], None),
    "another processor": (CPYTHON_313, [ARM, ABI3], ABI3),
    "one of two platforms": (CPYTHON_311, [ABI3, TWO_PLATFORMS], TWO_PLATFORMS),
    "the better of two tags counts": (CPYTHON_311, [ABI3_10, TWO_PYTHONS], TWO_PYTHONS),
    "version 10 is newer than 2": (CPYTHON_311, [SPECIFIC_11, NEWER, ABI3], NEWER),
    "the newest that runs here": (CPYTHON_311, [NEWER_ELSEWHERE, SPECIFIC_11], SPECIFIC_11),
    "nothing": (CPYTHON_311, [], None),
}


@pytest.fixture
def of_wheel(wheel) -> Metadata:
    return wheels.metadata(wheel)


@pytest.mark.parametrize(("supported", "filenames", "want"), CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("order", [1, -1], ids=["in order", "reversed"])
def test_choice(supported: list[Tag], filenames: list[str], want: str | None, order: int):
    assert wheels.choose(iter(filenames[::order]), supported) == want


def test_this_python_takes_the_wheel(wheel):
    assert wheels.choose([wheel.name], list(sys_tags())) == wheel.name


def test_wheel_is_for_one_version_of_python(wheel):
    assert f"-cp3{sys.version_info.minor}-cp3{sys.version_info.minor}" in wheel.name


def test_wheel_holds_module_facade_and_types(wheel):
    names = set(wheels.contents(wheel))
    assert {"hello/__init__.py", "hello/py.typed", "hello/_hello/_phonebook.pyi"} <= names
    assert [name for name in names if name.startswith("hello/_hello.cpython-3")] or sys.platform == "win32"


def test_licence_is_an_spdx_expression(of_wheel):
    assert of_wheel.license_expression in ("MIT OR Apache-2.0", "Apache-2.0 OR MIT")


def test_metadata_name_the_licence_files(of_wheel):
    assert sorted(of_wheel.license_files or []) == ["LICENSE-APACHE", "LICENSE-MIT"]


def test_keywords(of_wheel):
    assert {"names", "addresses"} <= set(of_wheel.keywords or [])


def test_metadata_that_are_read_from_cargo_toml(of_wheel):
    assert (of_wheel.name, str(of_wheel.version).count("."), bool(of_wheel.summary)) == ("hot-modules-hello", 2, True)


def test_licence_texts(wheel):
    texts = wheels.licences(wheel)
    assert {name: text.split(maxsplit=1)[0] for name, text in texts.items()} == {"LICENSE-MIT": "MIT", "LICENSE-APACHE": "Apache"}
    assert all("WARRANTIES" in text for text in texts.values())


def a_wheel(folder: Path, named: list[str], held: dict[str, str]) -> Path:
    path = folder / "streets-1.5-py3-none-any.whl"
    lines = ["Metadata-Version: 2.4", "Name: streets", "Version: 1.5", *(f"License-File: {name}" for name in named)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("streets-1.5.dist-info/METADATA", "\n".join(lines) + "\n\n")
        for name, text in held.items():
            archive.writestr(name, text)
    return path


def test_licences_of_another_wheel(tmp_path):
    licenses = "streets-1.5.dist-info/licenses"
    held = {f"{licenses}/docs/NOTICE": "für alle", f"{licenses}/AUTHORS": "not named", "LICENSE": "not this one"}
    assert wheels.licences(a_wheel(tmp_path, ["docs/NOTICE"], held)) == {"docs/NOTICE": "für alle"}


def test_no_licence_at_all(tmp_path):
    assert wheels.licences(a_wheel(tmp_path, [], {})) == {}


def test_licence_file_that_is_missing(tmp_path):
    licenses = "streets-1.5.dist-info/licenses"
    held = {f"{licenses}/LICENSE": "yours", f"{licenses}/docs/NOTICE": "another one", "NOTICE": "at the wrong place"}
    with pytest.raises(ValueError, match="NOTICE") as caught:
        wheels.licences(a_wheel(tmp_path, ["LICENSE", "NOTICE"], held))
    assert "streets-1.5-py3-none-any.whl" in str(caught.value)


def test_sdist_says_the_same_and_holds_what_the_wheel_is_built_from(sdist, of_wheel):
    with tarfile.open(sdist) as archive:
        folder = sdist.name.removesuffix(".tar.gz")
        names = {member.name.removeprefix(f"{folder}/") for member in archive}
        of_sdist = Metadata.from_email(archive.extractfile(f"{folder}/PKG-INFO").read())
    assert of_sdist.license_expression == of_wheel.license_expression
    assert {"pyproject.toml", "Cargo.toml", "Cargo.lock", "python/hello/py.typed", *(of_wheel.license_files or [])} <= names
    assert [name for name in names if name.endswith("/src/modules.rs")]
