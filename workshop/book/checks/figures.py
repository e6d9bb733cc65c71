"""A figure that was measured comes from a results file; what stands between marks is what the file says."""

import re
from collections.abc import Iterator

from ... import pages
from ...course import Course
from ...errors import WorkshopError
from .. import values
from ..source import Source

TIME = re.compile(r"(?<![\w.])(?:about |≈ ?)?(?P<figure>\d[\d.,\u202f ]*(?:\d )?(?:ns|µs|ms|s)|\d[\d.,]* (?:nano|micro|milli)?seconds?)\b")
RATIO = re.compile(r"(?<![\w.])\d+(?:\.\d+)? times(?= (?:as|faster|slower|longer|quicker|the time))")
PRINTED = re.compile(r"\d\.\d\dx$")
"""How a line of the session costs ends."""

BEGINS = re.compile(r"^(?: *(?:[-*>]|\d+\.) +| *)<!-- =[^>]*-->(?!\s*$)", re.MULTILINE)
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
                wanted = values.value(course.root, found[2], source.name)
            except WorkshopError as error:
                yield f"{source.where}:{line}: {error}"
                continue
            if found[3] != wanted:
                yield f"{source.where}:{line}: {found[1]} is {_short(wanted)}, not {_short(found[3])}; `python3 noxfile.py -s docs -- --fill` mends it"
        for found in BEGINS.finditer("\n".join(source.prose)):
            line = "\n".join(source.prose).count("\n", 0, found.start()) + 1
            yield f"{source.where}:{line}: begins with a mark, and markdown takes such a line for HTML: begin with a word"
        yield from _pasted(source)
        text = values.MARK.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(source.bare))
        for pattern in (TIME, RATIO):
            for found in pattern.finditer(text):
                figure = (found.groupdict().get("figure") or found[0]).strip()
                if figure not in GIVEN:
                    line = text.count("\n", 0, found.start()) + 1
                    yield f"{source.where}:{line}: {figure!r} is typed; a figure that was measured comes from a results file (workshop/book/values.py)"


def _pasted(source: Source) -> Iterator[str]:
    """Output of the session costs that was pasted."""
    between_marks = "".join(found[3] for found in values.MARK.finditer(source.text))
    for fence in pages.fences(source.text):
        if sum(bool(PRINTED.search(line)) for line in fence.lines) >= 2 and "\n".join(fence.lines) not in between_marks:
            yield f"{source.where}:{fence.line}: pasted from the session costs; `<!-- =costs CHAPTER/BENCH; TITLE -->` takes it from its results"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…")
