"""The course as the chapters' `exercises.toml` describe it: chapters, steps, hints, wrong answers."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import WorkshopError
from .marks import COMMENT, STEP_NAME, Marked, parse

ROOT = Path(__file__).resolve().parent.parent
"""The repository."""

LEFT_OUT = {"__pycache__", "benches", "browser_tests", "soak", "target", "dist", ".venv", "exercises.toml"}
"""Names in a chapter's folder that never enter a workbook: what tools leave behind, and the hints."""

COMPILED = {".so", ".pyd", ".pdb", ".pyc"}


@dataclass(frozen=True)
class Edit:
    """A replacement in a file of the solution; `find` occurs there exactly once."""

    file: str
    find: str
    replace: str


@dataclass(frozen=True)
class WrongAnswer:
    """A mistake that learners make: edits of the solution that the step's test must reject."""

    name: str
    why: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Step:
    """One step of a chapter; its paths are relative to the chapter's folder, with forward slashes."""

    chapter: str
    number: int
    name: str
    title: str
    minutes: int
    kind: str
    files: tuple[str, ...]
    test: str
    project: str
    sdist: bool
    stubs: bool
    teaches: tuple[str, ...]
    needs: tuple[str, ...]
    hints: tuple[str, ...]
    wrong: tuple[WrongAnswer, ...]
    recalls: tuple[str, ...] = ()
    """What of its `needs` only a stretch step teaches, and its own page says again."""
    job: str | None = None
    """The rung of the chapter's `scripts/ladder.py` whose time the companion shows after the step."""

    @property
    def address(self) -> str:
        """How a person names the step: `01.2`."""
        return f"{self.chapter[:2]}.{self.number}"

    @property
    def key(self) -> str:
        """How the progress file names the step; stays when steps are inserted before it."""
        return f"{self.chapter}/{self.name}"

    @property
    def page(self) -> str:
        """The step's text in the workbook."""
        return f"pages/{self.number:02}-{self.name}.md"


@dataclass(frozen=True)
class Chapter:
    """A chapter: its folder in the repository and its steps in order."""

    name: str
    title: str
    folder: Path
    steps: tuple[Step, ...]
    shared: tuple[str, ...] = ()
    """Files that belong to no step on purpose."""

    def sources(self) -> dict[str, Path]:
        """The chapter's files that make up a learner's project, by relative path with forward slashes."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            relative = path.relative_to(self.folder)
            left_out = any(part in LEFT_OUT or part.startswith(".") for part in relative.parts)
            if path.is_file() and not left_out and path.suffix not in COMPILED:
                found[relative.as_posix()] = path
        return found

    def marked(self) -> dict[str, Marked]:
        """The chapter's files that may hold exercise regions, split at their marks."""
        found = {}
        for name, path in self.sources().items():
            if path.suffix in COMMENT:
                where = path.relative_to(self.folder.parent)
                try:
                    found[name] = parse(path.read_text(encoding="utf-8"), where)
                except UnicodeDecodeError as error:
                    raise WorkshopError(
                        f"{where.as_posix()} is not UTF-8: {error}.", "Save it as UTF-8; git shows what changed in it."
                    ) from error
        return found

    def pages(self) -> dict[str, Path]:
        """The steps' pages: where they lie in the workbook, and where in the book."""
        book = self.folder.parent / "docs" / "src" / self.name
        return {step.page: book / f"{step.name}.md" for step in self.steps}


@dataclass(frozen=True)
class Course:
    """All chapters in order."""

    root: Path
    chapters: tuple[Chapter, ...]
    steps: tuple[Step, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(step for chapter in self.chapters for step in chapter.steps))

    def chapter_of(self, step: Step) -> Chapter:
        return next(chapter for chapter in self.chapters if chapter.name == step.chapter)

    def find(self, name: str) -> Step:
        """The step that a person means by `01.4`, `1.4`, `signatures` or `01-hello-extension/signatures`.

        Raises:
            WorkshopError: there is no such step, or the name fits steps of several chapters.
        """
        wanted = name.strip().lower()
        fits = [step for step in self.steps if wanted in (step.address, step.address.lstrip("0"), step.key, step.name)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise WorkshopError(f"several chapters have a step {name!r}.", "Say " + " or ".join(step.address for step in fits) + ".")
        raise WorkshopError(f"there is no step {name!r}.", "`list` shows the steps: say 01.4 or signatures.")

    def core_step_after(self, step: Step) -> Step | None:
        """The next step that everybody takes; None if only stretch steps follow, or nothing."""
        return next((other for other in self.steps[self.steps.index(step) + 1 :] if other.kind == "core"), None)

    def before(self, step: Step) -> tuple[Step, ...]:
        """The steps that come before one, in the order of the course."""
        return self.steps[: self.steps.index(step)]


def load(root: Path = ROOT) -> Course:
    """Read the course.

    Raises:
        WorkshopError: an `exercises.toml` that is not TOML, lacks something or has something unknown; a mark that breaks the grammar; a
            region that no step claims; a file without the region that its step claims.
    """
    folders = sorted(path.parent for path in root.glob("[0-9][0-9]-*/exercises.toml"))
    if not folders:
        raise WorkshopError(f"{root} holds no chapters.", "Run the command in a complete clone of the workshop.")
    return Course(root, tuple(_chapter(folder) for folder in folders))


_REQUIRED = object()
_KINDS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list of tables", list[str]: "a list of texts"}
_STEP_KEYS: dict[str, tuple[Any, Any]] = {
    "name": (str, _REQUIRED),
    "title": (str, _REQUIRED),
    "minutes": (int, _REQUIRED),
    "kind": (str, "core"),
    "files": (list[str], _REQUIRED),
    "test": (str, None),
    "project": (str, "."),
    "sdist": (bool, False),
    "stubs": (bool, False),
    "job": (str, None),
    "teaches": (list[str], []),
    "needs": (list[str], []),
    "recalls": (list[str], []),
    "hints": (list[str], []),
    "wrong": (list, []),
}
_WRONG_KEYS: dict[str, tuple[Any, Any]] = {
    "name": (str, _REQUIRED),
    "why": (str, _REQUIRED),
    "file": (str, None),
    "find": (str, None),
    "replace": (str, None),
    "edits": (list, None),
}
_EDIT_KEYS: dict[str, tuple[Any, Any]] = {"file": (str, None), "find": (str, _REQUIRED), "replace": (str, _REQUIRED)}


def _chapter(folder: Path) -> Chapter:
    path = folder / "exercises.toml"
    where = path.relative_to(folder.parent).as_posix()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{where}: {error}", "Mend the file; git shows what changed in it.") from error
    values = _checked(table, {"title": (str, _REQUIRED), "shared": (list[str], []), "step": (list, _REQUIRED)}, where)
    steps = tuple(_step(entry, folder, number, where) for number, entry in enumerate(values["step"], 1))
    names = [step.name for step in steps]
    if twice := {name for name in names if names.count(name) > 1}:
        raise _broken(where, f"two steps are named {twice.pop()!r}")
    jobs = [step.job for step in steps if step.job]
    if twice := {job for job in jobs if jobs.count(job) > 1}:
        raise _broken(where, f"two steps have the job {twice.pop()!r}")
    chapter = Chapter(folder.name, values["title"], folder, steps, tuple(values["shared"]))
    _match_regions(chapter, where)
    return chapter


def _step(entry: Any, folder: Path, number: int, where: str) -> Step:
    where = f"{where}: step {_name(entry, number)!r}"
    values = _checked(entry, _STEP_KEYS, where)
    name = values["name"]
    if not STEP_NAME.fullmatch(name):
        raise _broken(where, "the name wants lower-case letters, digits and underscores")
    if values["kind"] not in ("core", "stretch"):
        raise _broken(where, f"kind is core or stretch, not {values['kind']!r}")
    if not values["files"]:
        raise _broken(where, "'files' is empty; a step is a region in one file or more")
    if values["job"] is not None and not STEP_NAME.fullmatch(values["job"]):
        raise _broken(where, f"job is a rung of scripts/ladder.py, not {values['job']!r}")
    values["test"] = values["test"] or f"tests/test_{name}.py"
    for file in [*values["files"], values["test"], f"{values['project']}/pyproject.toml"]:
        if not (folder / file).is_file():
            raise _broken(where, f"there is no file {file}")
    values["wrong"] = tuple(_wrong(entry, values["files"][0], where) for entry in values["wrong"])
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Step(chapter=folder.name, number=number, **values)


def _wrong(entry: Any, first_file: str, where: str) -> WrongAnswer:
    where = f"{where}: wrong answer {_name(entry, '?')!r}"
    values = _checked(entry, _WRONG_KEYS, where)
    edits = values["edits"]
    if edits is None:
        edits = [{key: values[key] for key in _EDIT_KEYS if values[key] is not None}]
    elif any(values[key] is not None for key in _EDIT_KEYS):
        raise _broken(where, "either find and replace, or edits, not both")
    checked = [_checked(edit, _EDIT_KEYS, where) for edit in edits]
    return WrongAnswer(
        values["name"], values["why"], tuple(Edit(edit["file"] or first_file, edit["find"], edit["replace"]) for edit in checked)
    )


def _name(entry: Any, otherwise: int | str) -> int | str:
    return entry.get("name", otherwise) if isinstance(entry, dict) else otherwise


def _checked(table: Any, keys: dict[str, tuple[Any, Any]], where: str) -> dict[str, Any]:
    """The table's values with the defaults filled in; complains of what is missing, unknown or of the wrong type."""
    if not isinstance(table, dict):
        raise _broken(where, f"a table was expected, got {table!r}")
    if unknown := sorted(table.keys() - keys.keys()):
        raise _broken(where, f"unknown key {unknown[0]!r}; known are {', '.join(keys)}")
    values = {}
    for key, (kind, default) in keys.items():
        value = table.get(key, default)
        if value is _REQUIRED:
            raise _broken(where, f"{key!r} is missing")
        if key in table and not _is(kind, value):
            raise _broken(where, f"{key!r} wants {_KINDS[kind]}, got {value!r}")
        values[key] = value
    return values


def _is(kind: Any, value: Any) -> bool:
    if kind == list[str]:
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _match_regions(chapter: Chapter, where: str) -> None:
    owners: dict[str, str] = {}
    for step in chapter.steps:
        for file in step.files:
            if file in owners:
                raise _broken(where, f"{file} is listed by the steps {owners[file]!r} and {step.name!r}; a file belongs to one step")
            owners[file] = step.name
    marked = chapter.marked()
    for file, text in marked.items():
        if text.step and text.step != owners.get(file):
            known = "no such step is known" if text.step not in {step.name for step in chapter.steps} else "that step does not list it"
            line = text.regions[0].line
            raise _broken(f"{chapter.name}/{file}:{line}", f"a region of step {text.step!r}, but {known} in {where}")
    for file, owner in owners.items():
        if file not in marked or not marked[file].step:
            raise _broken(where, f"step {owner!r} lists {file}, which has no region of it")


def _broken(where: str, what: str) -> WorkshopError:
    return WorkshopError(f"{where}: {what}.", "Mend the file; the steps are described in CONTRIBUTING.md.")
