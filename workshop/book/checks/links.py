"""Links within the book lead to a page and a heading that are there; links out of it are complete and safe."""

import posixpath
import re
from collections.abc import Iterator

from ...course import Course
from ..source import Source

LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|!?\[[^\]]*\]\([^)]*\))*\]\(\s*<?(?P<target>[^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)|<a\s[^>]*?href=\"(?P<href>[^\"]*)\""
)
IMAGE = re.compile(r"!\[[^\]]*\]\(\s*(?P<target>[^)\s]+)[^)]*\)|<img\s[^>]*?src=\"(?P<href>[^\"]*)\"")


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Links and images that lead nowhere."""
    by_name = {source.name: source for source in sources}
    book = course.root / "docs" / "src"
    for source in sources:
        for line, found in source.matches(LINK):
            target = found["target"] if found["target"] is not None else found["href"]
            if problem := _link(target, source, by_name):
                yield f"{source.where}:{line}: {problem}"
        for line, found in source.matches(IMAGE):
            target = found["target"] or found["href"] or ""
            if not _external(target) and not (book / _resolved(source, target)).is_file():
                yield f"{source.where}:{line}: there is no image {target}"


def external(sources: list[Source]) -> list[str]:
    """All addresses outside of the book, each once."""
    found = (
        target for source in sources for _, match in source.matches(LINK) if _external(target := match["target"] or match["href"] or "")
    )
    return sorted(set(found))


def _external(target: str) -> bool:
    return re.match(r"[a-z]+:", target) is not None


def _resolved(source: Source, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(source.name), target))


def _link(target: str, source: Source, by_name: dict[str, Source]) -> str | None:
    if not target:
        return "a link to nowhere"
    if _external(target):
        whole = re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(/[^\s]*)?|http://(127\.0\.0\.1|localhost)[^\s]*|mailto:\S+@\S+", target)
        return None if whole else f"{target} is no complete https address"
    path, _, anchor = target.partition("#")
    name = _resolved(source, path) if path else source.name
    if name not in by_name:
        return f"there is no page {target} (from here: {name})"
    if anchor and anchor not in by_name[name].anchors():
        return f"{name} has no heading for #{anchor}"
    return None
