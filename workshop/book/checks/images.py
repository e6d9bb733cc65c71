"""Each picture says in words what it shows."""

import re
from collections.abc import Iterator

from ...course import Course
from ..source import Source

MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\(")
HTML = re.compile(r"<img\b(?P<rest>[^>]*)>")
SVG = re.compile(r"<svg\b(?P<rest>[^>]*)>")
FEWEST_LETTERS = 10


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Pictures without an alternative, or with one that says nothing."""
    for source in sources:
        for line, found in source.matches(MARKDOWN):
            if len(found["alt"].strip()) < FEWEST_LETTERS:
                yield f"{source.where}:{line}: a picture whose alternative says nothing: {found['alt']!r}"
        for line, found in source.matches(HTML):
            alt = re.search(r'\balt="([^"]*)"', found["rest"])
            if not alt or len(alt[1].strip()) < FEWEST_LETTERS:
                yield f'{source.where}:{line}: <img> wants an alternative, alt="…", that says what it shows'
        for line, found in source.matches(SVG):
            if not re.search(r'\baria-label(ledby)?="[^"]+"', found["rest"]) or 'role="img"' not in found["rest"]:
                yield f'{source.where}:{line}: <svg> wants role="img" and an aria-label that says what it shows'
