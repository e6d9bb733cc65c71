"""`new` makes a project of its own that builds, is typed, and passes its tests; where it cannot, it says why."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from workshop import new, toolchain
from workshop.course import ROOT
from workshop.errors import WorkshopError

PYTHON = Path(sys.executable)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "fast-names"
    new.make(folder)
    return folder


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """What a tool prints; a failed assertion with what it said if it fails."""
    env = toolchain.environment(**toolchain.maturin_variables(PYTHON), CARGO_TARGET_DIR=str(ROOT / "target"), **variables)
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the wheel's content and, beside it, the tests."""
    folder = tmp_path_factory.mktemp("installed")
    build = (
        PYTHON,
        "-m",
        "maturin",
        "build",
        "--profile",
        "dev",
        "--interpreter",
        PYTHON,
        "--auditwheel",
        "skip",
        "--out",
        folder / "dist",
    )
    run(*build, cwd=project)
    shutil.unpack_archive(next((folder / "dist").glob("*.whl")), folder / "site", "zip")
    for part in ("tests", "pyproject.toml"):
        (shutil.copytree if (project / part).is_dir() else shutil.copy)(project / part, folder / part)
    return folder


def test_nothing_in_it_is_called_as_the_template_or_points_back_here(project: Path):
    texts = {path: path.read_text(encoding="utf-8") for path in project.rglob("*") if path.is_file()}
    assert [str(path) for path, text in texts.items() if re.search("my.extension", text + path.name) or str(ROOT) in text] == []
    assert "workspace" not in texts[project / "Cargo.toml"]
    assert (project / "python" / "fast_names" / "py.typed").is_file()


def test_its_versions_are_those_of_the_course(project: Path):
    ours = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    its = tomllib.loads((project / "Cargo.toml").read_text(encoding="utf-8"))
    assert "=" + its["dependencies"]["pyo3"]["version"] == ours["workspace"]["dependencies"]["pyo3"]["version"]
    assert its["package"]["rust-version"] == ours["workspace"]["package"]["rust-version"]
    assert (its["lints"], its["profile"]) == (ours["workspace"]["lints"], ours["profile"])
    locked = (ROOT / "requirements" / "tests.txt").read_text(encoding="utf-8")
    pyproject = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert [line for line in pyproject["dependency-groups"]["dev"] if f"{line} " not in locked] == []
    (build,) = pyproject["build-system"]["requires"]
    (chapters,) = tomllib.loads((ROOT / "01-hello-extension" / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    (version,) = Requirement(chapters).specifier
    assert Requirement(build).specifier.contains(version.version)


def test_its_workflow_uses_what_chapter_5s_does():
    def used(path: str) -> set[str]:
        return set(re.findall(r"uses: (\S+)|(python: \[.*|os: \[.*)", (ROOT / path).read_text(encoding="utf-8")))

    assert used("template/.github/workflows/wheels.yml") == used("05-capstone/scripts/ci/wheels.yml")


def test_its_own_tests_pass_far_from_its_sources(installed: Path):
    run(PYTHON, "-m", "pytest", "-p", "no:asyncio", "-p", "no:cacheprovider", cwd=installed, PYTHONPATH=str(installed / "site"))


def test_type_checkers_know_it(installed: Path):
    (installed / "program.py").write_text(
        "import fast_names\nreveal_type(fast_names.tidy_all(['a']))\nfast_names.tidy(7)\n", encoding="utf-8"
    )
    command = [PYTHON, "-m", "mypy", "--no-error-summary", "program.py"]
    env = toolchain.environment(MYPYPATH=str(installed / "site"))
    said = subprocess.run(command, cwd=installed, env=env, capture_output=True, encoding="utf-8").stdout.splitlines()
    assert [line.split(": ", 1)[1] for line in said] == [
        'note: Revealed type is "list[str]"',
        'error: Argument 1 to "tidy" has incompatible type "int"; expected "str"  [arg-type]',
    ]


def test_its_stub_is_the_one_that_maturin_generates(project: Path, installed: Path):
    out = installed / "stubs"
    run(PYTHON, "-m", "maturin", "generate-stubs", "--profile", "dev", "--interpreter", PYTHON, "--out", out, cwd=project)
    stub = "fast_names/_fast_names.pyi"
    assert (out / stub).read_text(encoding="utf-8") == (project / "python" / stub).read_text(encoding="utf-8")


def test_format_and_lints_find_nothing(project: Path, installed: Path):
    run("cargo", "fmt", "--check", cwd=project)
    run("cargo", "clippy", "--locked", "--all-targets", "--", "-D", "warnings", cwd=project)
    assert installed, "the lock file was put right by the build"


@pytest.mark.parametrize("name", ["Fast", "fast names", "9lives", "json", "import", "core", "pytest", "tests", "fast-", "näme"])
def test_a_name_that_is_none(tmp_path: Path, name: str):
    with pytest.raises(WorkshopError, match="Take another name"):
        new.make(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path):
    (tmp_path / "fast" / "src").mkdir(parents=True)
    with pytest.raises(WorkshopError, match="is there already"):
        new.make(tmp_path / "fast")


def test_not_inside_of_a_workspace():
    with pytest.raises(WorkshopError, match="Take a folder outside of it"):
        new.make(ROOT / "fast-names")
    assert not (ROOT / "fast-names").exists()
