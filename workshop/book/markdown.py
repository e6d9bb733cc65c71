"""Markdown, as much of it as the pages' tools have to understand: lines inside of fences, folds, headings."""

import re
from collections.abc import Iterator

FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")


def with_fences(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each line with its place in a fenced block: "first", "inside" or "last", or "" outside of any."""
    opened = ""
    for line in lines:
        found = FENCE.fullmatch(line)
        if opened:
            ends = found and found[1].startswith(opened) and not found[2].strip()
            yield line, "last" if ends else "inside"
            opened = "" if ends else opened
        elif found:
            opened = found[1]
            yield line, "first"
        else:
            yield line, ""


def headings(text: str) -> Iterator[tuple[int, str]]:
    """The level and the text of each heading."""
    for line, fenced in with_fences(text.splitlines()):
        if not fenced and (found := re.fullmatch(r"(#{1,6}) +(.*?)(?: +#+)?\s*", line)):
            yield len(found[1]), found[2]


def anchor(heading: str) -> str:
    """What mdbook calls the place of a heading; a second one of the same text gets a number."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return "".join("-" if c.isspace() else c for c in plain if c.isalnum() or c in "_-" or c.isspace())
