"""The figure of a run: the latencies in each phase, at each size."""

import math
from pathlib import Path

from whole_job.figures import WIDTH, frame, svg, text
from whole_job.results import digits, short

from .phases import PHASES, name_of
from .tables import P99

SHARES = ("p50", "p90", "p99", "max")


def draw(results: dict, folder: Path) -> None:
    """Write it."""
    (folder / "under_load.svg").write_text(under_load(results), encoding="utf-8")


def under_load(results: dict) -> str:
    """For each phase a line from the median to the longest latency, with marks for p90 and p99, on a logarithmic scale."""
    sizes = list(results["load"])
    values = [results["load"][size][name_of(*phase)]["latency"]["all"][share] for size in sizes for phase in PHASES for share in SHARES]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    begin, end, top, row = 190, WIDTH - 90, 74, 28
    height = top + (len(PHASES) + 1) * row * len(sizes) + 40
    bottom = height - 36

    def x(seconds: float) -> float:
        return begin + (end - begin) * (math.log10(seconds) - low) / (high - low)

    said = "How long a request takes, alone and while a job runs"
    parts = frame(height, said, "Short line: median; then 90 and 99 of 100 requests, and the longest. Logarithmic scale; dashed: 50 ms.")
    for power in range(low, high + 1):
        parts.append(f'<path class="grid" d="M{x(10.0**power):.1f} {top} V{bottom}"/>')
        parts.append(text(x(10.0**power), bottom + 18, short(10.0**power).replace(".00", "").replace(".0", ""), "dim", "middle"))
    parts.append(f'<path class="grid far" d="M{x(P99):.1f} {top} V{bottom}"/>')
    y = top + 8
    for size in sizes:
        parts.append(text(16, y + 8, f"{digits(int(size))} customers", "head", size=13))
        y += row
        for phase in PHASES:
            found = results["load"][size][name_of(*phase)]["latency"]["all"]
            kind = {"python": "python", "rust": "rung"}[phase[0]]
            median, p90, p99, longest = (x(found[share]) for share in SHARES)
            parts.append(text(begin - 10, y + 4, name_of(*phase), "", "end"))
            parts.append(f'<path class="line {kind}" d="M{median:.1f} {y - 7} V{y + 7} M{median:.1f} {y} H{longest:.1f}"/>')
            parts += [
                f'<circle class="dot {kind}" cx="{at:.1f}" cy="{y}" r="{radius}"/>' for at, radius in ((p90, 4), (p99, 6), (longest, 2.5))
            ]
            parts.append(text(max(longest, p99) + 10, y + 4, f"p99 {short(found['p99'])}", "dim", size=11))
            y += row
    return svg(height, parts, said)
