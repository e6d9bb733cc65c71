"""Where the learner stands: never lost, never half written, and never guessed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.course import ROOT, Course
from workshop.errors import WorkshopError
from workshop.progress import Progress


@pytest.fixture
def progress(course: Course, tmp_path: Path) -> Progress:
    return Progress(course, tmp_path / "workbook")


def write(progress: Progress, content: object) -> None:
    progress.path.parent.mkdir(exist_ok=True)
    progress.path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def read(progress: Progress) -> dict:
    return json.loads(progress.path.read_text(encoding="utf-8"))


def test_begins_at_the_first_step(progress: Progress):
    assert progress.current() == progress.course.steps[0]
    assert not progress.path.exists()


def test_survives(progress: Progress):
    first, second = progress.course.steps
    progress.note_verdict(first, passed=True)
    progress.go_to(second)
    again = Progress(progress.course, progress.path.parent)
    assert again.done(first)
    assert again.current() == second


def test_counts(progress: Progress):
    first, second = progress.course.steps
    assert not progress.note_verdict(first, passed=False)
    assert progress.note_verdict(first, passed=True)
    assert not progress.note_verdict(first, passed=True), "it passed before"
    assert [progress.note_hint(first) for _ in range(3)] == [1, 2, 2], "there are two hints"
    entry = progress.of(first)
    assert (entry.verdicts, entry.hints, entry.by) == (3, 2, "learner")
    assert progress.of(second).verdicts == 0


@pytest.mark.parametrize("passed", [False, True])
def test_a_verdict_moves_nobody(progress: Progress, passed: bool):
    """Only `next` goes on: after a failure, and after a pass too."""
    first = progress.course.steps[0]
    progress.note_verdict(first, passed=passed)
    assert progress.current() == first


def test_the_solution_before_the_pass_is_noted(progress: Progress):
    first, second = progress.course.steps
    progress.note_solution_seen(first)
    progress.note_verdict(first, passed=True)
    assert progress.of(first).by == "solution"
    progress.note_verdict(second, passed=True)
    progress.note_solution_seen(second)
    assert progress.of(second).by == "learner"


def test_reset_opens_the_step_and_keeps_the_counts(progress: Progress):
    first = progress.course.steps[0]
    progress.note_verdict(first, passed=True)
    progress.note_reset(first)
    assert not progress.done(first)
    assert progress.of(first).verdicts == 1


def test_json_has_every_step(progress: Progress):
    first = progress.course.steps[0]
    progress.note_verdict(first, passed=True)
    facts = progress.as_json()
    assert (facts["schema"], facts["current"], facts["done"], facts["total"]) == (1, first.key, 1, 2)
    assert [step["address"] for step in facts["steps"]] == ["01.1", "01.2"]
    assert facts["steps"][0]["verdicts"] == 1


def test_a_current_step_that_the_course_no_longer_has(progress: Progress):
    passed = {"passed_at": "2026-01-01T09:00:00+00:00", "by": "learner"}
    write(progress, {"schema": 1, "current": "01-names/gone", "steps": {"01-names/initials": passed, "01-names/gone": passed}})
    assert progress.current() == progress.course.steps[1], "the first open one"
    progress.note_hint(progress.course.steps[1])
    assert "01-names/gone" in read(progress)["steps"], "it may come back"


def test_what_another_version_added_is_kept(progress: Progress):
    first, second = progress.course.steps
    write(progress, {"schema": 1, "class": "Tuesday", "current": first.key, "steps": {first.key: {"hints": 1, "mood": "fine"}}})
    progress.go_to(second)
    progress.note_hint(first)
    content = read(progress)
    assert content["class"] == "Tuesday"
    assert content["steps"][first.key]["mood"] == "fine"
    assert content["steps"][first.key]["hints"] == 2
    assert content["current"] == second.key


def test_a_newer_schema_is_not_touched(progress: Progress):
    write(progress, {"schema": 2, "current": "", "steps": {}})
    with pytest.raises(WorkshopError, match="newer version") as raised:
        progress.go_to(progress.course.steps[1])
    assert "git pull" in raised.value.remedy
    assert read(progress)["schema"] == 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "Expecting value"),
        ("{", "line 1"),
        ("<<<<<<< HEAD\n{}\n", "line 1"),
        ([], ""),
        ({}, "'steps' is missing"),
        ({"steps": {}}, "'current' is missing"),
        ({"current": "", "steps": []}, ""),
        ({"current": "", "steps": {"01-names/initials": 3}}, ""),
        ({"current": "", "steps": {"01-names/initials": {"hints": "two"}}}, "hints of 01-names/initials is 'two'"),
        ({"current": "", "steps": {"01-names/initials": {"hints": -7}}}, "hints of 01-names/initials is -7"),
        ({"current": "", "steps": {"01-names/initials": {"passed_at": True}}}, "passed_at of 01-names/initials is True"),
        ({"schema": "1", "current": "", "steps": {}}, ""),
    ],
)
def test_a_broken_file_says_what_to_do_and_is_never_overwritten(progress: Progress, content: object, what: str):
    write(progress, content)
    before = progress.path.read_bytes()
    first = progress.course.steps[0]
    for attempt in (
        progress.current,
        progress.as_json,
        lambda: progress.note_hint(first),
        lambda: progress.note_verdict(first, passed=True),
    ):
        with pytest.raises(WorkshopError) as raised:
            attempt()
        assert str(progress.path) in raised.value.what
        assert what in raised.value.what
        assert "Undo the last edit of it, or delete it" in raised.value.remedy
    assert progress.path.read_bytes() == before


def test_a_byte_order_mark_is_no_damage(progress: Progress):
    first = progress.course.steps[0]
    progress.note_hint(first)
    progress.path.write_bytes(b"\xef\xbb\xbf" + progress.path.read_bytes())
    assert progress.of(first).hints == 1


@pytest.mark.parametrize("moment", ["workshop.files.os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("how", [KeyboardInterrupt(), OSError(28, "No space left on device")], ids=["Ctrl-C", "full disk"])
def test_a_crash_while_writing_leaves_the_old_file(progress: Progress, monkeypatch: pytest.MonkeyPatch, moment: str, how: BaseException):
    first = progress.course.steps[0]
    progress.note_hint(first)
    before = progress.path.read_bytes()

    def crash(*_) -> None:
        raise how

    with monkeypatch.context() as patch:
        patch.setattr(moment, crash)
        with pytest.raises(type(how)):
            progress.note_hint(first)
    assert progress.path.read_bytes() == before
    assert [path.name for path in progress.path.parent.iterdir() if path.is_file()] == ["progress.json"]
    assert progress.note_hint(first) == 2, "nothing holds the lock"


NOTE_VERDICTS = """
import sys
from pathlib import Path
from workshop import course
from workshop.progress import Progress
loaded = course.load(Path(sys.argv[1]))
progress = Progress(loaded, Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(10):
    progress.note_verdict(loaded.steps[int(sys.argv[3])], passed=False)
"""


def test_processes_at_the_same_time_lose_no_update(progress: Progress):
    course, folder = progress.course, progress.path.parent
    command = [sys.executable, "-c", NOTE_VERDICTS, course.root, folder]
    processes = [
        subprocess.Popen([*command, str(step)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        for step in (0, 0, 1)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert [progress.of(step).verdicts for step in course.steps] == [20, 10]


def test_a_lock_that_is_never_released(progress: Progress, course: Course):
    progress.note_hint(course.steps[0])
    other = Progress(course, progress.path.parent)
    other._lock.timeout = 0
    with progress._lock, pytest.raises(WorkshopError, match="is being written by another program") as raised:
        other.note_hint(course.steps[0])
    assert "Close other `learn`s" in raised.value.remedy
    assert progress.of(course.steps[0]).hints == 1
