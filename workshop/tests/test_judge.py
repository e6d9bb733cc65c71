"""Verdicts: right, about what was saved, and fit to be read."""

import os
from pathlib import Path

import pytest

from workshop import report
from workshop.companion import Companion
from workshop.verdict import Failure, Finding, Verdict


def write(companion: Companion, number: int, text: str) -> None:
    step = companion.course.steps[number]
    companion.workbook.path(step, step.files[0]).write_text(text, encoding="utf-8")


def solve(companion: Companion, number: int, replace: tuple[str, str] = ("", "")) -> None:
    """Put a solution in place, or a solution with an edit."""
    step = companion.course.steps[number]
    companion.workbook.solve(step)
    path = companion.workbook.path(step, step.files[0])
    path.write_text(path.read_text(encoding="utf-8").replace(*replace, 1), encoding="utf-8")


async def check(companion: Companion, number: int = 0) -> Verdict:
    return (await companion.check(companion.course.steps[number]))[0]


def shown(companion: Companion, verdict: Verdict) -> str:
    console = report.console()
    with console.capture() as capture:
        console.print(report.verdict(verdict, companion.course.steps[0]))
    return capture.get()


async def test_starter_fails_with_the_assertion_and_its_line(companion: Companion):
    verdict = await check(companion)
    assert verdict.finding.outcome == "failed", verdict.finding.output
    text = shown(companion, verdict)
    assert "workbook/01-names/tests/test_initials.py:5" in text
    assert 'assert names.initials("mary ann") == "MA"' in text
    assert "'mary ann' == 'MA'" in text
    assert "Traceback" not in text


async def test_solution_passes(companion: Companion):
    solve(companion, 0)
    verdict = await check(companion)
    assert verdict.passed
    assert (verdict.finding.passed, verdict.finding.total) == (2, 2)


async def test_todo_in_python_names_the_line(companion: Companion):
    verdict = await check(companion, 1)
    failure = verdict.finding.failures[0]
    assert failure.kind == "todo"
    assert failure.learner_line.file == "workbook/01-names/python/names/surname.py"
    assert "NotImplementedError" in failure.learner_line.source


async def test_compiler_error_names_the_learners_file_in_colours(companion: Companion):
    solve(companion, 0, (".collect()", ".collect"))
    verdict = await check(companion)
    assert verdict.finding.outcome == "not built"
    assert "workbook/01-names/src/initials.rs:" in verdict.finding.output
    assert "\x1b[" in verdict.finding.output
    assert "maturin" not in verdict.finding.output
    assert "Compiling" not in verdict.finding.output


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            "def surname(name: str) -> str\n    return name\n",
            ["workbook/01-names/python/names/surname.py", "line 1", "SyntaxError: expected ':'"],
        ),
        ("import nams\n", ["raised at workbook/01-names/python/names/surname.py:1", "import nams", "No module named 'nams'"]),
    ],
    ids=["syntax error", "missing module"],
)
async def test_python_that_cannot_be_imported_is_shown_where_it_is(companion: Companion, broken: str, said: list[str]):
    write(companion, 1, broken)
    verdict = await check(companion, 1)
    text = shown(companion, verdict)
    assert "its tests cannot begin" in text
    assert "workbook/01-names/tests/test_surname.py:1" in text
    assert "_pytest" not in text
    for part in said:
        assert part in text


def test_a_long_traceback_is_shown_with_its_end():
    calls = [f"  File 'calls.py', line {number}" for number in range(40)]
    told = "\n".join(["it did not return:", "Traceback (most recent call last):", *calls, "TypeError: cannot pickle it"])
    failure = Failure("tests/test_initials.py", "test_calls", "assertion", told)
    console = report.console()
    with console.capture() as capture:
        console.print(report._failure(failure))
    shown = capture.get()
    assert "line 0" in shown
    assert "more lines" in shown
    assert "TypeError: cannot pickle it" in shown
    assert len(shown.splitlines()) < 20


def test_tests_that_were_skipped_are_counted(companion: Companion):
    failed = Failure("tests/test_initials.py", "test_two_words", "assertion", "assert 'M' == 'MA'")
    finding = Finding("failed", {"tests/test_initials.py": 1}, 5, (failed,))
    text = shown(companion, Verdict(companion.course.steps[0].key, finding, 1.0))
    assert "1 of 5 tests pass" in text
    assert "… and 3 more that were not tried" in text


async def test_broken_manifest_says_so(companion: Companion):
    (companion.workbook.folder / "01-names" / "Cargo.toml").write_text("[package\n", encoding="utf-8")
    verdict = await check(companion)
    assert verdict.finding.outcome == "not built"
    assert "Cargo.toml" in verdict.finding.output


async def test_panic_shows_the_rust_line(companion: Companion):
    solve(
        companion, 0, (".filter_map(|word| word.chars().next())", '.map(|word| word.chars().next().filter(|_| false).expect("a letter"))')
    )
    failure = (await check(companion)).finding.failures[0]
    assert failure.kind == "panic"
    assert failure.learner_line.file == "workbook/01-names/src/initials.rs"
    assert "expect" in failure.learner_line.source
    assert failure.panic == "a letter"


async def test_endless_loop_is_ended(companion: Companion, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("workshop.testing.LIMIT_SECONDS", 1.0)
    solve(
        companion,
        0,
        ("    name.split", "    loop {\n        std::hint::spin_loop();\n    }\n    #[allow(unreachable_code)]\n    name.split"),
    )
    verdict = await check(companion)
    assert verdict.finding.outcome == "timed out"
    assert "test_initials_of_two_words" in verdict.finding.output


async def test_what_does_not_end_after_the_tests_is_not_blamed_on_the_last_one(companion: Companion, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("workshop.testing.LIMIT_SECONDS", 1.0)
    solve(companion, 1, ("def ", "import threading\n\nthreading.Thread(target=threading.Event().wait).start()\n\n\ndef "))
    verdict = await check(companion, 1)
    assert verdict.finding.outcome == "timed out"
    assert verdict.finding.output.startswith("Python, at its end after all tests,")


async def test_crash_of_the_interpreter_is_told(companion: Companion):
    solve(companion, 0, ("    name.split", "    std::process::abort();\n    #[allow(unreachable_code)]\n    name.split"))
    verdict = await check(companion)
    assert verdict.finding.outcome == "crashed"
    assert "test_initials_of_two_words" in verdict.finding.output


async def test_edited_test_is_noticed_and_does_not_count(companion: Companion):
    step = companion.course.steps[0]
    companion.workbook.path(step, step.test).write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    verdict = await check(companion)
    assert not verdict.passed
    assert "test_initials.py is not the course's any more" in verdict.notes[0]


async def test_never_about_a_stale_build(companion: Companion):
    """A file put back with an old time of modification is built all the same."""
    step = companion.course.steps[0]
    path = companion.workbook.path(step, step.files[0])
    solve(companion, 0)
    assert (await check(companion)).passed
    companion.workbook.reset(step)
    long_ago = 1_000_000_000
    os.utime(path, (long_ago, long_ago))
    assert not (await check(companion)).passed


async def test_surrounding_variables_change_nothing(companion: Companion, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("RUSTFLAGS", "PYTEST_ADDOPTS", "PYTHONPATH", "CARGO_TARGET_DIR", "PYO3_PYTHON"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    solve(companion, 0)
    assert (await check(companion)).passed
