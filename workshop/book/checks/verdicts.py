"""What the book says of wrong answers is of those that there are, and of tests that there are."""

from collections.abc import Iterator

from ...course import Course
from .. import verdicts
from ..source import Source


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Wrong answers without a verdict, and verdicts on what is gone."""
    for chapter in course.chapters:
        known = verdicts.read(course.root, chapter.name)
        steps = {step.name: step for step in chapter.steps}
        yield from (f"docs/verdicts/{chapter.name}.json: there is no step {name!r}" for name in known if name not in steps)
        for step in chapter.steps:
            seen = known.get(step.name, {})
            names = {wrong.name for wrong in step.wrong}
            test = (chapter.folder / step.test).read_text(encoding="utf-8")
            unknown = [name for name, said in seen.items() if f"def {said['test'].partition('[')[0]}(" not in test]
            again = f"`python3 noxfile.py -s exercises -- --book {step.address}` writes it"
            if lacking := sorted(names - seen.keys()):
                yield f"docs/verdicts/{chapter.name}.json: nothing of {step.name}'s {_some(lacking)}; {again}"
            if gone := sorted((seen.keys() - names) | set(unknown)):
                yield f"docs/verdicts/{chapter.name}.json: {step.name}'s {_some(gone)}: no such wrong answer or test any more; {again}"


def _some(names: list[str]) -> str:
    """The first of many."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
