"""The pictures that are drawn from data are what their data says."""

from collections.abc import Iterator

from ...course import Course
from ...errors import WorkshopError
from .. import memory, timelines
from ..source import Source


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Pictures that were drawn from other data, or cannot be drawn."""
    for kind in (timelines, memory):
        try:
            for path, _ in kind.outdated(course.root):
                where = path.relative_to(course.root).as_posix()
                yield f"{where}: is not what {kind.DATA} says; `python3 noxfile.py -s docs -- --fill` draws it"
        except WorkshopError as error:
            yield str(error)
