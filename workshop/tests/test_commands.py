"""Every command as a learner types it: what it says, its exit code, and one clear sentence for what cannot be done."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from workshop import __main__ as commands
from workshop import toolchain
from workshop.companion import Companion, workbook_folder
from workshop.course import ROOT


class Said(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Learn = Callable[..., Said]


@pytest.fixture
def learn(companion: Companion, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Learn:
    """Runs a command in this process, on the small course; its environment is this interpreter's."""
    monkeypatch.setattr(commands, "open_companion", lambda _: companion)
    monkeypatch.setattr(toolchain, "prepare", lambda *_: None)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["learn", *arguments])
        code: object = 0
        try:
            commands.main()
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        if isinstance(code, str):  # as the interpreter does it
            code, err = 1, f"{err}{code}\n"
        return Said(code or 0, out, err)

    return run


@pytest.fixture
def clone(course_folder: Path) -> Path:
    """A clone of the small course with the companion in it, and a workbook whose environment is this interpreter's, all of it real."""
    shutil.copytree(ROOT / "workshop", course_folder / "workshop", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    shutil.copytree(ROOT / "requirements", course_folder / "requirements")
    workbook = course_folder / "workbook"
    (workbook / ".hot-modules").mkdir(parents=True)
    folder = workbook / ".venv"
    venv.create(folder, symlinks=os.name == "posix")
    python = toolchain.python_of(folder)
    site = sysconfig.get_path("purelib", vars={"base": str(folder)})
    Path(site, "tools.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    shutil.copy(toolchain.maturin_of(Path(sys.executable)), toolchain.maturin_of(python))
    locks = [course_folder / "requirements" / name for name in ("tests.txt", "data.txt")]
    (folder / "hot-modules.seal").write_text(toolchain.seal_of(folder, locks), encoding="utf-8")
    return course_folder


def in_process_of_its_own(clone: Path, *arguments: str | Path, **env: str) -> Said:
    """Runs a command as nox does, its output in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "workshop", *arguments],
        cwd=clone,
        env=os.environ | {"HOT_MODULES_CWD": str(clone)} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    return Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def assert_refused(said: Said, what: str, way_out: str) -> None:
    """One sentence that says what is wrong, one that says what to do, and an exit code that scripts can see."""
    assert said.code == 1
    problem, _, remedy = said.err.strip().partition("\n")
    assert what in problem
    assert way_out in remedy
    assert "Traceback" not in said.err
    assert len(said.err.splitlines()) <= 3


def test_without_a_terminal_learn_says_where_one_stands(clone: Path):
    said = in_process_of_its_own(clone)
    assert (said.code, said.err) == (0, "")
    assert "was missing, put back: 01-names/" in said.out
    assert "01.1  Initials" in said.out
    assert "5 min" not in said.out, "the minutes are the instructor's"
    assert "workbook/01-names/src/initials.rs" in said.out
    assert "python3 noxfile.py -s learn -- check" in said.out
    assert in_process_of_its_own(clone, "status").out in said.out


def test_a_workbook_is_made(learn: Learn, companion: Companion):
    shutil.rmtree(companion.workbook.folder)
    said = learn()
    assert said.code == 0
    assert "Making your workbook in workbook" in said.out
    assert "Open workbook in your editor." in said.out
    assert companion.workbook.untouched(companion.step)


def test_help_and_mistyped_commands(clone: Path):
    said = in_process_of_its_own(clone, "help")
    assert said.code == 0
    assert "catch-up" in said.out
    said = in_process_of_its_own(clone, "chekc")
    assert said.code == 2
    assert "invalid choice: 'chekc'" in said.err
    assert "Traceback" not in said.err


def test_next_previous_and_goto(learn: Learn):
    assert "01.1" in learn("status").out
    assert "01.2  Surnames" in learn("next").out
    assert learn("next") == Said(0, "This is the last step of the course.\n", "")
    assert "01.1  Initials" in learn("previous").out
    assert learn("previous") == Said(0, "This is the first step of the course.\n", "")
    assert "01.2  Surnames" in learn("goto", "surname").out
    assert "01.2  Surnames" in learn("status").out


def test_next_core_step(learn: Learn, companion: Companion):
    assert learn("next", "--core") == Said(0, "No core step follows.\n", "")
    object.__setattr__(companion.course.steps[0], "kind", "stretch")  # frozen
    object.__setattr__(companion.course.steps[1], "kind", "core")
    assert "01.2  Surnames" in learn("next", "--core").out


def test_hints_rise_and_end(learn: Learn):
    assert "Hint 1 of 2" in (first := learn("hint").out)
    assert "Split at white space." in first
    assert "Hint 2 of 2" in learn("hint").out
    last = learn("hint")
    assert last.code == 0
    assert "that was the last one" in last.out


def test_hint_of_a_step_without_hints(learn: Learn, companion: Companion):
    object.__setattr__(companion.step, "hints", ())  # frozen
    assert learn("hint") == Said(0, "01.1 initials has no hints.\n", "")


def test_list(learn: Learn, companion: Companion):
    companion.progress.note_verdict(companion.course.steps[0], passed=True)
    learn("next")
    lines = learn("list").out.splitlines()
    assert re.search(r"✓\s+01\.1 +initials +Initials +done", "\n".join(lines))
    assert re.search(r"▶\s+01\.2 +surname \(stretch\) +Surnames +current", "\n".join(lines))


def test_check_of_a_python_step_from_starter_to_pass(learn: Learn, companion: Companion):
    said = learn("check", "1.2")
    assert said.code == 1
    assert "✗ 01.2 surname: 0 of 2 tests pass" in said.out
    assert "still to do at workbook/01-names/python/names/surname.py:" in said.out
    assert "01.1" in learn("status").out, "a check goes nowhere"
    companion.workbook.solve(companion.course.find("surname"))
    said = learn("check", "surname")
    assert said.code == 0
    assert "✓ 01.2 surname passed: all 2 tests" in said.out
    said = learn("check", "--all")
    assert said.code == 1
    assert [line[:6] for line in said.out.splitlines()] == ["✗ 01.1", "✓ 01.2", "1 of 2"]


def test_check_in_a_pipe_has_no_escape_codes(learn: Learn, companion: Companion):
    path = companion.workbook.path(companion.step, companion.step.files[0])
    path.write_text("fn broken(", encoding="utf-8")
    said = learn("check")
    assert said.code == 1
    assert "workbook/01-names/src/initials.rs:1" in said.out
    assert "\x1b" not in said.out


def test_other_commands_in_a_pipe_have_no_escape_codes(clone: Path):
    for command in ([], ["list"], ["hint"], ["progress"], ["solution", "--anyway"]):
        said = in_process_of_its_own(clone, *command)
        assert said.code == 0, said
        assert "\x1b" not in said.out
        assert said.err == ""


def test_output_in_another_encoding(clone: Path):
    said = in_process_of_its_own(clone, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (said.code, said.err) == (0, "")
    assert "01.1" in said.out


@pytest.mark.skipif(os.name != "posix", reason="a shell's pipe")
def test_a_reader_that_stops_reading(clone: Path):
    in_process_of_its_own(clone)
    for command in ("progress --json", "list"):
        done = subprocess.run(
            f"'{sys.executable}' -m workshop {command} | true", shell=True, cwd=clone, capture_output=True, encoding="utf-8"
        )
        assert done.stderr == ""


def test_progress_is_json(clone: Path):
    in_process_of_its_own(clone)
    in_process_of_its_own(clone, "hint")
    facts = json.loads(in_process_of_its_own(clone, "progress", "--json").out)
    assert facts["current"] == "01-names/initials"
    assert facts["steps"][0]["hints"] == 1


def test_progress_in_words(learn: Learn, companion: Companion):
    companion.progress.note_verdict(companion.step, passed=False)
    companion.progress.note_caught_up(companion.course.steps[1])
    out = learn("progress").out
    assert "0 of 1 core steps, 1 of 2 in all" in out
    assert "01.1  open; 1 verdicts, 0 hints" in out
    assert re.search(r"01\.2  passed \S+ by catch-up", out)


def test_progress_of_the_room(learn: Learn, companion: Companion, tmp_path: Path):
    assert "no progress.json lies in" in learn("progress", "--room", "nowhere").err
    ahead = tmp_path / "class" / "mehmet" / "workbook"
    companion.progress.note_verdict(companion.step, passed=True)
    learn("next")
    ahead.mkdir(parents=True)
    shutil.copy(companion.progress.path, ahead)
    (tmp_path / "class" / "anna").mkdir()
    (tmp_path / "class" / "anna" / "progress.json").write_text('{"schema": 1, "current": "", "steps": {}}', encoding="utf-8")
    (tmp_path / "class" / "zoe").mkdir()
    (tmp_path / "class" / "zoe" / "progress.json").write_text("broken", encoding="utf-8")
    said = learn("progress", "--room", str(tmp_path / "class"))
    lines = [line.split() for line in said.out.splitlines()]
    assert said.code == 0
    assert lines[1][:5] == ["anna", "01.1", "initials", "0", "0"]
    assert lines[2][:4] == ["zoe", "cannot", "be", "read:"]
    assert lines[3][:4] == ["mehmet", "01.2", "surname", "1"]
    assert not (tmp_path / "class" / "anna" / ".hot-modules").exists(), "a look leaves nothing behind"


def test_reset(learn: Learn, companion: Companion):
    assert "Nothing had been changed." in learn("reset").out
    path = companion.workbook.path(companion.step, companion.step.files[0])
    path.write_text("// mine\n", encoding="utf-8")
    said = learn("reset", "initials")
    kept = re.search(r"Yours is kept in (\S+)\.$", said.out.strip())[1]
    assert (companion.workbook.folder.parent / kept / "01-names/src/initials.rs").read_text(encoding="utf-8") == "// mine\n"


def test_solution_is_refused_before_the_pass(learn: Learn, companion: Companion):
    said = learn("solution")
    assert said.code == 1
    assert "01.1 initials is not passed yet" in said.out
    assert "There are 2 hints left" in said.out
    assert "filter_map" not in said.out
    assert not companion.progress.of(companion.step).solution_seen


def test_solution_on_demand_is_noted(learn: Learn, companion: Companion):
    said = learn("solution", "--anyway")
    assert said.code == 0
    assert "filter_map" in said.out
    assert "TODO(initials)" in said.out, "one's own beside it"
    assert companion.progress.of(companion.step).solution_seen


def test_solution_after_the_pass(learn: Learn, companion: Companion):
    companion.progress.note_verdict(companion.step, passed=True)
    assert learn("solution").code == 0
    assert companion.progress.of(companion.step).by == "learner"


def test_catch_up(learn: Learn, companion: Companion):
    companion.workbook.path(companion.step, companion.step.files[0]).write_text("// mine\n", encoding="utf-8")
    said = learn("catch-up", "1.2")
    assert said.code == 0
    assert "filled in 01.1 initials" in said.out
    assert "what you had is kept in workbook/kept/" in said.out
    assert "01.2  Surnames" in said.out


@pytest.mark.parametrize("command", ["check", "goto", "reset", "solution", "catch-up"])
def test_unknown_step(learn: Learn, command: str):
    assert_refused(learn(command, "01.7"), "there is no step '01.7'", "`list` shows the steps")


@pytest.mark.parametrize("command", ["status", "next", "goto 1.1", "hint", "list", "reset", "solution", "progress", "progress --json"])
def test_no_workbook_yet(learn: Learn, companion: Companion, command: str):
    shutil.rmtree(companion.workbook.folder)
    assert_refused(learn(*command.split()), "there is no workbook in workbook yet", "`learn` without a command makes it")
    assert not companion.workbook.folder.exists()


def test_moved_workbook(clone: Path):
    in_process_of_its_own(clone)
    in_process_of_its_own(clone, "goto", "1.2")
    (clone / "workbook").rename(clone / "elsewhere")
    assert_refused(in_process_of_its_own(clone, "list"), "there is no workbook in workbook yet", "--workbook PATH")
    for said in (
        in_process_of_its_own(clone, "--workbook", "elsewhere", "status"),
        in_process_of_its_own(clone, "status", "--workbook", "elsewhere"),
        in_process_of_its_own(clone, "status", HOT_MODULES_WORKBOOK="elsewhere"),
    ):
        assert said.code == 0
        assert "elsewhere/01-names/python/names/surname.py" in said.out


def test_workbook_is_named_from_where_the_command_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOT_MODULES_CWD", str(tmp_path))
    monkeypatch.delenv("HOT_MODULES_WORKBOOK", raising=False)
    assert workbook_folder(Path("mine")) == tmp_path.resolve() / "mine"
    assert workbook_folder(None) == ROOT / "workbook"


@pytest.mark.parametrize("damage", ["moved", "interpreter gone", "package gone", "maturin gone"])
def test_a_moved_or_damaged_environment_is_made_anew(clone: Path, monkeypatch: pytest.MonkeyPatch, damage: str):
    workbook = clone / "workbook"
    locks = [clone / "requirements" / name for name in ("tests.txt", "data.txt")]
    made = []
    monkeypatch.setattr(toolchain, "make_environment", lambda folder, _: made.append(folder) or "")
    toolchain.prepare(workbook, locks)
    assert not made
    python = toolchain.python_of(workbook / ".venv")
    if damage == "moved":
        workbook = workbook.rename(clone / "elsewhere")
    elif damage == "interpreter gone":
        python.unlink()
    elif damage == "maturin gone":
        toolchain.maturin_of(python).unlink()
    else:
        next(python.parent.parent.rglob("tools.pth")).unlink()
    toolchain.prepare(workbook, locks)
    assert made == [workbook / ".venv"]


def test_half_deleted_workbook(learn: Learn, companion: Companion):
    learn("goto", "1.2")
    shutil.rmtree(companion.workbook.folder / "01-names")
    (companion.workbook.own / "derived.json").unlink()
    assert "was missing, put back: 01-names/Cargo.toml" in learn().out
    assert "01.2" in learn("status").out


def test_half_deleted_workbook_before_it_is_put_back(learn: Learn, companion: Companion):
    shutil.rmtree(companion.workbook.folder / "01-names")
    for command in ("status", "hint", "list", "progress", "solution --anyway", "reset"):
        assert learn(*command.split()).code == 0, command


def test_foreign_folder(clone: Path, tmp_path: Path):
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    assert_refused(in_process_of_its_own(clone, "--workbook", tmp_path), "is not empty, and is no workbook", "--workbook")


def test_file_in_the_way(learn: Learn, companion: Companion):
    shutil.rmtree(companion.workbook.folder)
    companion.workbook.folder.write_text("mine", encoding="utf-8")
    assert_refused(learn(), "is a file, and the workbook would be a folder", "Rename the file")


def test_file_in_the_way_inside(learn: Learn, companion: Companion):
    shutil.rmtree(companion.workbook.folder / "01-names")
    (companion.workbook.folder / "01-names").write_text("mine", encoding="utf-8")
    assert_refused(learn(), "01-names: ", "what you wrote is still there")


def test_broken_course(clone: Path):
    path = clone / "01-names" / "exercises.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("minutes = 5", "minutes =", 1), encoding="utf-8")
    assert_refused(in_process_of_its_own(clone, "list"), "01-names/exercises.toml: Invalid value (at line 6", "Mend the file")


def test_broken_progress(learn: Learn, companion: Companion):
    companion.progress.path.write_text("{", encoding="utf-8")
    for command in ("status", "list", "hint", "next", "progress --json", "reset"):
        assert_refused(learn(*command.split()), "progress.json cannot be read as progress", "Undo the last edit of it, or delete it")
    assert companion.progress.path.read_text(encoding="utf-8") == "{"


def test_too_little_space_for_a_workbook(learn: Learn, companion: Companion, monkeypatch: pytest.MonkeyPatch):
    shutil.rmtree(companion.workbook.folder)
    monkeypatch.setattr("workshop.companion.free_space", lambda _: 5_000_000)
    assert_refused(learn(), "only 5 MB are free on the disk", "Free some space")
    assert not companion.workbook.folder.exists()


@pytest.mark.parametrize(
    ("failure", "what"),
    [(OSError(28, "No space left on device"), "No space left on device"), (PermissionError(13, "Permission denied"), "Permission denied")],
    ids=["full disk", "read-only folder"],
)
@pytest.mark.parametrize("command", ["start", "check", "goto 1.2", "hint", "reset", "solution --anyway", "catch-up 1.2"])
def test_nothing_can_be_written(
    learn: Learn, companion: Companion, monkeypatch: pytest.MonkeyPatch, command: str, failure: OSError, what: str
):
    mine = companion.workbook.path(companion.step, companion.step.files[0])
    mine.write_text("// mine\n", encoding="utf-8")

    def refuse(*_, **__) -> None:
        raise failure

    monkeypatch.setattr("workshop.files.tempfile.mkstemp", refuse)
    assert_refused(learn(*command.replace("start", "").split()), what, "what you wrote is still there")
    assert mine.read_text(encoding="utf-8") == "// mine\n"


def test_no_cargo(learn: Learn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert_refused(learn(), "cargo, Rust's build tool, is not on PATH", "rustup")


def test_package_index_out_of_reach(clone: Path):
    shutil.rmtree(clone / "workbook" / ".venv")
    (clone / "requirements" / "tests.txt").write_text(f"pip==0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    said = in_process_of_its_own(clone, UV_OFFLINE="1")
    assert_refused(said, "setting up the workbook's Python failed", "Is the package index reachable?")


HOLD = """
import os, sys
from pathlib import Path
from filelock import FileLock
own = Path(sys.argv[1])
with FileLock(own / "learn.lock"):
    (own / "learn.pid").write_text(str(os.getpid()))
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_learn_at_the_same_time(learn: Learn, companion: Companion):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, companion.workbook.own], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    with other:
        assert other.stdout.readline() == "held\n"
        assert_refused(learn("watch", "--plain"), f"another `learn` (process {other.pid}) watches workbook already", "quit it with q")
        for command in ("status", "hint", "list"):
            assert learn(command).code == 0
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait(timeout=60)
    with companion.watch_alone():
        pass


async def test_checks_in_several_terminals_at_the_same_time(companion: Companion):
    """maturin moves what Cargo built, outside of Cargo's lock: without one of our own, one build takes another's module."""
    companion.workbook.solve(companion.step)
    others = [Companion(companion.course, companion.workbook.folder, python=companion.python, target=ROOT / "target") for _ in range(3)]
    for verdict, _ in await asyncio.gather(*(other.check(other.step) for other in others)):
        assert verdict.passed, verdict.finding.output
    assert companion.progress.of(companion.step).verdicts == 3


def test_a_check_leaves_the_run_of_another_terminal_alone(learn: Learn, companion: Companion):
    runs = companion.workbook.own / "run"
    for name, age in (("running", 0), ("killed", 7200)):
        (runs / name).mkdir(parents=True)
        time = (runs / name).stat().st_mtime - age
        os.utime(runs / name, (time, time))
    learn()
    assert [path.name for path in runs.iterdir()] == ["running"]
