"""What can be said of the exercises without building anything: hints, minutes, teaching order, stray files, wrong answers that fit."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .course import Chapter, Course, Step

FEWEST_HINTS = 2
FEWEST_WRONG_ANSWERS = 2
FOR_STUBS = re.compile(r"\bpyo3::inspect\b|\b(PyStaticExpr|INPUT_TYPE|OUTPUT_TYPE|TYPE_HINT)\b")
NOT_ASKED_FOR = "its Cargo.toml does not ask pyo3 for experimental-inspect, which a workbook leaves out elsewhere"
PAGES_OF_NO_STEP = {"README.md", "review.md", "measurements.md", "under_load.md", "billion.md"}


@dataclass(frozen=True)
class Problem:
    """A defect of an exercise: where, and what is wrong, in a sentence that names it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def inspect(course: Course) -> list[Problem]:
    """All defects that can be seen without building."""
    problems = []
    taught: set[str] = set()
    core: set[str] = set()
    for chapter in course.chapters:
        for step in chapter.steps:
            problems += [Problem(step.key, what) for what in (*_of_step(chapter, step, taught), *_on_the_core_path(step, taught, core))]
            taught |= set(step.teaches)
            if step.kind == "core":
                core |= {*step.teaches, *step.recalls}
        problems += [Problem(chapter.name, what) for what in _only_with_stubs(chapter)]
        problems += [Problem(chapter.name, f"no step knows the file {name}") for name in _stray_files(chapter)]
    return problems


def _of_step(chapter: Chapter, step: Step, taught: set[str]) -> Iterator[str]:
    if not step.title.strip():
        yield "the title is empty"
    if step.minutes <= 0:
        yield f"minutes is {step.minutes}"
    if len(step.hints) < FEWEST_HINTS:
        yield f"{len(step.hints)} hints; {FEWEST_HINTS} or more of rising help are wanted"
    if any(not hint.strip() for hint in step.hints):
        yield "a hint is empty"
    if not step.teaches:
        yield "teaches nothing"
    for need in step.needs:
        if need not in taught:
            yield f"needs {need!r}, which no earlier step teaches"
    if not chapter.pages()[step.page].is_file():
        yield f"has no page {chapter.pages()[step.page].relative_to(chapter.folder.parent).as_posix()}"
    if step.stubs and not _describes_itself(chapter.folder / step.project):
        yield f"wants stubs, and {NOT_ASKED_FOR}"
    if len(step.wrong) < FEWEST_WRONG_ANSWERS:
        yield f"{len(step.wrong)} wrong answers; {FEWEST_WRONG_ANSWERS} or more are wanted"
    if step.job and step.job not in (rungs := _rungs(chapter)):
        yield f"job is {step.job!r}, and RUNGS in scripts/ladder.py has {', '.join(rungs) or 'none that can be read'}"
    marked = chapter.marked()
    for wrong in step.wrong:
        for edit in wrong.edits:
            if edit.file not in step.files:
                yield f"wrong answer {wrong.name!r} edits {edit.file}, which is no file of the step"
            elif (times := marked[edit.file].solution().count(edit.find)) != 1:
                yield f"wrong answer {wrong.name!r}: `find` occurs {times} times in the solution of {edit.file}, not once"


def _on_the_core_path(step: Step, taught: set[str], core: set[str]) -> Iterator[str]:
    """What somebody who takes the core steps alone would miss here."""
    for need in step.needs if step.kind == "core" else ():
        if need in taught and need not in core and need not in step.recalls:
            yield f"is core, and needs {need!r}, which only a stretch step teaches; say it again on its page, and list it in `recalls`"
    for recalled in step.recalls:
        if recalled not in step.needs or recalled in core or step.kind != "core":
            yield f"recalls {recalled!r}, which is for what a core step needs and no core step before it has taught"


def _rungs(chapter: Chapter) -> list[str]:
    """The names in the `RUNGS` of a chapter's ladder: a dict that is written out, and with it what is added by `RUNGS["…"] = …`."""
    path = chapter.folder / "scripts" / "ladder.py"
    if not path.is_file():
        return []
    keys: list[ast.expr | None] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            if ast.unparse(target) == "RUNGS" and isinstance(node.value, ast.Dict):
                keys += node.value.keys
            elif isinstance(target, ast.Subscript) and ast.unparse(target.value) == "RUNGS":
                keys.append(target.slice)
    return [key.value for key in keys if isinstance(key, ast.Constant)]


def _describes_itself(project: Path) -> bool:
    """Whether a project's own manifest asks for what stubs are made from; in a workbook the workspace's does not."""
    return "experimental-inspect" in (project / "Cargo.toml").read_text(encoding="utf-8")


def _only_with_stubs(chapter: Chapter) -> Iterator[str]:
    """Code that a learner could not compile, since the workbook leaves out what it names."""
    if not _describes_itself(chapter.folder):
        rust = {name: path for name, path in chapter.sources().items() if name.endswith(".rs")}
        yield from (
            f"{name} names a type for stubs, and {NOT_ASKED_FOR}"
            for name, path in rust.items()
            if FOR_STUBS.search(path.read_text("utf-8"))
        )


def _stray_files(chapter: Chapter) -> Iterator[str]:
    """Files that look like a step's and belong to none."""
    known = set(chapter.shared)
    for step in chapter.steps:
        known |= {*step.files, step.test}
    for name in chapter.sources():
        folder, _, file = name.rpartition("/")
        looks = (
            (f"/{folder}".endswith("/src") and file.endswith(".rs") and file != "lib.rs")
            or (folder == "tests" and file.startswith("test_"))
            or folder == "scripts"
            or (("/python/" in f"/{folder}/" or folder.startswith("scripts/")) and file.endswith(".py") and file != "__init__.py")
        )
        if looks and name not in known:
            yield name
    book = chapter.folder.parent / "docs" / "src" / chapter.name
    pages = {f"{step.name}.md" for step in chapter.steps} | PAGES_OF_NO_STEP
    yield from (f"docs/src/{chapter.name}/{path.name}" for path in sorted(book.glob("*.md")) if path.name not in pages)
