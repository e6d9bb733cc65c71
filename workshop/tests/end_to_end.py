"""Chapter 1, from a fresh clone to its last step, through the companion's own watch loop.

A run of its own (session `end_to_end`): a clone compiles everything once.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop import course as course_module
from workshop import derive, toolchain
from workshop.course import Step
from workshop.driver import Learner, clone

COURSE = course_module.load()
CHAPTER = COURSE.chapters[0]
SYNTAX_ERROR = {".rs": b"\nfn fn {\n", ".py": b"\ndef def\n", ".pyi": b"\ndef def\n", ".toml": b"\n[[[\n"}


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    with Learner(clone(tmp_path_factory.mktemp("fresh") / "clone")) as learner:
        yield learner


def save(learner: Learner, content: dict[str, bytes]) -> str:
    """Save files all at once, as an editor's "save all" does; returns the verdict."""
    for name, text in content.items():
        learner.save(learner.workbook / name, text)
    return learner.verdict()


def wrong(step: Step) -> dict[str, bytes]:
    """The first wrong answer of the catalogue."""
    files = derive.step_files(COURSE, step, solution=True)
    for edit in step.wrong[0].edits:
        name = f"{step.chapter}/{edit.file}"
        files[name] = files[name].decode().replace(edit.find, edit.replace).encode()
    return files


@pytest.mark.parametrize("step", CHAPTER.steps, ids=lambda step: step.name)
def test_step(step: Step, learner: Learner):
    """The starter's verdict, a wrong answer's, a syntax error's, the solution's; then next."""
    if step != CHAPTER.steps[0]:
        learner.type("n")
    assert learner.verdict().startswith(f"✗ {step.address} {step.name}"), "the starter"

    assert save(learner, wrong(step)).startswith(f"✗ {step.address} {step.name}"), "a wrong answer"

    solution = derive.step_files(COURSE, step, solution=True)
    first = f"{step.chapter}/{step.files[0]}"
    broken = save(learner, {**solution, first: solution[first] + SYNTAX_ERROR[Path(first).suffix]})
    assert broken.startswith(f"✗ {step.address} {step.name}"), "a syntax error"
    assert Path(first).name in broken, "a syntax error names the file"

    assert save(learner, solution).startswith(f"✓ {step.address} {step.name} passed"), "the solution"


@pytest.mark.parametrize("cargo", [["build"], ["build", "--workspace"], ["check", "--workspace", "--all-targets"]], ids=" ".join)
def test_cargo_and_the_loop_do_not_undo_each_others_work(cargo: list[str], learner: Learner):
    """Plain cargo, and what an editor runs, reuse the loop's pyo3, and the loop goes on with its own."""
    done = subprocess.run(
        ["cargo", *cargo], cwd=learner.workbook, env=toolchain.environment(), capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "Compiling pyo3 v" not in done.stderr
    learner.type("c")
    assert "compiling pyo3" not in learner.answer()


def command(learner: Learner, *words: str) -> str:
    """A plain command beside the loop."""
    done = subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "noxfile.py", "-s", "learn", "--", *words],
        cwd=learner.clone,
        env=toolchain.environment(HOT_MODULES_CWD=str(learner.clone)),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def progress(learner: Learner) -> dict[str, dict]:
    facts = json.loads(command(learner, "progress", "--json"))
    return {step["step"]: step for step in facts["steps"]}


def test_progress_says_that_the_chapter_is_done(learner: Learner):
    facts = progress(learner)
    assert [facts[step.key]["by"] for step in CHAPTER.steps] == ["learner"] * len(CHAPTER.steps)


def test_list_says_so_too(learner: Learner):
    assert command(learner, "list").count("✓") == len(CHAPTER.steps)


def test_reset_puts_a_step_back_and_keeps_a_copy(learner: Learner):
    step = CHAPTER.steps[1]
    said = command(learner, "reset", step.address)
    assert "is kept in" in said
    copies = list((learner.workbook / "kept").glob(f"*-{step.name}/{step.chapter}/{step.files[0]}"))
    assert copies[-1].read_bytes() == derive.step_files(COURSE, step, solution=True)[f"{step.chapter}/{step.files[0]}"]
    assert progress(learner)[step.key]["passed_at"] is None


def test_catch_up_fills_in_what_is_open(learner: Learner):
    target = COURSE.chapters[1].steps[0]
    said = command(learner, "catch-up", target.address)
    assert f"filled in {CHAPTER.steps[1].address}" in said
    facts = progress(learner)
    assert facts[CHAPTER.steps[1].key]["by"] == "catch-up"
    assert facts[CHAPTER.steps[0].key]["by"] == "learner"


def test_learn_without_a_terminal_says_where_the_learner_stands(learner: Learner):
    assert COURSE.chapters[1].steps[0].address in command(learner)
