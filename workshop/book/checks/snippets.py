"""Each rust, toml and python snippet stands in a finished file; each fence says in what language it is."""

from collections.abc import Iterator

from ... import pages
from ...course import Course
from ..source import Source

LANGUAGES = {"rust", "toml", "python", "pycon", "text", "console", "diff", "yaml", "json", "markdown"}


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """What does not stand where the page says, or says nothing."""
    for source in sources:
        folder = source.chapter.folder if source.chapter else course.root
        for fence in pages.fences(source.text):
            language = fence.info.partition(",")[0]
            if language not in LANGUAGES:
                yield f"{source.where}:{fence.line - 1}: a fence in {language or 'no language'}; known are {', '.join(sorted(LANGUAGES))}"
        yield from (f"{source.where.removesuffix(source.path.name)}{said}" for said in pages.snippets(source.path, folder))
