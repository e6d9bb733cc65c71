"""What the instructor's pages have from the rest: the schedule, what may be skipped, and the notes of all steps.

- `<!-- schedule -->`, `<!-- schedule days=2 stretch start=13:00 -->`: the options of session `schedule`;
- `<!-- late -->`: the core steps that little else builds on;
- `<!-- notes -->`: the fold “For the instructor” of each page, one after the other; with `core` or `stretch` behind it, of those steps only.
"""

import posixpath
import re
from collections.abc import Iterator

from .. import schedule as schedules
from ..course import Course, Step
from ..errors import WorkshopError
from .markdown import headings, with_fences

FOLD = '<details class="instructor">'
LINK = re.compile(r"(\]\()(?!\w+:)([^)\s#]*)((?:#[^)\s]*)?\))")
FEW = 1
"""A step that so few others build on may be shown in place of being done."""


def schedule(course: Course, page: str, words: list[str]) -> str:
    """The schedule with the options that the marker names."""
    given: dict[str, int] = {}
    known = [option for option in schedules.Options.__dataclass_fields__ if option != "without"]
    for word in words:
        name, _, value = word.partition("=")
        if name not in known or bool(value) == (name == "stretch") or not re.fullmatch(r"[\d:]*", value):
            raise WorkshopError(
                f"{page}: the schedule has no option {word!r}.", f"Known are {', '.join(known)}; all but stretch want a number."
            )
        given[name] = True if name == "stretch" else schedules.time(value) if ":" in value else int(value)
    return schedules.markdown(schedules.days(course, schedules.Options(**given)), f"{_up(page)}{{page}}")


def late(course: Course, page: str) -> str:
    """The core steps that nothing or little builds on, in the order in which to skip them; the last chapter is what the others are for."""
    last = course.chapters[-1].name
    found = [(step, needed_by) for step, needed_by in schedules.skippable(course) if len(needed_by) <= FEW and step.chapter != last]
    rows = ["| step | saves | what builds on it |", "|---|---|---|"]
    for step, needed_by in sorted(found, key=lambda pair: len(pair[1])):
        by = ", ".join(_link(other, page) for other in needed_by)
        rows.append(f"| {_link(step, page)} | {step.minutes} minutes | {f'{by}: show the solution' if by else 'nothing'} |")
    return "\n".join(rows)


def notes(course: Course, page: str, kind: str = "") -> str:
    """The notes for the instructor in the order of the course, each below the title of its page; of the steps of that kind, or all of them."""
    parts: list[str] = []
    for chapter in course.chapters:
        parts.append(f"## Chapter {int(chapter.name[:2])}: {chapter.title}")
        names = ["README", *(step.name for step in chapter.steps), "review"]
        steps = {step.name: step for step in chapter.steps}
        for name in names:
            if kind and (name not in steps or steps[name].kind != kind):
                continue
            path = course.root / "docs" / "src" / chapter.name / f"{name}.md"
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if not (found := [_rebased(lines, f"{chapter.name}/{name}.md", page) for lines in _folds(text)]):
                continue
            if step := steps.get(name):
                title, what = f"{step.address} {step.title}", f"{step.minutes} minutes{'' if kind else f', {step.kind}'}; "
            else:
                title, what = next((title for _, title in headings(text)), name), ""
            parts.append(f"### {title}\n\n*{what}[the page]({_up(page)}{chapter.name}/{name}.md)*")
            parts += found
    return "\n\n".join(parts)


def _folds(text: str) -> Iterator[list[str]]:
    """The lines inside of each fold for the instructor."""
    lines: list[str] | None = None
    for line, fenced in with_fences(text.splitlines()):
        if not fenced and line.startswith(FOLD):
            lines = []
        elif lines is not None and not fenced and line.strip() == "</details>":
            yield lines
            lines = None
        elif lines is not None:
            lines.append(line)


def _rebased(lines: list[str], source: str, page: str) -> str:
    """The lines with links that lead to the same places from another page."""

    def moved(found: re.Match[str]) -> str:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[2])) if found[2] else source
        return f"{found[1]}{_up(page)}{place}{found[3]}"

    text = "\n".join(line if fenced else LINK.sub(moved, line) for line, fenced in with_fences(lines))
    return text.strip("\n")


def _link(step: Step, page: str) -> str:
    return f"[{step.address} {step.title}]({_up(page)}{step.chapter}/{step.name}.md)"


def _up(page: str) -> str:
    """The way from a page to the top of the book."""
    return "../" * page.count("/")
