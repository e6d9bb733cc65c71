"""The pages as they lie in `docs/src`, for the checks: what is text, what is code in it."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..course import Chapter, Course
from .markdown import anchor, headings, with_fences

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A page: its name below `docs/src` with forward slashes, the chapter whose folder it is in, its text."""

    name: str
    path: Path
    chapter: Chapter | None
    text: str

    @property
    def where(self) -> str:
        """The page as a problem names it."""
        return posixpath.normpath(f"docs/src/{self.name}")

    @cached_property
    def prose(self) -> list[str]:
        """The lines, those of fenced blocks empty: a line keeps its number."""
        return ["" if fenced else line for line, fenced in with_fences(self.text.splitlines())]

    @cached_property
    def bare(self) -> list[str]:
        """The prose without its `code`: empty spans in place of it."""
        return CODE_SPAN.sub(lambda found: "``" + "\n" * found[2].count("\n"), "\n".join(self.prose)).split("\n")

    def spans(self) -> Iterator[tuple[int, str]]:
        """Line number and text of each `code` in the prose."""
        prose = "\n".join(self.prose)
        for found in CODE_SPAN.finditer(prose):
            yield prose.count("\n", 0, found.start()) + 1, re.sub(r"\s+", " ", found[2].strip())

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Line number and match of a pattern in the prose without its code."""
        text = "\n".join(self.bare)
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found

    def anchors(self) -> set[str]:
        """What a link to the page may end in, behind `#`."""
        found: set[str] = set(re.findall(r'\bid="([^"]+)"', self.text))
        for _, heading in headings(self.text):
            base, number = anchor(heading), 0
            while (name := base + (f"-{number}" if number else "")) in found:
                number += 1
            found.add(name)
        return found


def pages(course: Course) -> list[Source]:
    """All pages, SUMMARY.md not among them."""
    book = course.root / "docs" / "src"
    chapters = {chapter.name: chapter for chapter in course.chapters}
    found = []
    for path in sorted(book.rglob("*.md")):
        name = path.relative_to(book).as_posix()
        if name != "SUMMARY.md":
            found.append(Source(name, path, chapters.get(name.partition("/")[0]), path.read_text(encoding="utf-8")))
    return found


def beside_the_book(course: Course) -> list[Source]:
    """What else is read: README.md and CONTRIBUTING.md, and the chapters' README.md."""
    root = course.root
    found = [
        Source(f"../../{name}", root / name, None, (root / name).read_text(encoding="utf-8")) for name in ("README.md", "CONTRIBUTING.md")
    ]
    for chapter in course.chapters:
        path = chapter.folder / "README.md"
        if path.is_file():
            found.append(Source(f"../../{chapter.name}/README.md", path, chapter, path.read_text(encoding="utf-8")))
    return found
