"""The pictures of who has the interpreter are what their data says."""

from collections.abc import Iterator

from ...course import Course
from ...errors import WorkshopError
from .. import timelines
from ..source import Source


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Pictures that were drawn from other data, or cannot be drawn."""
    try:
        for path, _ in timelines.outdated(course.root):
            where = path.relative_to(course.root).as_posix()
            yield f"{where}: is not what {timelines.DATA} says; `python3 noxfile.py -s docs -- --fill` draws it"
    except WorkshopError as error:
        yield str(error)
