"""What a run wrote down, and what follows from it: medians, ratios, growth."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from .variants import BY_NAME, VARIANTS

NONE = "\N{EN DASH}"
"""What a table shows where there is nothing."""

FINAL, PURE, PROGRAM = "final", "python", "program"


def median(values: Iterable[float]) -> float:
    """The median, `nan` of nothing."""
    values = list(values)
    return statistics.median(values) if values else math.nan


def spread(values: Sequence[float]) -> float:
    """How far the slowest and the quickest are apart, as a share of the median."""
    return (max(values) - min(values)) / median(values)


def short(seconds: float) -> str:
    """A time in three digits."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9)):
        if seconds * factor >= 0.9995 or unit == "ns":
            return f"{digits(seconds * factor)} {unit}"
    raise ValueError(seconds)


def digits(value: float) -> str:
    """A number in about three digits: 0.12, 1.23, 12.3, 123, 1 234."""
    if value != value or math.isinf(value):
        return NONE
    if abs(value) >= 99.95:
        return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


def times(part: dict, name: str) -> list[float]:
    """The rounds of a variant in a part of the results, in seconds; empty if it was not measured there."""
    return part["variants"].get(name, {}).get("seconds", [])


def ratio(part: dict, slow: str, quick: str) -> float:
    """How many times as long one variant takes as another: the median of the rounds' ratios."""
    one, other = times(part, slow), times(part, quick)
    if len(one) == len(other):
        return median(a / b for a, b in zip(one, other, strict=True))
    return median(one) / median(other)


def peers(part: dict, *, early: bool | None = None) -> list[str]:
    """The libraries that were measured, the quickest first; with `early`, only those with or without an early exit."""
    names = [
        variant.name
        for variant in VARIANTS
        if variant.kind == "library" and times(part, variant.name) and (early is None or bool(variant.algorithm) == early)
    ]
    return sorted(names, key=lambda name: median(times(part, name)))


def fit(results: dict, name: str) -> tuple[float, float] | None:
    """Factor and exponent of the power law through a variant's times in the larger directories (least squares of logarithms)."""
    points = [(int(size), median(times(part, name))) for size, part in results["growth"].items() if times(part, name)][-3:]
    if len(points) < 2:
        return None
    line = statistics.linear_regression([math.log(size) for size, _ in points], [math.log(seconds) for _, seconds in points])
    return math.exp(line.intercept), line.slope


def at(results: dict, size: int, name: str) -> tuple[float, bool]:
    """A variant's seconds in a directory of this size, and whether that is measured; otherwise it is extrapolated by `fit`."""
    measured = times(results["growth"].get(str(size), {"variants": {}}), name)
    if measured:
        return median(measured), True
    found = fit(results, name)
    return (found[0] * size ** found[1] if found else math.nan), False


def title(name: str) -> str:
    """A variant's title with what its algorithm does more."""
    variant = BY_NAME[name]
    return variant.title + (f", {variant.algorithm}" if variant.algorithm else "")


def write(results: dict, path: Path) -> None:
    """Write the results file; times are rounded to a thousandth of themselves."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_rounded(results), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> dict:
    """Read a results file."""
    return json.loads(path.read_text(encoding="utf-8"))


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
