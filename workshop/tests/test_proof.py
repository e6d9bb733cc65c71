"""The proof of the exercises finds a defect planted in each respect, and nothing in a sound course."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from workshop import course as course_module
from workshop.book import verdicts
from workshop.course import ROOT
from workshop.inspection import inspect
from workshop.proof import Proof, Result, into_book

STEP = "01-names/exercises.toml"
INITIALS = "01-names/src/initials.rs"
SURNAME = "01-names/python/names/surname.py"
SURNAME_TODO = '    # exercise surname: the last word, or "" if there is none\n'
SURNAME_TEST = "01-names/tests/test_surname.py"


@pytest.fixture
def plant(course_folder: Path) -> Callable[[str, str, str], None]:
    """Replace something, once, in a file of the course."""

    def replace(file: str, old: str, new: str) -> None:
        path = course_folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


async def prove(course_folder: Path, tmp_path: Path, *steps: str, quick: bool = False, book: bool = False) -> Result:
    course = course_module.load(course_folder)
    proof = Proof(course, tmp_path / "proof", Path(sys.executable), ROOT / "target", book=book)
    chosen = [course.find(name) for name in steps] or list(course.steps)
    with Progress(console=Console(quiet=True)) as progress:
        return await proof.run(chosen, quick=quick, progress=progress)


def said(result: Result) -> str:
    return "\n".join(map(str, result.problems))


async def test_a_sound_course_is_proved(course_folder: Path, tmp_path: Path):
    result = await prove(course_folder, tmp_path)
    assert said(result) == ""
    assert result.good == result.tried
    assert result.tried["01-names/initials", "wrong answers"] == 2
    assert {column for _, column in result.tried} == {"starter", "solution", "alone", "wrong answers"}


async def test_quick_part_tries_starters_and_solutions_only(course_folder: Path, tmp_path: Path):
    result = await prove(course_folder, tmp_path, quick=True)
    assert said(result) == ""
    assert {column for _, column in result.tried} == {"starter", "solution"}


SEEN_WITHOUT_BUILDING = {
    "one hint": (STEP, 'hints = ["Split at white space.", ', "hints = [", "1 hints"),
    "no minutes": (STEP, "minutes = 5", "minutes = 0", "minutes is 0"),
    "no title": (STEP, 'title = "Initials"', 'title = " "', "the title is empty"),
    "taught nowhere": (STEP, 'needs = ["functions"]', 'needs = ["numpy"]', "needs 'numpy', which no earlier step teaches"),
    "wrong answer does not fit": (STEP, 'find = ".split_whitespace()"', 'find = ".words()"', "occurs 0 times"),
    "wrong answer fits twice": (STEP, 'find = "name.split()[-1]"', 'find = "name.split()"', "occurs 2 times"),
}


@pytest.mark.parametrize("defect", list(SEEN_WITHOUT_BUILDING))
async def test_defect_seen_without_building(defect: str, plant, course_folder: Path, tmp_path: Path):
    file, old, new, complaint = SEEN_WITHOUT_BUILDING[defect]
    plant(file, old, new)
    assert complaint in said(await prove(course_folder, tmp_path))


def test_core_step_that_needs_what_only_a_stretch_step_teaches(plant, course_folder: Path):
    plant(STEP, 'kind = "stretch"', 'kind = "core"')
    plant(STEP, 'needs = ["functions"]', 'needs = ["functions"]\nrecalls = ["functions"]')
    (problem,) = inspect(course_module.load(course_folder))
    assert "surname: recalls 'functions', which is for what" in str(problem)
    plant(STEP, "minutes = 5", 'minutes = 5\nkind = "stretch"')
    assert inspect(course_module.load(course_folder)) == []
    plant(STEP, 'recalls = ["functions"]\n', "")
    (problem,) = inspect(course_module.load(course_folder))
    assert "surname: is core, and needs 'functions', which only a stretch step teaches" in str(problem)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(STEP, "minutes = 5", "minutes = 5\nstubs = true", id="a step wants stubs"),
        pytest.param(
            INITIALS, "use pyo3::prelude::*;", "use pyo3::inspect::PyStaticExpr;\nuse pyo3::prelude::*;", id="code names types for them"
        ),
    ],
)
async def test_stubs_without_the_feature_for_them(file: str, old: str, new: str, plant, course_folder: Path, tmp_path: Path):
    plant(file, old, new)
    plant("01-names/Cargo.toml", 'pyo3.features = ["experimental-inspect"]\n', "")
    assert "does not ask pyo3 for experimental-inspect" in said(await prove(course_folder, tmp_path))


async def test_too_few_wrong_answers(course_folder: Path, tmp_path: Path):
    path = course_folder / STEP
    text = path.read_text(encoding="utf-8")
    begin = text.index('[[step.wrong]]\nname = "first-only"')
    path.write_text(text[:begin] + text[text.index('[[step]]\nname = "surname"') :], encoding="utf-8")
    assert "01-names/initials: 1 wrong answers" in said(await prove(course_folder, tmp_path))


@pytest.mark.parametrize(
    "file", ["01-names/src/stray.rs", "01-names/tests/test_stray.py", "01-names/scripts/stray.py", "docs/src/01-names/stray.md"]
)
async def test_file_that_no_step_knows(file: str, course_folder: Path, tmp_path: Path):
    (course_folder / file).parent.mkdir(exist_ok=True)
    (course_folder / file).write_text("", encoding="utf-8")
    assert file.removeprefix("01-names/") in said(await prove(course_folder, tmp_path))


async def test_missing_page(course_folder: Path, tmp_path: Path):
    (course_folder / "docs/src/01-names/initials.md").unlink()
    assert "has no page docs/src/01-names/initials.md" in said(await prove(course_folder, tmp_path))


async def test_starter_that_passes_already(plant, course_folder: Path, tmp_path: Path):
    plant(SURNAME, SURNAME_TODO, SURNAME_TODO + '    # starter: return (name.split() or [""])[-1]\n')
    assert "01-names/surname: starter: the test passes already" in said(await prove(course_folder, tmp_path, "surname", quick=True))


async def test_starter_that_does_not_compile(plant, course_folder: Path, tmp_path: Path):
    plant(INITIALS, "// starter: name.to_string()", "// starter: name")
    assert "01-names/initials: starter: fails for another reason" in said(await prove(course_folder, tmp_path, "initials", quick=True))


async def test_starter_that_compiles_with_a_warning(plant, course_folder: Path, tmp_path: Path):
    plant(
        INITIALS,
        "// starter: name.to_string()",
        "// starter: while true {\n    // starter:     break;\n    // starter: }\n    // starter: name.to_string()",
    )
    assert "does not compile without warnings" in said(await prove(course_folder, tmp_path, "initials", quick=True))


async def test_starter_that_fails_at_collection(plant, course_folder: Path, tmp_path: Path):
    plant(SURNAME, SURNAME_TODO, SURNAME_TODO + "    # starter: return (\n")
    assert "starter: fails for another reason than meant" in said(await prove(course_folder, tmp_path, "surname", quick=True))


async def test_starter_that_fails_by_an_unforeseen_exception(plant, course_folder: Path, tmp_path: Path):
    plant(SURNAME, SURNAME_TODO, SURNAME_TODO + "    # starter: return name / 2\n")
    assert "the first failure is neither" in said(await prove(course_folder, tmp_path, "surname", quick=True))


async def test_solution_that_fails(plant, course_folder: Path, tmp_path: Path):
    plant(INITIALS, ".flat_map(char::to_uppercase)", ".flat_map(char::to_lowercase)")
    plant(STEP, ".flat_map(char::to_uppercase)", ".flat_map(char::to_lowercase)")
    assert "01-names/initials: solution: failed" in said(await prove(course_folder, tmp_path, "initials", quick=True))


async def test_solution_that_solves_another_step(plant, course_folder: Path, tmp_path: Path):
    plant(SURNAME_TEST, 'names.surname("mary ann lee") == "lee"', 'names.initials("a b") == "AB"')
    plant(SURNAME_TEST, 'names.surname("") == ""', 'names.initials("") == ""')
    assert "alone: solving it makes surname pass too" in said(await prove(course_folder, tmp_path, "initials"))


async def test_wrong_answer_that_passes(plant, course_folder: Path, tmp_path: Path):
    plant(SURNAME_TEST, 'assert names.surname("") == ""', 'assert names.surname("lee") == "lee"')
    assert "'no-empty' (an empty name raises) passes" in said(await prove(course_folder, tmp_path, "surname"))


async def test_wrong_answer_that_does_not_compile(plant, course_folder: Path, tmp_path: Path):
    plant(STEP, 'replace = ".map(|letter| letter)"', 'replace = ".map(letter)"')
    assert "'lower' (the case stays) is not rejected by a test: not built" in said(await prove(course_folder, tmp_path, "initials"))


async def test_unformatted_solution(plant, course_folder: Path, tmp_path: Path):
    plant(INITIALS, ".filter_map(|word| word.chars().next())", ".filter_map(|word|word.chars().next())")
    assert "all solutions: `cargo fmt --all` complains" in said(await prove(course_folder, tmp_path, "initials"))


async def test_clippy_warns_of_the_solution(plant, course_folder: Path, tmp_path: Path):
    plant(INITIALS, ".filter_map(|word| word.chars().next())", ".filter_map(|word| word.chars().nth(0))")
    assert "all solutions: `cargo clippy --quiet` complains" in said(await prove(course_folder, tmp_path, "initials"))


BOOK = "docs/verdicts/01-names.json"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("test_no_words", "test_of_old", "the book says that test_of_old rejects 'no-empty', and there is no such test"),
        ('"no-empty"', '"no-words"', "the book does not say what rejects 'no-empty'"),
    ],
)
async def test_book_says_something_else_of_a_wrong_answer(old: str, new: str, complaint: str, plant, course_folder: Path, tmp_path: Path):
    plant(BOOK, old, new)
    assert complaint in said(await prove(course_folder, tmp_path, "surname"))


async def test_what_is_seen_of_wrong_answers_goes_into_the_book(course_folder: Path, tmp_path: Path):
    path = course_folder / BOOK
    written = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"initials": written["initials"]}), encoding="utf-8")
    course = course_module.load(course_folder)
    result = await prove(course_folder, tmp_path, "surname", book=True)
    assert said(result) == ""
    into_book(course, [course.find("surname")], result)
    assert verdicts.read(course_folder, "01-names") == written
