"""A figure that was measured comes from a results file; what stands between marks is what the file says."""

import re
from collections.abc import Iterator

from ...course import Course
from ...errors import WorkshopError
from .. import values
from ..source import Source

TIME = re.compile(r"(?<![\w.])(?:about |≈ ?)?(?P<figure>\d[\d.,\u202f ]*(?:\d )?(?:ns|µs|ms|s)|\d[\d.,]* (?:nano|micro|milli)?seconds?)\b")
RATIO = re.compile(r"(?<![\w.])\d+(?:\.\d+)? times(?= (?:as|faster|slower|longer|quicker|the time))")
GIVEN = {
    "5 ms": "CPython's switch interval",
    "20 ms": "LOOK, how long the workers are waited for",
}
"""Times that are settings and not measured."""


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Figures that are typed, and those that are not what the results say."""
    for source in sources:
        for found in values.MARK.finditer(source.text):
            line = source.text.count("\n", 0, found.start()) + 1
            try:
                wanted = values.value(course.root, found[2])
            except WorkshopError as error:
                yield f"{source.where}:{line}: {error}"
                continue
            if found[3] != wanted:
                yield f"{source.where}:{line}: {found[1]} is {_short(wanted)}, not {_short(found[3])}; `python3 noxfile.py -s docs -- --fill` mends it"
        text = values.MARK.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(source.bare))
        for pattern in (TIME, RATIO):
            for found in pattern.finditer(text):
                figure = (found.groupdict().get("figure") or found[0]).strip()
                if figure not in GIVEN:
                    line = text.count("\n", 0, found.start()) + 1
                    yield f"{source.where}:{line}: {figure!r} is typed; a figure that was measured comes from a results file (workshop/book/values.py)"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…")
