"""SUMMARY.md names each page once, and the steps in the order of exercises.toml."""

import re
from collections.abc import Iterator

from ...course import Chapter, Course
from ..source import Source

LINK = re.compile(r"(?P<margin> *)(- )?\[(?P<title>.+)\]\((?P<page>[^)]+)\)")


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """What is missing, superfluous or out of order."""
    lines = (course.root / "docs" / "src" / "SUMMARY.md").read_text(encoding="utf-8").splitlines()
    entries = {found["page"]: found["title"] for line in lines if (found := LINK.fullmatch(line))}
    pages = {source.name for source in sources}
    yield from (f"docs/src/{page} is not in SUMMARY.md" for page in sorted(pages - entries.keys()))
    yield from (f"SUMMARY.md names {page}, which is not there" for page in entries if page not in pages)
    for chapter in course.chapters:
        wanted = _wanted(chapter)
        yield from (f"docs/src/{page} is missing" for page in wanted if page not in pages)
        got = {page: title for page, title in entries.items() if page.startswith(f"{chapter.name}/")}
        for page, title in wanted.items():
            if page in got and got[page] != title:
                yield f"SUMMARY.md calls {page} {got[page]!r}; in exercises.toml it is {title!r}"
        if [page for page in got if page in wanted] != [page for page in wanted if page in got]:
            yield f"SUMMARY.md has the steps of {chapter.name} in another order than exercises.toml: {', '.join(got)}"


def _wanted(chapter: Chapter) -> dict[str, str]:
    """A chapter's pages in order, with their titles as SUMMARY.md has them."""
    steps = {f"{chapter.name}/{step.name}.md": step.title for step in chapter.steps}
    return {f"{chapter.name}/README.md": chapter.title} | steps | {f"{chapter.name}/review.md": "Review"}
