"""What is checked of the book, one kind of error a module; each has a `problems(course)` that yields sentences with file and line."""

from ...course import Course
from . import form, summary

ALL = (summary, form)


def problems(course: Course) -> list[str]:
    """All that is wrong with the book."""
    return [problem for check in ALL for problem in check.problems(course)]
