"""A small course of two steps, and a workbook of it, for tests of the companion."""

import shutil
import sys
from pathlib import Path

import pytest
import tomlkit

from workshop import course as course_module
from workshop import toolchain
from workshop.companion import Companion
from workshop.course import ROOT, Course

SMALL_COURSE = Path(__file__).parent / "course"


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """A copy of the small course, a repository of its own with the versions and profiles of this one."""
    folder = tmp_path / "course"
    shutil.copytree(SMALL_COURSE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    manifest = tomlkit.parse((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    manifest["workspace"]["members"] = ["01-names"]
    manifest["workspace"]["lints"] = {}
    (folder / "Cargo.toml").write_text(tomlkit.dumps(manifest), encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    return folder


@pytest.fixture
def course(course_folder: Path) -> Course:
    return course_module.load(course_folder)


@pytest.fixture
def companion(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Companion:
    """A companion with a fresh workbook; builds and tests with this interpreter and with what it has compiled already."""
    monkeypatch.setenv("HOT_MODULES_CWD", str(tmp_path))
    made = Companion(course, tmp_path / "workbook", python=Path(sys.executable), target=ROOT / "target")
    made.workbook.sync()
    toolchain.write_cargo_config(made.workbook.folder, Path(sys.executable))
    return made
