"""What mdbook runs over the pages before it builds the book; `python -m workshop.book.preprocessor`.

Besides the sections that come from the sources: the name of the file above each snippet, and the licence below each page.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import course as course_module
from ..course import Course
from ..errors import WorkshopError
from . import sections
from .markdown import FENCE, with_fences

LICENCE = (
    '<footer class="licence">Text: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. Code: MIT or Apache-2.0.</footer>'
)
README = re.compile(r"(\]\((?!\w+:)[^)\s]*?)\bREADME\.md\b")
TASK = re.compile(r"^( *- )\[ \] ")


def rendered(course: Course, name: str, text: str) -> str:
    """A page as mdbook shall have it."""
    text = sections.filled(sections.page(course, name, text))
    lines: list[str] = []
    for line, fenced in with_fences(text.splitlines()):
        if fenced == "first":
            lines += _opening(line)
        else:
            lines.append(line if fenced else _prose(line))
    return "\n".join([*lines, "", LICENCE, ""])


def _prose(line: str) -> str:
    """A line outside of fences: mdbook makes index.html of README.md, and leaves links to it; its boxes of a task list have no name to be read."""
    return TASK.sub(r"\1☐ ", README.sub(r"\1index.md", line))


def _opening(line: str) -> Iterator[str]:
    """The first line of a fence, below the name of the file that it is from."""
    margin, ticks, info = line[: len(line) - len(line.lstrip())], *FENCE.fullmatch(line).groups()
    language, _, source = info.strip().partition(",")
    if source:
        label = "wrong on purpose" if source == "ignore" else source
        yield f'{margin}<div class="file{" wrong" if source == "ignore" else ""}">{label}</div>'
        yield ""
    yield f"{margin}{ticks}{language}"


def chapters(items: list[Any]) -> Iterator[dict[str, Any]]:
    """All pages of mdbook's book, whatever part they belong to."""
    for item in items:
        if isinstance(item, dict) and (chapter := item.get("Chapter")):
            yield chapter
            yield from chapters(chapter["sub_items"])


def main() -> None:
    """Speak mdbook's protocol: the book comes in as JSON and goes out again."""
    if sys.argv[1:2] == ["supports"]:
        sys.exit(0)
    context, book = json.load(sys.stdin.buffer)
    try:
        course = course_module.load(Path(context["root"]).parent)
        for chapter in chapters(book["items"]):
            if chapter["source_path"]:
                chapter["content"] = rendered(course, Path(chapter["source_path"]).as_posix(), chapter["content"])
    except WorkshopError as error:
        sys.exit(str(error))
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    main()
