"""Pictures of who has the interpreter over time, drawn from `docs/timelines.toml`; `python3 noxfile.py -s docs -- --fill` writes them.

A picture has parts below one another, a part has lanes, one for each thread. What a thread does is a line of text:
`8 attached: counts | 4 waiting | 6 detached` gives lengths, states and, where there is room, words. Where a part has the lock, one thread at most
is attached at any time, and a picture that says otherwise is not drawn.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import WorkshopError
from .svg import LETTER, LIGHT, MARGIN, WIDTH, document, label

DATA = "docs/timelines.toml"
STATES = {"attached": "attached", "detached": "detached, at work", "waiting": "waits", "off": ""}
STYLE = (
    LIGHT
    + """.attached { fill: #0969da; } text.attached { fill: #ffffff; } .detached { fill: #dafbe1; stroke: #1a7f37; } .waiting { fill: none; stroke: #9a6700; stroke-dasharray: 3 2; }
text.detached, text.waiting { fill: #1f2328; stroke: none; } .moment { stroke: #d1242f; stroke-width: 1.5; } text.moment { fill: #d1242f; stroke: none; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #151b23; } text, text.detached, text.waiting { fill: #f0f6fc; } .dim { fill: #9198a1; }
  .attached { fill: #1f6feb; } .detached { fill: #12261e; stroke: #3fb950; } .waiting { stroke: #d29922; }
  .moment { stroke: #f85149; } text.moment { fill: #f85149; }
}
"""
)


@dataclass(frozen=True)
class Stretch:
    """What a thread does for some time, from `begin` to `end`."""

    begin: int
    end: int
    state: str
    words: str


@dataclass(frozen=True)
class Part:
    """Some threads, side by side: each with what it does."""

    name: str
    lanes: dict[str, list[Stretch]]
    moments: dict[str, int]

    @cached_property
    def length(self) -> int:
        """Where the last of them ends."""
        return max(stretches[-1].end for stretches in self.lanes.values())


@dataclass(frozen=True)
class Picture:
    """A picture: where it lies below `docs/src`, what it shows."""

    file: str
    title: str
    parts: list[Part]


def pictures(root: Path) -> list[Picture]:
    """All pictures, as the data says.

    Raises:
        WorkshopError: two threads are attached at once, words do not fit, a state is unknown.
    """
    data = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    return [Picture(entry["file"], entry["title"], [_part(entry["file"], part) for part in entry["part"]]) for entry in data["picture"]]


def _part(file: str, entry: dict) -> Part:
    lanes = {who: list(_stretches(f"{DATA}: {file}: {who}", does)) for who, does in entry["lanes"].items()}
    part = Part(entry.get("name", ""), lanes, entry.get("moments", {}))
    unit = (WIDTH - 2 * MARGIN) / part.length
    for who, stretches in lanes.items():
        for stretch in stretches:
            if len(stretch.words) * LETTER > (stretch.end - stretch.begin) * unit:
                raise WorkshopError(f"{DATA}: {file}: {who}: {stretch.words!r} does not fit.", "Say less, or make it longer.")
    attached = [{at for s in stretches if s.state == "attached" for at in range(s.begin, s.end)} for stretches in lanes.values()]
    if entry.get("lock", True) and sum(map(len, attached)) != len(set().union(*attached)):
        raise WorkshopError(f"{DATA}: {file}: two threads are attached at the same time.", "Mend it, or say lock = false.")
    return part


def _stretches(where: str, does: str) -> Iterator[Stretch]:
    begin = 0
    for text in does.split(" | "):
        what, _, words = text.partition(": ")
        length, _, state = what.partition(" ")
        if state not in STATES or not length.isdigit():
            raise WorkshopError(f"{where}: {text!r} is not understood.", f"Write `8 attached: counts`; the states are {', '.join(STATES)}.")
        yield Stretch(begin, begin + int(length), state, words)
        begin += int(length)


def drawn(picture: Picture) -> str:
    """A picture as SVG."""
    parts, y, described = [], 8.0, []
    for part in picture.parts:
        described.append(" ".join([f"{part.name}:" if part.name else "", *map(_said, part.lanes, part.lanes.values())]).strip())
        lines, y = _drawn(part, y)
        parts += lines
    x = MARGIN
    for state, said in STATES.items():
        if said:
            parts.append(f'<rect class="{state}" x="{x}" y="{y + 5:g}" width="16" height="10" rx="2"/>')
            parts.append(label(x + 21, y + 14, said, "dim"))
            x += 34 + 6 * len(said)
    parts.append(f'<text x="{WIDTH - MARGIN}" y="{y + 14:g}" class="dim" text-anchor="end">time →</text>')
    height = y + 24
    return document(picture.title, " ".join(described), STYLE, parts, height)


def _said(who: str, stretches: list[Stretch]) -> str:
    does = (f"{stretch.state} ({stretch.words})" if stretch.words else stretch.state for stretch in stretches if stretch.state != "off")
    return f"{who}: {', '.join(does)}."


def _drawn(part: Part, y: float) -> tuple[list[str], float]:
    """A part from there on, and where it ends."""
    lines, unit = [], (WIDTH - 2 * MARGIN) / part.length
    if part.name:
        lines.append(label(MARGIN, y + 12, part.name, "head"))
        y += 19
    top = y + 16
    for who, stretches in part.lanes.items():
        lines.append(label(MARGIN, y + 11, who, "dim"))
        for stretch in stretches:
            x, width = MARGIN + stretch.begin * unit, (stretch.end - stretch.begin) * unit
            if stretch.state != "off":
                lines.append(
                    f'<rect class="{stretch.state}" x="{x + 0.75:.1f}" y="{y + 16:g}" width="{width - 1.5:.1f}" height="18" rx="2"/>'
                )
            if stretch.words:
                lines.append(label(x + width / 2, y + 28.5, stretch.words, f"in {stretch.state}", "middle"))
        y += 40
    for words, at in part.moments.items():
        x = MARGIN + at * unit
        lines.append(f'<path class="moment" d="M{x:.1f} {top - 2:g} V{y - 2:g}"/>')
        lines.append(label(x + 3, top - 5, words, "moment"))
    return lines, y + 6


def outdated(root: Path) -> Iterator[tuple[Path, str]]:
    """Pictures that are not what the data says, each with what it should be."""
    for picture in pictures(root):
        path, svg = root / "docs" / "src" / picture.file, drawn(picture)
        if not path.is_file() or path.read_text(encoding="utf-8") != svg:
            yield path, svg
