"""A step's page has all its parts, in the order that CONTRIBUTING.md says."""

import re
from collections.abc import Iterator

from ...course import Course
from ..markdown import headings, with_fences
from ..source import Source

LAST_HEADINGS = ["Your turn", "Common mistakes", "In real projects", "References"]
PARTS = [
    "## Your turn",
    "<!-- starter -->",
    "<details><summary>Solution, with commentary</summary>",
    "<!-- solution -->",
    "</details>",
    "## Common mistakes",
    "<!-- mistakes -->",
    "## In real projects",
    "## References",
    '<details class="instructor"><summary>For the instructor</summary>',
    "</details>",
]
"""Lines that stand in each step's page, in this order; text stands between them."""

OPTIONAL = {"<!-- mistakes -->"}
"""May be missing if each wrong answer is named by a line of its own."""


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """The parts that are missing, empty or out of order; pages that are not written yet."""
    by_name = {source.name: source for source in sources}
    for source in sources:
        if "<!-- to be written -->" in source.prose:
            yield f"{source.where} is not written yet"
    for chapter in course.chapters:
        for step in chapter.steps:
            if source := by_name.get(f"{chapter.name}/{step.name}.md"):
                yield from (f"{source.where}: {what}" for what in _of_page(source.text, step.title))


def _of_page(text: str, title: str) -> Iterator[str]:
    lines = [line for line, fenced in with_fences(text.splitlines()) if not fenced]
    top = [heading.replace("`", "") for level, heading in headings(text) if level == 1]
    if top != [title] or not text.startswith("# "):
        yield f"begins with its title in exercises.toml, `# {title}`, and has no other; got {top}"
    second = [title for level, title in headings(text) if level == 2]
    if (got := second[-len(LAST_HEADINGS) :]) != LAST_HEADINGS:
        yield f"ends with the sections {', '.join(LAST_HEADINGS)}; its last are {', '.join(got)}"
    begin = 0
    for part in PARTS:
        try:
            begin = lines.index(part, begin) + 1
        except ValueError:
            if part not in OPTIONAL:
                where = f" below `{before}`" if (before := PARTS[PARTS.index(part) - 1]) and part in lines else ""
                yield f"lacks the line `{part}`{where}"
                return
    for heading, body in re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", "\n".join(lines), re.MULTILINE):
        if not body.strip():
            yield f"the section {heading!r} is empty"
