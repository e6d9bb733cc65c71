"""The doctor: what it says of a machine that lacks something, and that it says so in every case."""

import io
import os
import shutil
import sys
from pathlib import Path

import pytest
from rich.console import Console

from workshop import __main__ as commands
from workshop import checks, doctor, toolchain
from workshop.checks import Check, Patient
from workshop.companion import Companion
from workshop.course import ROOT, Course
from workshop.errors import WorkshopError

posix = pytest.mark.skipif(os.name != "posix", reason="the fakes are shell scripts")


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, course: Course) -> Patient:
    """The small course, a workbook that is not there yet, and a terminal."""
    monkeypatch.setattr(checks.course_module, "load", lambda: course)
    (scratch := tmp_path / "scratch").mkdir()
    console = Console(force_terminal=True, file=io.StringIO(), width=100, height=30)
    return Patient(tmp_path / "workbook", console, scratch=scratch.resolve())


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    (folder := tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def fake(folder: Path, name: str, says: str, code: int = 0) -> None:
    """A command that says something."""
    script = folder / name
    script.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n", encoding="utf-8")
    script.chmod(0o755)


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str], str]:
    """The exit code, the signs by name, and all that was said."""
    code = doctor.run(tmp_path / "workbook")
    out = capsys.readouterr().out
    return code, {name: next(line[0] for line in out.splitlines() if line[2:].startswith(name)) for name, _, _ in doctor.CHECKS}, out


def bad(check: Check, found: str, remedy: str) -> None:
    assert check.good is False
    assert found in check.found
    assert remedy in check.remedy


def test_a_machine_that_is_ready(patient: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Everything but the installation of packages, which is uv's, and the fetching of crates, which is Cargo's."""
    monkeypatch.setattr(toolchain, "make_environment", lambda *_: "")
    monkeypatch.setattr(toolchain, "complaint", lambda *_, **__: "")
    monkeypatch.setattr(sys, "argv", ["learn", "doctor", "--workbook", str(patient.workbook)])
    with pytest.raises(SystemExit) as end:
        commands.main()
    out = capsys.readouterr().out
    assert end.value.code == 0, out
    assert "01.1 initials, built and imported: 2 tests" in out
    assert str(Path(sys.executable).resolve()) in out
    assert out.rstrip().endswith("All 16 checks passed: ready.")
    assert "\x1b" not in out
    assert not [*(ROOT / ".nox").glob("doctor-*"), *tmp_path.glob("doctor-*")], "nothing is left behind"
    assert not patient.workbook.exists()


@pytest.mark.usefixtures("patient", "path")
def test_without_rust_everything_else_is_still_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(toolchain, "make_environment", lambda *_: "")
    code, signs, out = run(tmp_path, capsys)
    assert code == 1
    assert {name for name, sign in signs.items() if sign == "✗"} == {"Rust", "git"}
    assert {name for name, sign in signs.items() if sign == "·"} == {"linker", "crates", "extension module"}
    assert "cargo, Rust's build tool, is not on PATH." in out
    assert "Install Rust with rustup" in out
    assert "not tried: Rust comes first" in out
    assert out.rstrip().endswith("5 of 16 checks did not pass: Rust, linker, git, crates, extension module.")


@pytest.mark.usefixtures("path")
def test_a_broken_course_and_a_check_that_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    def load() -> None:
        raise WorkshopError("01-names/exercises.toml: Invalid value.", "Mend the file.")

    def explode(*_) -> None:
        raise ValueError("what nobody thought of")

    monkeypatch.setattr(checks.course_module, "load", load)
    monkeypatch.setattr(toolchain, "make_environment", explode)
    code, signs, out = run(tmp_path, capsys)
    assert code == 1
    assert signs["course"] == signs["packages"] == "✗"
    assert signs["workbook"] == "·"
    assert "Mend the file." in out
    assert "ValueError: what nobody thought of" in out
    assert "Traceback" not in out


@pytest.mark.usefixtures("path")
def test_every_failure_has_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(toolchain, "make_environment", lambda *_: "no route")
    _, _, out = run(tmp_path, capsys)
    lines = out.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("✗"):
            assert lines[number + 1].startswith(" " * 20), line


def test_a_python_too_old(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks.machine, "OLDEST_PYTHON", (4, 0))
    bad(checks.python(patient), "is too old", "Install a newer Python")


@posix
def test_two_pythons(patient: Patient, path: Path):
    fake(path, "python3", "3.12.1")
    assert checks.pythons(patient) == Check(True, f"3.12.1 ({path / 'python3'})")
    fake(path, "python", "2.7.18")
    found = checks.pythons(patient).found
    assert found == f"3.12.1 ({path / 'python3'}), 2.7.18 ({path / 'python'}); start the course with the same one each time"
    fake(path, "python", "this is a stub", code=9)
    assert "stub" not in checks.pythons(patient).found


@posix
def test_rust_too_old_broken_or_half_there(patient: Patient, path: Path):
    fake(path, "cargo", "cargo 1.70.0 (abc 2023-01-01)")
    bad(checks.rust(patient), "Rust 1.70.0 is too old", "rustup update")
    fake(path, "cargo", "error: no default toolchain", code=1)
    bad(checks.rust(patient), "no default toolchain", "rustup default stable")
    fake(path, "cargo", "cargo 1.90.0 (abc 2025-01-01)")
    bad(checks.rust(patient), "rustc, the Rust compiler, does not start: it is not on PATH", "rustup default stable")


@posix
def test_no_linker(patient: Patient, path: Path):
    fake(path, "rustc", "error: linker `cc` not found", code=1)
    bad(checks.linker(patient), "No C linker was found", "Install it")


@posix
def test_git(patient: Patient, path: Path):
    bad(checks.git(patient), "git is not on PATH", "Install git")
    fake(path, "git", "git version 2.47.3")
    assert checks.git(patient) == Check(True, "git version 2.47.3")


def test_a_full_disk(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "free_space", lambda _: 300_000_000)
    bad(checks.space(patient), "0.3 GB free", "1.0 GB are needed")
    (patient.workbook / "target").mkdir(parents=True)
    assert checks.space(patient).good, "what takes the space is there already"


def test_terminals(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    def stdout(encoding: str) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(), encoding=encoding)

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LINES", "30")
    monkeypatch.setattr(sys, "__stdout__", stdout("utf-8"))
    assert checks.terminal(patient).found.startswith("100 columns, 30 lines, UTF-8")
    with monkeypatch.context() as patch:
        patch.setenv("LINES", "9")
        bad(checks.terminal(patient), "100 columns and 9 lines", "Make it larger")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "__stdout__", stdout("latin-1"))
        bad(checks.terminal(patient), "its encoding is latin-1, not UTF-8", "LANG=C.UTF-8")
    with monkeypatch.context() as patch:
        patch.setenv("TERM", "dumb")
        bad(checks.terminal(patient), "TERM is dumb", "watch --plain")
    patient.console = Console(file=io.StringIO())
    assert checks.terminal(patient).found.startswith("none here")


def test_a_read_only_folder(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    def refuse(**_) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "TemporaryFile", refuse)
    bad(checks.writing(patient), f"{patient.workbook.parent} cannot be written to: Permission denied.", "Make it writable")


def test_scratch_lies_on_the_workbooks_disk(patient: Patient):
    assert checks.writing(patient).good
    assert patient.scratch.parent == patient.workbook.parent.resolve()
    patient.scratch.rmdir()


def test_file_watching(patient: Patient):
    assert checks.watching(patient).good


def test_file_watching_that_never_tells(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    async def silent(_: Path):
        await checks.asyncio.Event().wait()
        yield

    monkeypatch.setattr(checks.loop, "saves", silent)
    monkeypatch.setattr(checks, "WATCH_SECONDS", 0.05)
    bad(checks.watching(patient), "a saved file was not noticed", "network drive")


def test_package_index_and_registry_out_of_reach(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(toolchain, "complaint", lambda *_, **__: "connection refused")
    bad(checks.packages(patient), "an environment could not be made: connection refused", "Is the package index reachable?")
    bad(checks.crates(patient), "crates could not be fetched: connection refused", "Is the crates' registry reachable?")


def test_packages_from_the_cache_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """With warm caches nothing asks the network."""
    asked = []
    monkeypatch.setattr(toolchain, "complaint", lambda command, **_: asked.append(command) or "")
    assert toolchain.make_environment(tmp_path, checks.LOCKS) == ""
    assert [command[-1] == "--offline" for command in asked] == [False, True]


def test_a_module_that_fails_shows_why(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks.Workbook, "solve", lambda *_: None)
    check = checks.module(patient)
    bad(check, "✗ 01.1 initials: ", "Mend what else failed here")
    assert 'assert names.initials("mary ann") == "MA"' in check.found
    assert "\x1b" not in check.found


def test_variables(patient: Patient, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in os.environ if toolchain.foreign(name) or name.startswith(checks.SUSPECTS)]:
        monkeypatch.delenv(name)
    patient.checks[checks.BUILD] = Check(True, "")
    assert checks.variables(patient) == Check(True, "none that interfere")
    for name in ("RUSTFLAGS", "PYTHONPATH", "CARGO_TARGET_DIR", "PYTHONOPTIMIZE"):
        monkeypatch.setenv(name, "x")
    harmless = "harmless, since the companion removes them: CARGO_TARGET_DIR, PYTHONOPTIMIZE, PYTHONPATH, RUSTFLAGS"
    assert checks.variables(patient) == Check(True, harmless)
    monkeypatch.setenv("RUSTC_WRAPPER", "sccache")
    assert "the build works with RUSTC_WRAPPER" in checks.variables(patient).found
    patient.checks[checks.BUILD] = Check(False, "")
    bad(checks.variables(patient), "perhaps the reason why nothing can be built: RUSTC_WRAPPER", "Remove them")


def test_cargo_settings(patient: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (home := tmp_path / "cargo").mkdir()
    monkeypatch.setenv("CARGO_HOME", str(home))
    patient.checks[checks.BUILD] = Check(False, "")
    settings = home / "config.toml"
    settings.write_text('[source.crates-io]\nreplace-with = "mirror"\n[net]\nretry = 3\n', encoding="utf-8")
    assert checks.cargo_settings(patient) == Check(True, "nothing that changes a build")
    settings.write_text('[build]\ntarget = "wasm32-unknown-unknown"\n', encoding="utf-8")
    bad(checks.cargo_settings(patient), f"[build] in {settings}", "Take that out")
    patient.checks[checks.BUILD] = Check(True, "")
    assert "the build works with [build]" in checks.cargo_settings(patient).found
    settings.write_text("[build\n", encoding="utf-8")
    bad(checks.cargo_settings(patient), f"{settings}: ", "Mend the file")


def test_workbook(patient: Patient, companion: Companion, monkeypatch: pytest.MonkeyPatch):
    assert patient.workbook == companion.workbook.folder
    bad(checks.workbook(patient), "does not work", "`learn` makes it anew")
    monkeypatch.setattr(toolchain, "works", lambda _: True)
    companion.progress.note_verdict(companion.step, passed=True)
    assert checks.workbook(patient) == Check(True, f"{patient.workbook}: 1 of 2 steps done")
    companion.progress.path.write_text("{", encoding="utf-8")
    with pytest.raises(WorkshopError, match="cannot be read as progress"):
        checks.workbook(patient)
    shutil.rmtree(companion.workbook.own)
    bad(checks.workbook(patient), "lacks the companion's notes", "--workbook PATH")
    shutil.rmtree(patient.workbook)
    assert checks.workbook(patient) == Check(True, f"none yet; `learn` makes it in {patient.workbook}")
