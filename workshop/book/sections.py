"""What the book puts into its pages from the sources, in the place of a comment that stands alone on its line.

- `<!-- starter -->`: what the learner begins with;
- `<!-- solution -->`: the finished code of the step's regions;
- `<!-- mistake NAME -->`: a wrong answer of exercises.toml: the edit, what the learner sees, why it is wrong;
- `<!-- mistakes -->`: all wrong answers that have no such line of their own;
- `<!-- steps -->`, on a chapter's page: its steps;
- `<!-- schedule days=2 stretch -->`, `<!-- late -->`, `<!-- notes core -->`: the instructor's, see `instructor.py`;
- `<!-- questions -->`: the questions of the pages beside this one, each a heading of the second level.
"""

import difflib
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..course import Chapter, Course, Step, WrongAnswer
from ..errors import WorkshopError
from ..marks import Region
from . import instructor, verdicts
from .markdown import anchor, headings, with_fences

MARKER = re.compile(
    r"<!-- (starter|solution|mistakes|steps|questions|late|notes(?P<kind> core| stretch)?|mistake (?P<name>\S+)|schedule(?P<options>( [\w=:]+)*)) -->"
)
LANGUAGES = {".rs": "rust", ".py": "python", ".pyi": "python", ".toml": "toml"}
WIDEST = 100
"""Characters of a line of a test's message; longer ones are cut."""


@dataclass(frozen=True)
class Page:
    """A page of the book: the chapter and the step that it belongs to, if any, and its text."""

    name: str
    course: Course
    chapter: Chapter | None
    step: Step | None
    text: str

    def mistakes_of_their_own(self) -> set[str]:
        """The wrong answers that the page names one by one."""
        return {found["name"] for line, fenced in with_fences(self.text.splitlines()) if not fenced and (found := MARKER.fullmatch(line))}


def page(course: Course, name: str, text: str) -> Page:
    """The page of that name below `docs/src`, with forward slashes."""
    folder, _, file = name.rpartition("/")
    chapter = next((chapter for chapter in course.chapters if chapter.name == folder), None)
    step = next((step for step in chapter.steps if f"{step.name}.md" == file), None) if chapter else None
    return Page(name, course, chapter, step, text)


def filled(page: Page) -> str:
    """The page's text with what comes from the sources."""
    lines = []
    for line, fenced in with_fences(page.text.splitlines()):
        found = None if fenced else MARKER.fullmatch(line)
        lines.append(_section(page, found) if found else line)
    return "\n".join(lines) + "\n"


def _section(page: Page, marker: re.Match[str]) -> str:
    name = marker["name"]
    if marker["options"] is not None:
        return instructor.schedule(page.course, page.name, marker["options"].split())
    if marker[1] == "late":
        return instructor.late(page.course, page.name)
    if marker[1].startswith("notes"):
        return instructor.notes(page.course, page.name, (marker["kind"] or "").strip())
    if marker[1] == "questions":
        return "\n\n".join(_questions(page))
    if marker[1] == "steps":
        if not page.chapter:
            raise _misplaced(page, marker, "on a chapter's page")
        return _steps(page.chapter)
    if not page.step or not page.chapter:
        raise _misplaced(page, marker, "on a step's page")
    if marker[1] == "starter":
        return _regions(page.chapter, page.step, lambda region, suffix: list(region.starter_lines(suffix)))
    if marker[1] == "solution":
        return _regions(page.chapter, page.step, lambda region, suffix: region.code)
    named = page.mistakes_of_their_own()
    chosen = [wrong for wrong in page.step.wrong if (wrong.name == name if name else wrong.name not in named)]
    if name and not chosen:
        known = ", ".join(wrong.name for wrong in page.step.wrong)
        raise WorkshopError(f"{page.name}: {page.step.name} has no wrong answer {name!r}.", f"Known are {known}.")
    seen = verdicts.read(page.course.root, page.chapter.name).get(page.step.name, {})
    return "\n\n".join(_mistake(page.chapter, page.step, wrong, seen.get(wrong.name)) for wrong in chosen)


def _misplaced(page: Page, marker: re.Match[str], where: str) -> WorkshopError:
    return WorkshopError(f"{page.name}: {marker[0]} has a meaning only {where}.", "Move it there, or take it out.")


def _questions(page: Page) -> Iterator[str]:
    """A list for each page beside this one, in the order of SUMMARY.md."""
    book = page.course.root / "docs" / "src"
    folder = page.name.rpartition("/")[0]
    summary = (book / "SUMMARY.md").read_text(encoding="utf-8")
    for file in re.findall(rf"\({re.escape(folder)}/([^/)]+\.md)\)", summary):
        if f"{folder}/{file}" != page.name:
            (_, title), *rest = headings((book / folder / file).read_text(encoding="utf-8"))
            asked = [text for level, text in rest if level == 2]
            yield "\n".join([f"**[{title}]({file})**", "", *(f"- [{text}]({file}#{anchor(text)})" for text in asked)])


def _steps(chapter: Chapter) -> str:
    def line(step: Step) -> str:
        stretch = " *(stretch: for those who have time left)*" if step.kind == "stretch" else ""
        return f"{step.number}. [{step.title}]({step.name}.md){stretch}"

    return "\n".join(map(line, chapter.steps))


def _regions(chapter: Chapter, step: Step, lines_of: Callable[[Region, str], list[str]]) -> str:
    """The step's regions, file by file."""
    blocks = []
    marked = chapter.marked()
    for file in step.files:
        suffix = "." + file.rpartition(".")[2]
        for region in marked[file].regions:
            code = textwrap.dedent("\n".join(lines_of(region, suffix))).rstrip("\n")
            blocks.append(fence(f"{LANGUAGES[suffix]},{file}", code))
    return "\n\n".join(blocks)


def _mistake(chapter: Chapter, step: Step, wrong: WrongAnswer, seen: verdicts.Seen | None) -> str:
    """A wrong answer: why it is wrong, folded what was written and what came of it."""
    parts = [f'<details class="mistake"><summary>{_html(_sentence(wrong.why))}</summary>', "What was written:"]
    parts += [fence(f"diff,{file}", change) for file, change in _changes(chapter, wrong)]
    if seen:
        parts += list(_told(seen))
    return "\n\n".join([*parts, "</details>"])


def _changes(chapter: Chapter, wrong: WrongAnswer) -> Iterator[tuple[str, str]]:
    """What a wrong answer makes of the solution, by file, as a small diff."""
    marked = chapter.marked()
    for file in dict.fromkeys(edit.file for edit in wrong.edits):
        solution = text = marked[file].solution()
        for edit in wrong.edits:
            if edit.file == file:
                text = text.replace(edit.find, edit.replace)
        hunks: list[list[str]] = []
        for line in list(difflib.unified_diff(solution.splitlines(), text.splitlines(), n=1, lineterm=""))[2:]:
            if line.startswith("@@"):
                hunks.append([])
            else:
                hunks[-1].append(line)
        yield file, "\n…\n".join(map(_dedented, hunks))


def _dedented(hunk: list[str]) -> str:
    code = textwrap.dedent("\n".join(line[1:] for line in hunk)).split("\n")
    return "\n".join((line[0] + rest).rstrip() for line, rest in zip(hunk, code, strict=True))


def _told(seen: verdicts.Seen) -> Iterator[str]:
    """What the learner sees, as `learn` says it."""
    if seen["kind"] == "timed out":
        yield "The verdict: this test does not end. It is ended after ten seconds."
        yield fence("text", seen["test"])
        return
    lines = [seen["test"]]
    if source := seen.get("source"):
        lines.append(textwrap.indent(textwrap.dedent(source), "    "))
    lines += [f"      {value}" for value in seen.get("given", ())]
    if panic := seen.get("panic"):
        lines += ["  Rust panicked:", textwrap.indent(panic, "    ")]
    elif message := seen.get("message"):
        lines.append(textwrap.indent(message, "    "))
    cut = [line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in "\n".join(lines).splitlines()]
    yield "The verdict:"
    yield fence("text", "\n".join(cut))


def fence(info: str, code: str) -> str:
    """A fenced block that holds the code, whatever is in it."""
    ticks = max([2, *(len(run) for run in re.findall(r"`{3,}", code))]) + 1
    return f"{'`' * ticks}{info}\n{code}\n{'`' * ticks}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _html(text: str) -> str:
    """A sentence with its `code`, as HTML: markdown does not reach into a summary."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
