"""The learner's folder: whatever happens to it or to the course, what the learner wrote is still there."""

import shutil
from pathlib import Path

import pytest

from workshop import derive
from workshop.companion import Companion
from workshop.course import Course
from workshop.errors import WorkshopError
from workshop.workbook import Workbook

INITIALS = "01-names/src/initials.rs"
SURNAME = "01-names/python/names/surname.py"
TEST = "01-names/tests/test_initials.py"
PAGE = "01-names/pages/01-initials.md"
MINE = "// my own work\n"


@pytest.fixture
def workbook(course: Course, tmp_path: Path) -> Workbook:
    made = Workbook(course, tmp_path / "workbook")
    made.sync()
    return made


def content(workbook: Workbook) -> dict[str, bytes]:
    """All files of the learner's folder, the companion's notes apart."""
    paths = (path for path in workbook.folder.rglob("*") if path.is_file() and workbook.own not in path.parents)
    return {path.relative_to(workbook.folder).as_posix(): path.read_bytes() for path in paths}


def write(workbook: Workbook, name: str, text: str = MINE) -> None:
    (workbook.folder / name).write_text(text, encoding="utf-8")


def update(course: Course, name: str, old: str = "", new: str = "") -> None:
    """The course changes, as with a `git pull`: an edit, or by default a line more."""
    path = course.root / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new) if old else text + "# newer\n", encoding="utf-8")


def test_is_created_with_starters_tests_and_pages(course: Course, tmp_path: Path):
    workbook = Workbook(course, tmp_path / "deep" / "workbook")
    assert workbook.sync().created
    made = content(workbook)
    assert b"TODO(initials)" in made[INITIALS]
    assert b"exercise initials" not in made[INITIALS]
    assert made[TEST] == (course.root / TEST).read_bytes()
    assert made[PAGE] == b"# initials\n"
    assert {"Cargo.toml", "Cargo.lock", ".gitignore", "README.md", ".vscode/settings.json"} <= made.keys()
    assert not any("exercises.toml" in name for name in made)
    assert workbook.untouched(course.steps[0])


def test_nothing_happens_to_a_workbook_that_is_up_to_date(workbook: Workbook):
    before = content(workbook)
    report = workbook.sync()
    assert (report.created, report.updated, report.restored, report.behind) == (False, [], [], [])
    assert content(workbook) == before


def test_what_the_learner_wrote_survives(workbook: Workbook):
    write(workbook, INITIALS)
    write(workbook, "01-names/src/mine.rs")
    report = workbook.sync()
    assert (report.updated, report.restored, report.behind) == ([], [], [])
    assert content(workbook)[INITIALS] == content(workbook)["01-names/src/mine.rs"] == MINE.encode()
    assert not workbook.untouched(workbook.course.steps[0])


def test_an_update_of_the_course_reaches_untouched_files_only(workbook: Workbook):
    write(workbook, INITIALS)
    update(workbook.course, INITIALS, "The initials of a name.", "All initials of a name.")
    update(workbook.course, TEST)
    for _ in range(2):  # the second time nothing is left to update, and what is behind is still behind
        report = workbook.sync()
        assert report.behind == [INITIALS]
        assert content(workbook)[INITIALS] == MINE.encode()
    assert report.updated == []
    assert content(workbook)[TEST].endswith(b"# newer\n")


def test_an_update_is_reported(workbook: Workbook):
    update(workbook.course, TEST)
    assert workbook.sync().updated == [TEST]


def test_a_new_file_of_the_course_arrives(workbook: Workbook):
    (workbook.course.root / "01-names/tests/test_more.py").write_text("", encoding="utf-8")
    assert workbook.sync().restored == ["01-names/tests/test_more.py"]


def test_reset_takes_the_newer_version(workbook: Workbook):
    write(workbook, INITIALS)
    update(workbook.course, INITIALS, "The initials of a name.", "All initials of a name.")
    workbook.sync()
    workbook.reset(workbook.course.steps[0])
    assert b"All initials" in content(workbook)[INITIALS]
    assert workbook.sync().behind == []


def test_the_course_taking_over_an_edit_ends_the_difference(workbook: Workbook):
    write(workbook, TEST)
    (workbook.course.root / TEST).write_text(MINE, encoding="utf-8")
    assert workbook.sync().behind == []
    update(workbook.course, TEST)
    assert workbook.sync().updated == [TEST]


def test_what_cargo_adds_to_the_lock_file_is_no_edit_of_the_learners(workbook: Workbook):
    write(workbook, "Cargo.lock", "# longer\n")
    assert workbook.sync().updated == []
    update(workbook.course, "Cargo.lock")
    assert workbook.sync().updated == ["Cargo.lock"]


def test_other_line_endings_are_no_edit(workbook: Workbook):
    for name, text in content(workbook).items():
        (workbook.folder / name).write_bytes(text.replace(b"\n", b"\r\n"))
    assert workbook.untouched(workbook.course.steps[0])
    assert workbook.edited_tests(workbook.course.steps[0]) == []
    update(workbook.course, TEST)
    report = workbook.sync()
    assert (report.updated, report.behind) == ([TEST], [])


def test_deleted_files_are_put_back(workbook: Workbook):
    write(workbook, SURNAME)
    before = content(workbook)
    (workbook.folder / TEST).unlink()
    shutil.rmtree(workbook.folder / "01-names" / "src")
    assert sorted(workbook.sync().restored) == [INITIALS, "01-names/src/lib.rs", TEST]
    assert content(workbook) == before


@pytest.mark.parametrize("lost", [".hot-modules/derived.json", ".hot-modules", "README.md"])
def test_half_deleted_workbook_keeps_the_learners_work(companion: Companion, lost: str):
    workbook = companion.workbook
    write(workbook, INITIALS)
    companion.progress.go_to(companion.course.steps[1])
    before = content(workbook)
    path = workbook.folder / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    workbook.sync()
    assert content(workbook) == before
    assert companion.step == companion.course.steps[1]


def test_without_its_notes_nothing_is_overwritten_by_an_update(workbook: Workbook):
    (workbook.own / "derived.json").write_text("{ broken", encoding="utf-8")
    before = content(workbook)
    update(workbook.course, TEST)
    assert workbook.sync().updated == []
    assert content(workbook) == before


def test_a_workbook_cloned_from_the_learners_own_repository_goes_on(workbook: Workbook):
    """Git ignores the notes there, and before the first verdict there is no progress file."""
    write(workbook, INITIALS)
    before = content(workbook)
    shutil.rmtree(workbook.own)
    workbook.sync()
    assert content(workbook) == before


def test_only_the_notes_are_left(workbook: Workbook):
    before = content(workbook)
    for path in workbook.folder.iterdir():
        if path != workbook.own:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    report = workbook.sync()
    assert not report.created
    assert len(report.restored) == len(before)
    assert content(workbook) == before


def test_a_foreign_folder_is_refused(course: Course, tmp_path: Path):
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkshopError, match="is not empty, and is no workbook") as raised:
        Workbook(course, tmp_path).sync()
    assert "--workbook" in raised.value.remedy
    assert {path.name for path in tmp_path.iterdir()} == {"course", "diary.txt"}


def test_an_empty_folder_is_taken(course: Course, tmp_path: Path):
    (tmp_path / "workbook").mkdir()
    assert Workbook(course, tmp_path / "workbook").sync().created


def test_a_file_in_the_way_is_refused(course: Course, tmp_path: Path):
    (tmp_path / "workbook").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkshopError, match="is a file, and the workbook would be a folder") as raised:
        Workbook(course, tmp_path / "workbook").sync()
    assert "Rename the file" in raised.value.remedy
    assert (tmp_path / "workbook").read_text(encoding="utf-8") == "mine"


def test_reset_keeps_a_copy_and_touches_that_step_only(workbook: Workbook):
    first = workbook.course.steps[0]
    before = content(workbook)
    for name in (INITIALS, TEST, SURNAME):
        write(workbook, name)
    kept = workbook.reset(first)
    assert (kept / INITIALS).read_text(encoding="utf-8") == (kept / TEST).read_text(encoding="utf-8") == MINE
    after = content(workbook)
    assert after[INITIALS] == before[INITIALS]
    assert after[TEST] == before[TEST]
    assert after[SURNAME] == MINE.encode()


def test_reset_of_what_was_never_changed_keeps_nothing(workbook: Workbook):
    assert workbook.reset(workbook.course.steps[0]) is None
    assert not (workbook.folder / "kept").exists()


def test_two_resets_keep_two_copies(workbook: Workbook):
    first = workbook.course.steps[0]
    write(workbook, INITIALS, "// one\n")
    one = workbook.reset(first)
    write(workbook, INITIALS, "// two\n")
    two = workbook.reset(first)
    assert one != two
    assert (one / INITIALS).read_text(encoding="utf-8") == "// one\n"


def test_reset_works_where_the_file_was_deleted(workbook: Workbook):
    (workbook.folder / INITIALS).unlink()
    assert workbook.reset(workbook.course.steps[0]) is None
    assert workbook.untouched(workbook.course.steps[0])


def test_a_solution_is_kept_like_an_edit(workbook: Workbook):
    first = workbook.course.steps[0]
    workbook.solve(first)
    report = workbook.sync()
    assert (report.updated, report.behind) == ([], [])
    assert content(workbook)[INITIALS] == derive.step_files(workbook.course, first, solution=True)[INITIALS]


def test_catch_up_fills_in_what_is_open_and_goes_there(companion: Companion):
    first, second = companion.course.steps
    filled, kept = companion.catch_up(second)
    assert (filled, kept) == ([first], [])
    assert companion.step == second
    assert companion.progress.of(first).by == "catch-up"
    assert companion.workbook.untouched(second)
    assert b"filter_map" in content(companion.workbook)[INITIALS]


def test_catch_up_leaves_what_is_done_as_it_is(companion: Companion):
    first, second = companion.course.steps
    write(companion.workbook, INITIALS)
    companion.progress.note_verdict(first, passed=True)
    assert companion.catch_up(second) == ([], [])
    assert content(companion.workbook)[INITIALS] == MINE.encode()
    assert companion.progress.of(first).by == "learner"


def test_catch_up_keeps_half_done_work(companion: Companion):
    first, second = companion.course.steps
    write(companion.workbook, INITIALS)
    filled, (kept,) = companion.catch_up(second)
    assert filled == [first]
    assert (kept / INITIALS).read_text(encoding="utf-8") == MINE


def test_catch_up_to_the_first_step_fills_in_nothing(companion: Companion):
    before = content(companion.workbook)
    assert companion.catch_up(companion.course.steps[0]) == ([], [])
    assert {name: text for name, text in content(companion.workbook).items() if name != "progress.json"} == before


def test_a_write_that_fails_leaves_the_old_file(workbook: Workbook, monkeypatch: pytest.MonkeyPatch):
    """The copy is made before anything is replaced, and a file is replaced whole or not at all."""
    write(workbook, INITIALS)
    before = content(workbook)

    def full(*_) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workshop.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left") as raised:
        workbook.reset(workbook.course.steps[0])
    assert raised.value.filename.endswith("initials.rs")
    assert content(workbook) == before
