"""The wrong answers that a step's page names, by comments or to the instructor, are among the step's, and none of those is forgotten."""

import re
from collections.abc import Iterator

from ...course import Course
from .. import sections
from ..source import CODE_SPAN, Source

FOLD = re.compile(r'^<details class="instructor">.*?^</details>', re.MULTILINE | re.DOTALL)
HYPHENATED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
OTHERS = ("Cargo.lock", "noxfile.py", "workshop/__main__.py", "requirements/*.txt", "*/pyproject.toml", "*/Cargo.toml")
"""Where other things have names of that kind: packages, sessions, commands, keys."""


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Names of wrong answers that are no more, and wrong answers that are not shown."""
    others = "\n".join(path.read_text(encoding="utf-8") for pattern in OTHERS for path in sorted(course.root.glob(pattern)))
    for source in sources:
        page = sections.page(course, source.name, source.text)
        if page.step:
            known = {wrong.name for wrong in page.step.wrong}
            placed = named = page.mistakes_of_their_own() - {None}
            for fold in FOLD.finditer("\n".join(source.prose)):
                spans = {span[2].strip() for span in CODE_SPAN.finditer(fold[0])}
                named = named | {span for span in spans if HYPHENATED.fullmatch(span) and span not in others}
            yield from (f"{source.where}: {page.step.name} has no wrong answer {name}" for name in sorted(named - known))
            if "## Common mistakes" in source.prose and "<!-- mistakes -->" not in source.prose and (lost := sorted(known - placed)):
                yield f"{source.where}: shows nothing of {', '.join(lost)}; `<!-- mistakes -->` shows all that have no place of their own"
