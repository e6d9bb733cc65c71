"""The figures of a run, as SVG: small, with real text, legible in a light and in a dark theme, each on a background of its own."""

import math
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path

from .results import FINAL, PROGRAM, PURE, at, digits, fit, median, peers, ratio, short, times
from .variants import BY_NAME, VARIANTS

WIDTH = 800
STYLE = """
svg { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.paper { fill: #ffffff; } text { fill: #1f2328; } .dim { fill: #59636e; } .head { font-weight: 600; font-size: 15px; }
.grid { stroke: #d1d9e0; } .python { --c: #9a6700; } .library { --c: #8250df; } .rung { --c: #0969da; } .program { --c: #59636e; }
.bar { fill: var(--c); } .line { stroke: var(--c); stroke-width: 2; fill: none; } .dot, text.name { fill: var(--c); } .far { stroke-dasharray: 5 4; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #151b23; } text { fill: #f0f6fc; } .dim { fill: #9198a1; } .grid { stroke: #3d444d; }
  .python { --c: #d29922; } .library { --c: #ab7df8; } .rung { --c: #4493f8; } .program { --c: #9198a1; }
}
"""
KINDS = {"python": "Python", "library": "Python with a library", "rung": "the port, rung by rung", "program": "Rust without Python"}


def draw(results: dict, folder: Path) -> None:
    """Write all figures."""
    (folder / "ladder.svg").write_text(ladder(results), encoding="utf-8")
    (folder / "growth.svg").write_text(growth(results), encoding="utf-8")


def ladder(results: dict) -> str:
    """Each variant's bar: how many times faster than pure Python, on a logarithmic scale."""
    part = results["whole_job"]
    names = [variant.name for variant in VARIANTS if times(part, variant.name) and variant.name != PURE]
    begin, end, top, row = 275, WIDTH - 185, 78, 24
    height = top + row * len(names) + 34
    most = max(ratio(part, PURE, name) for name in names)
    decades = math.ceil(math.log10(most) * 2) / 2

    def x(value: float) -> float:
        return begin + (end - begin) * max(0.0, math.log10(value)) / decades

    said = f"How many times faster than pure Python, {digits(part['customers'])} customers (Febrl set 3)"
    parts = frame(height, said, f"The whole job; pure Python takes {short(median(times(part, PURE)))}. Logarithmic scale.")
    parts += _legend(16, 64)
    for power in range(int(decades) + 1):
        at_x = x(10**power)
        parts.append(f'<path class="grid" d="M{at_x:.1f} {top} V{height - 30}"/>')
        parts.append(text(at_x, height - 14, f"{digits(10**power) if power > 1 else 10**power}", "dim", "middle"))
    for number, name in enumerate(names):
        variant, y = BY_NAME[name], top + 6 + number * row
        value = ratio(part, PURE, name)
        parts.append(text(begin - 8, y + 13, variant.title, "", "end"))
        parts.append(f'<rect class="bar {variant.kind}" x="{begin}" y="{y}" width="{x(value) - begin:.1f}" height="17" rx="2"/>')
        more = f' <tspan class="dim" font-size="11">{escape(variant.algorithm)}</tspan>' if variant.algorithm else ""
        parts.append(f'<text x="{x(value) + 6:.1f}" y="{y + 13}">{digits(value)}{more}</text>')
    return svg(height, parts, said)


def growth(results: dict) -> str:
    """The job's time by the size of the directory, both logarithmic; dashed where it is extrapolated."""
    sizes = [int(size) for size in results["growth"]]
    last = next((part for part in reversed(list(results["growth"].values())) if len(peers(part)) > 1), results["whole_job"])
    # The quickest libraries, one of each, and the ends of the ladder.
    best = []
    for name in [*peers(last, early=True), *peers(last, early=False)]:
        if BY_NAME[name].title not in [BY_NAME[other].title for other in best]:
            best.append(name)
    names = [name for name in (PURE, "python_early", *best[:2], "functions", "port", FINAL, PROGRAM) if fit(results, name)]
    begin, end, top, height = 70, WIDTH - 240, 70, 480
    bottom = height - 46
    seconds = [at(results, size, name)[0] for name in names for size in sizes]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    left, right = math.log10(sizes[0]), math.log10(sizes[-1])

    def place(size: float, value: float) -> tuple[float, float]:
        return (
            begin + (end - begin) * (math.log10(size) - left) / ((right - left) or 1),
            bottom - (bottom - top) * (math.log10(value) - low) / (high - low),
        )

    said = "The whole job as the directory grows"
    parts = frame(height, said, "Seconds by customers, both scales logarithmic; dashed: extrapolated from the sizes measured.")
    for power in range(low, high + 1):
        _, y = place(sizes[0], 10.0**power)
        parts.append(f'<path class="grid" d="M{begin} {y:.1f} H{end}"/>')
        parts.append(text(begin - 8, y + 4, short(10.0**power).replace(".00", "").replace(".0", ""), "dim", "end"))
    for size in sizes:
        at_x, _ = place(size, 10.0**low)
        parts.append(text(at_x, bottom + 18, digits(size), "dim", "middle"))
    parts.append(text((begin + end) / 2, height - 10, "customers", "dim", "middle"))
    labels = []
    for name in names:
        kind, found = BY_NAME[name].kind, [at(results, size, name) for size in sizes]
        points = [(*place(size, value), known) for size, (value, known) in zip(sizes, found, strict=True)]
        for (x1, y1, _), (x2, y2, known) in pairwise(points):
            parts.append(f'<path class="line {kind}{"" if known else " far"}" d="M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}"/>')
        parts += [f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y, known in points if known]
        labels.append((points[-1][1], name))
    ends = {name: y for y, name in labels}
    for y, name in _apart(sorted(labels), 30):
        variant = BY_NAME[name]
        parts.append(f'<path class="grid" fill="none" d="M{end + 5} {ends[name]:.1f} L{end + 16} {y:.1f}"/>')
        parts.append(text(end + 20, y + 4, f"{variant.title}", f"name {variant.kind}"))
        value, known = at(results, sizes[-1], name)
        more = f"{'' if known else '≈ '}{short(value)}" + (f", {variant.algorithm}" if variant.algorithm else "")
        parts.append(text(end + 20, y + 17, more, "dim", size=11))
    return svg(height, parts, said)


def _apart(labels: list[tuple[float, str]], least: float) -> Iterator[tuple[float, str]]:
    """Labels from top to bottom, those that would overlap moved apart by halves."""
    places = [y for y, _ in labels]
    for _ in range(300):
        for above in range(len(places) - 1):
            lacking = least - (places[above + 1] - places[above])
            if lacking > 0:
                places[above] -= lacking / 2
                places[above + 1] += lacking / 2
    return zip(places, (name for _, name in labels), strict=True)


def frame(height: int, head: str, below: str) -> list[str]:
    return [f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>', text(16, 26, head, "head"), text(16, 46, below, "dim")]


def _legend(x: float, y: float) -> Iterator[str]:
    for kind, what in KINDS.items():
        yield f'<rect class="bar {kind}" x="{x}" y="{y - 9}" width="10" height="10" rx="2"/>'
        yield text(x + 15, y, what, "dim", size=12)
        x += 40 + 6.6 * len(what)


def text(x: float, y: float, text: str, kind: str = "", anchor: str = "start", size: int | None = None) -> str:
    style = f' font-size="{size}"' if size else ""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    classed = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{classed}{anchored}{style}>{escape(text)}</text>'


def svg(height: int, parts: list[str], said: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    return "\n".join([head, f"<title>{escape(said)}</title>", f"<style>{STYLE}</style>", *parts, "</svg>", ""])
