"""Pictures of what is copied and what is shared, drawn from `docs/memory.toml`; `python3 noxfile.py -s docs -- --fill` writes them.

A picture has parts below one another. A part has strips of memory side by side, each with its items, and whose memory it is, Python's or Rust's. Above the
strips stands what Python has, below them what Rust has: `"scores" = "0: 0 1 2"` is a box with a line to each of these items of strip 0, or to its two ends
if these are all. Where a strip is a copy of the one on its left, `copied` says how.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import WorkshopError
from .svg import LETTER, LIGHT, MARGIN, WIDTH, document, label

DATA = "docs/memory.toml"
CELL, GAP, BOX, LINES = 26, 64, 18, 20
"""Units: the width of an item, the space between strips, the height of a box, that of the lines between boxes and items."""

OWNERS = {"python": "Python's", "rust": "Rust's"}
STYLE = (
    LIGHT
    + """.python { fill: #ddf4ff; stroke: #0969da; } .rust { fill: #fff1e5; stroke: #bc4c00; } text.python, text.rust { fill: #1f2328; stroke: none; }
.line { stroke: #59636e; fill: none; } .copy { stroke: #d1242f; stroke-width: 1.5; fill: none; } text.copy { fill: #d1242f; stroke: none; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #151b23; } text, text.python, text.rust { fill: #f0f6fc; } .dim { fill: #9198a1; }
  .python { fill: #0c2d6b; stroke: #58a6ff; } .rust { fill: #3d1300; stroke: #f0883e; }
  .line { stroke: #9198a1; } .copy { stroke: #f85149; } text.copy { fill: #f85149; }
}
"""
)


@dataclass(frozen=True)
class Holder:
    """What has items of a strip in view."""

    name: str
    strip: int
    items: list[int]


@dataclass(frozen=True)
class Part:
    """Strips side by side: for each its owner and its items; who holds them; how a strip became a copy."""

    name: str
    strips: list[tuple[str, list[str]]]
    holders: dict[str, list[Holder]]
    copied: str = ""
    lefts: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Picture:
    """A picture: where it lies below `docs/src`, what it shows."""

    file: str
    title: str
    parts: list[Part]


def pictures(root: Path) -> list[Picture]:
    """All pictures, as the data says.

    Raises:
        WorkshopError: something does not fit, or points to nothing.
    """
    data = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    return [Picture(entry["file"], entry["title"], [_part(entry["file"], part) for part in entry["part"]]) for entry in data["picture"]]


def _part(file: str, entry: dict) -> Part:
    strips = [(owner, words.split()) for owner, words in (strip.split(": ") for strip in entry["strips"])]
    holders = {side: [_holder(name, picks) for name, picks in entry.get(side, {}).items()] for side in OWNERS}
    lefts, x = [], float(MARGIN)
    for _, items in strips:
        lefts.append(x)
        x += CELL * len(items) + GAP
    part = Part(entry["name"], strips, holders, entry.get("copied", ""), lefts)
    where = f"{DATA}: {file}: {part.name}"
    for holder in (*holders["python"], *holders["rust"]):
        if holder.strip >= len(strips) or max(holder.items) >= len(strips[holder.strip][1]):
            raise WorkshopError(f"{where}: {holder.name} points to nothing.", "Strips and their items count from 0.")
    edges = [_boxes(part, side)[-1][2] for side in OWNERS if holders[side]]
    if max(x - GAP, *edges) > WIDTH - MARGIN or len(part.name) * LETTER * 1.25 > WIDTH - 2 * MARGIN:
        raise WorkshopError(f"{where}: is too wide.", "Fewer items, or shorter names.")
    return part


def _holder(name: str, picks: str) -> Holder:
    strip, _, items = picks.partition(": ")
    return Holder(name, int(strip), [int(item) for item in items.split()])


def _boxes(part: Part, side: str) -> list[tuple[Holder, float, float]]:
    """The boxes of a side, from left to right: each with its edges, together in the middle of their strip if there is room."""
    boxes, end = [], 0.0
    for strip, left in enumerate(part.lefts):
        holders = [holder for holder in part.holders[side] if holder.strip == strip]
        widths = [len(holder.name) * LETTER + 12 for holder in holders]
        middle = left + CELL * len(part.strips[strip][1]) / 2
        begin = max(MARGIN, end + 8, middle - (sum(widths) + 8 * (len(widths) - 1)) / 2)
        for holder, width in zip(holders, widths, strict=True):
            end = begin + width
            boxes.append((holder, begin, end))
            begin = end + 8
    return boxes


def drawn(picture: Picture) -> str:
    """A picture as SVG."""
    lines, y, described = [], 8.0, []
    for part in picture.parts:
        described.append(_said(part))
        more, y = _drawn(part, y)
        lines += more
    x = MARGIN
    for owner, said in OWNERS.items():
        lines.append(f'<rect class="{owner}" x="{x}" y="{y + 5:g}" width="16" height="10" rx="2"/>')
        lines.append(label(x + 21, y + 14, said, "dim"))
        x += 34 + 6 * len(said)
    return document(picture.title, " ".join(described), STYLE, lines, y + 24)


def _said(part: Part) -> str:
    strips = [f"{OWNERS[owner]} memory, {', '.join(items)}" for owner, items in part.strips]
    held = [
        f"{holder.name} has {', '.join(part.strips[holder.strip][1][item] for item in holder.items)} of {OWNERS[part.strips[holder.strip][0]]}"
        for side in OWNERS
        for holder in part.holders[side]
    ]
    copied = [f"what is on the right is a copy: {part.copied}"] if part.copied else ["nothing is copied"]
    return f"{part.name}: {'; '.join([*strips, *held, *copied])}."


def _drawn(part: Part, y: float) -> tuple[list[str], float]:
    """A part from there on, and where it ends."""
    lines = [label(MARGIN, y + 12, part.name, "head")]
    top = y + 22
    strip_top = top + (BOX + LINES if part.holders["python"] else 0)
    strip_end = strip_top + 20
    for (owner, items), left in zip(part.strips, part.lefts, strict=True):
        for place, item in enumerate(items):
            x = left + place * CELL
            lines.append(f'<rect class="{owner}" x="{x:g}" y="{strip_top:g}" width="{CELL}" height="20"/>')
            lines.append(label(x + CELL / 2, strip_top + 14, item, "in", "middle"))
    if part.copied:
        begin, end, middle = part.lefts[1] - GAP + 4, part.lefts[1] - 4, strip_top + 10
        lines.append(f'<path class="copy" d="M{begin:g} {middle:g} H{end:g} m-5 -4 l5 4 l-5 4"/>')
        lines.append(label((begin + end) / 2, middle - 5, part.copied, "in copy", "middle"))
    bottom = strip_end + (LINES + BOX if part.holders["rust"] else 0)
    for side, box_top, box_edge, strip_edge in (("python", top, top + BOX, strip_top), ("rust", bottom - BOX, bottom - BOX, strip_end)):
        for holder, begin, end in _boxes(part, side):
            middle = (begin + end) / 2
            left, last = part.lefts[holder.strip], len(part.strips[holder.strip][1]) - 1
            if len(holder.items) > last:
                lines.append(f'<path class="line" d="M{begin + 4:g} {box_edge:g} L{left:g} {strip_edge:g}"/>')
                lines.append(f'<path class="line" d="M{end - 4:g} {box_edge:g} L{left + (last + 1) * CELL:g} {strip_edge:g}"/>')
            else:
                lines += [
                    f'<path class="line" d="M{middle:g} {box_edge:g} L{left + (item + 0.5) * CELL:g} {strip_edge:g}"/>'
                    for item in holder.items
                ]
            lines.append(f'<rect class="{side}" x="{begin:g}" y="{box_top:g}" width="{end - begin:g}" height="{BOX}" rx="4"/>')
            lines.append(label(middle, box_top + 12.5, holder.name, f"in {side}", "middle"))
    return lines, bottom + 10


def outdated(root: Path) -> Iterator[tuple[Path, str]]:
    """Pictures that are not what the data says, each with what it should be."""
    for picture in pictures(root):
        path, svg = root / "docs" / "src" / picture.file, drawn(picture)
        if not path.is_file() or path.read_text(encoding="utf-8") != svg:
            yield path, svg
