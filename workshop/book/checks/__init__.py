"""What is checked of the book, one kind of error a module; each has a `problems(course, sources)` that yields sentences with file and line."""

from ...course import Course
from ..source import beside_the_book, pages
from . import commands, drawn, figures, form, images, links, mistakes, names, snippets, summary, verdicts, versions

ALL = (summary, form, snippets, links, images, mistakes, commands, names, versions, figures, drawn, verdicts)


def problems(course: Course) -> list[str]:
    """All that is wrong with the book, and what is named in vain beside it."""
    sources, others = pages(course), beside_the_book(course)
    found = [problem for check in ALL for problem in check.problems(course, sources)]
    return found + [problem for check in (commands, names) for problem in check.problems(course, others)]
