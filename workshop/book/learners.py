"""A step's page as it stands in a workbook: without the solution, without what gives it away, without the instructor's notes."""

import posixpath
import re
from pathlib import Path

from ..course import Chapter, Course
from . import sections
from .markdown import with_fences

LEFT_OUT = ("Common mistakes",)
"""Sections of the book that show the solution's code, and what is not it."""

LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?!\w+:|#)(?P<target>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")


def workbook_pages(course: Course, chapter: Chapter) -> dict[str, bytes]:
    """A chapter's pages in the workbook, with the pictures that they show, by path in the chapter's folder."""
    found = {}
    for name, path in chapter.pages().items():
        if path.is_file():
            text = learners_page(path.read_text(encoding="utf-8"))
            pictures = {path.parent / link["target"] for link in LINK.finditer(text) if link["picture"]}
            found |= {f"pages/{picture.name}": picture.read_bytes() for picture in sorted(pictures) if picture.is_file()}
            found[name] = relinked(text, path, course).encode()
    return found


def learners_page(text: str) -> str:
    """The page without its folds, its markers and the sections that a learner opens in the book, after the exercise."""
    lines: list[str] = []
    folded = left_out = False
    for line, fenced in with_fences(text.splitlines()):
        if not fenced:
            if heading := re.fullmatch(r"#{1,2} +(.*)", line):
                left_out = heading[1] in LEFT_OUT
            folded = folded or line.startswith("<details")
        # Where something was taken out, two empty lines meet; in code they are code.
        doubled = not line.strip() and not fenced and lines and not lines[-1].strip()
        if not folded and not left_out and not doubled and (fenced or not sections.MARKER.fullmatch(line)):
            lines.append(line)
        if not fenced and line.strip() == "</details>":
            folded = False
    return "\n".join(lines).rstrip() + "\n"


def relinked(text: str, page: Path, course: Course) -> str:
    """The page with its links as they lead within a workbook; what is only in the book is named, and not linked."""
    pages = {book.as_posix(): f"{chapter.name}/{name}" for chapter in course.chapters for name, book in chapter.pages().items()}
    here = posixpath.dirname(pages[page.as_posix()])

    def link(found: re.Match[str]) -> str:
        if found["picture"]:
            return f"![{found['text']}]({posixpath.basename(found['target'])})"
        target = pages.get(posixpath.normpath((page.parent / found["target"]).as_posix()))
        if target:
            return f"[{found['text']}]({posixpath.relpath(target, here)}{found['anchor'] or ''})"
        return f"{found['text']} (in the book)"

    return "".join(f"{line if fenced else LINK.sub(link, line)}\n" for line, fenced in with_fences(text.splitlines()))
