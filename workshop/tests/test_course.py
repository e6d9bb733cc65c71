"""`exercises.toml`: what is read, and the one sentence for what cannot be."""

import shutil
import tomllib
from pathlib import Path

import pytest

from workshop import course as course_module
from workshop import derive
from workshop.course import Course
from workshop.errors import WorkshopError


def refusal(folder: Path) -> str:
    with pytest.raises(WorkshopError) as raised:
        course_module.load(folder)
    assert raised.value.remedy
    assert raised.value.what.count("\n") == 0
    return raised.value.what


def edit(folder: Path, file: str, *edits: tuple[str, str]) -> None:
    path = folder / "01-names" / file
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_small_course(course: Course):
    first, second = course.steps
    assert (first.address, first.key, first.page, first.test) == (
        "01.1",
        "01-names/initials",
        "pages/01-initials.md",
        "tests/test_initials.py",
    )
    assert (first.kind, second.kind) == ("core", "stretch")
    assert second.needs == ("functions",)
    assert [wrong.edits[0].file for wrong in first.wrong] == ["src/initials.rs"] * 2
    assert course.before(second) == (first,)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('title = "Names"\n', "", "01-names/exercises.toml: 'title' is missing"),
        ("minutes = 5\n", "", "step 'initials': 'minutes' is missing"),
        ("minutes = 5", "minutes = 5\nhint = []", "step 'initials': unknown key 'hint'; known are name, title"),
        ("minutes = 5", 'minutes = "5"', "step 'initials': 'minutes' wants a whole number, got '5'"),
        ("minutes = 5", "minutes = true", "step 'initials': 'minutes' wants a whole number, got True"),
        ('files = ["src/initials.rs"]', 'files = "src/initials.rs"', "'files' wants a list of texts"),
        ('files = ["src/initials.rs"]', "files = [1]", "'files' wants a list of texts, got [1]"),
        ('files = ["src/initials.rs"]', "files = []", "step 'initials': 'files' is empty"),
        ("src/initials.rs", "src/nowhere.rs", "step 'initials': there is no file src/nowhere.rs"),
        ("minutes = 5", 'minutes = 5\ntest = "tests/test_none.py"', "there is no file tests/test_none.py"),
        ("minutes = 5", 'minutes = 5\nproject = "other"', "there is no file other/pyproject.toml"),
        ("minutes = 5", 'minutes = 5\nkind = "extra"', "kind is core or stretch, not 'extra'"),
        ('name = "initials"', 'name = "Initials!"', "the name wants lower-case letters"),
        ('name = "initials"', "name = 1", "step 1: 'name' wants a text, got 1"),
        ('name = "surname"', 'name = "initials"\ntest = "tests/test_surname.py"', "two steps are named 'initials'"),
        (
            'files = ["python/names/surname.py"]',
            'files = ["src/initials.rs"]',
            "src/initials.rs is listed by the steps 'initials' and 'surname'",
        ),
        ('why = "the case stays"\n', "", "step 'initials': wrong answer 'lower': 'why' is missing"),
        ('find = ".flat_map(char::to_uppercase)"\n', "", "wrong answer 'lower': 'find' is missing"),
        ('find = ".flat_map(char::to_uppercase)"\n', 'edits = [{ find = "a", replace = "b" }]\n', "either find and replace, or edits"),
        ('replace = ".map(|letter| letter)"', "replace = 3", "wrong answer 'lower': 'replace' wants a text, got 3"),
    ],
)
def test_what_is_wrong_is_named(course_folder: Path, old: str, new: str, what: str):
    edit(course_folder, "exercises.toml", (old, new))
    said = refusal(course_folder)
    assert said.startswith("01-names/exercises.toml")
    assert what in said


@pytest.mark.parametrize("text", ['title = "N"\nstep = ["initials"]\n', 'title = "N"\nstep = "initials"\n', 'title = "N"\n[step]\na = 1\n'])
def test_steps_that_are_no_tables(course_folder: Path, text: str):
    (course_folder / "01-names" / "exercises.toml").write_text(text, encoding="utf-8")
    assert refusal(course_folder).startswith("01-names/exercises.toml: ")


def test_wrong_answer_that_is_no_table(course_folder: Path):
    path = course_folder / "01-names" / "exercises.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("[[step.wrong]]")[0] + 'wrong = ["lower"]\n', encoding="utf-8")
    assert "wrong answer '?': a table was expected, got 'lower'" in refusal(course_folder)


def test_broken_toml_names_file_and_line(course_folder: Path):
    edit(course_folder, "exercises.toml", ("minutes = 5", "minutes = "))
    said = refusal(course_folder)
    assert said.startswith("01-names/exercises.toml: ")
    assert "line 6" in said


def test_toml_that_is_no_text(course_folder: Path):
    (course_folder / "01-names" / "exercises.toml").write_bytes(b'title = "\xff"\n')
    assert refusal(course_folder).startswith("01-names/exercises.toml: ")


def test_source_that_is_no_text(course_folder: Path):
    (course_folder / "01-names" / "python" / "names" / "__init__.py").write_bytes(b"# \xff\n")
    assert refusal(course_folder).startswith("01-names/python/names/__init__.py is not UTF-8")


def test_broken_mark_names_the_file_from_the_repository(course_folder: Path):
    edit(course_folder, "src/initials.rs", ("    // end\n", ""))
    assert refusal(course_folder).startswith("01-names/src/initials.rs:8: the region of step `initials` is never closed")


def test_region_of_a_step_that_is_not_known(course_folder: Path):
    edit(course_folder, "src/initials.rs", ("exercise initials:", "exercise letters:"))
    assert refusal(course_folder).startswith("01-names/src/initials.rs:8: a region of step 'letters', but no such step is known")


def test_region_that_its_step_does_not_list(course_folder: Path):
    edit(course_folder, "src/lib.rs", ("mod initials;", "// exercise initials: the module\nmod initials;\n// end"))
    assert refusal(course_folder).startswith("01-names/src/lib.rs:5: a region of step 'initials', but that step does not list it")


def test_step_without_its_region(course_folder: Path):
    edit(
        course_folder,
        "python/names/surname.py",
        ('    # exercise surname: the last word, or "" if there is none\n', ""),
        ("    # end\n", ""),
    )
    assert "step 'surname' lists python/names/surname.py, which has no region of it" in refusal(course_folder)


def test_no_chapters(tmp_path: Path):
    assert "holds no chapters" in refusal(tmp_path)


@pytest.mark.parametrize(("lean", "features"), [(True, []), (False, ["experimental-inspect"])], ids=["a learner's", "the quick proof's"])
def test_features_of_pyo3_in_a_workbook(course: Course, lean: bool, features: list[str]):
    manifest = tomllib.loads(derive.workbook_files(course, lean=lean)["Cargo.toml"].decode())
    assert manifest["workspace"]["dependencies"]["pyo3"]["features"] == features


def test_broken_manifest_of_the_repository(course: Course):
    (course.root / "Cargo.toml").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"Cargo\.toml: .* line 1"):
        derive.workbook_files(course)


@pytest.mark.parametrize("name", ["01.2", "1.2", "surname", "01-names/surname", " SURNAME "])
def test_find(course: Course, name: str):
    assert course.find(name) == course.steps[1]


@pytest.mark.parametrize("name", ["1", "01", "01.3", "1.20", "first", "", "*"])
def test_find_says_what_is_unknown(course: Course, name: str):
    with pytest.raises(WorkshopError) as raised:
        course.find(name)
    assert raised.value.what == f"there is no step {name!r}."
    assert "`list` shows the steps" in raised.value.remedy


def test_find_says_which_steps_a_name_may_mean(course_folder: Path):
    shutil.copytree(course_folder / "01-names", course_folder / "02-more")
    course = course_module.load(course_folder)
    assert course.find("02-more/initials").address == "02.1"
    with pytest.raises(WorkshopError) as raised:
        course.find("initials")
    assert raised.value.what == "several chapters have a step 'initials'."
    assert raised.value.remedy == "Say 01.1 or 02.1."
