"""How long calls take beside one another, as a table: what the pages say of costs comes from here.

For the files in a chapter's `benches/`, which the session `costs` runs on the release build of the chapter's wheel:

    compare("Names in, a length out", {"list": lambda: …, "array": lambda: …}, base="array", items=100_000)

Each round measures all calls one after the other, so that a machine that slows down slows down all of them. The times are medians of the
rounds; a ratio is taken within each round, and its median is shown.

With `-- --book` the session has them kept in `docs/costs/<chapter>.json` as well, where the pages take their figures from (`book/values.py`).
"""

import json
import os
import statistics
import sys
import timeit
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROUNDS = 15
SECONDS_A_CALL = 0.02
"""About how long each call is repeated in each round."""


def compare(title: str, calls: Mapping[str, Callable[[], object]], *, base: str, items: int | None = None) -> dict[str, float]:
    """Measure calls side by side and print them.

    Arguments:
        title: what is compared, the table's heading.
        calls: what to call, without arguments, under the name that the table shows.
        base: the name of the call that the others are compared with.
        items: how many things one call handles; adds the time for each of them.

    Returns: how many times as long as `base` each call takes.
    Raises: SystemExit outside of the session `costs`, where the wheel might be a debug build.
    """
    if os.environ.get("HOT_MODULES_PROFILE") != "release":
        sys.exit("Timings of a debug build say nothing: run this by `python3 noxfile.py -s costs`, which builds for release.")
    timers = {name: timeit.Timer(call) for name, call in calls.items()}
    numbers = {name: _repetitions(timer) for name, timer in timers.items()}
    rounds = [{name: timer.timeit(numbers[name]) / numbers[name] for name, timer in timers.items()} for _ in range(ROUNDS)]
    ratios = {name: statistics.median(times[name] / times[base] for times in rounds) for name in calls}
    medians = {name: statistics.median(times[name] for times in rounds) for name in calls}
    found = {name: {"seconds": medians[name], "ratio": ratios[name]} | ({"items": items} if items else {}) for name in calls}
    print("\n" + table(title, found), flush=True)
    keep(title, found)
    return ratios


def table(title: str, found: Mapping[str, Mapping[str, float]]) -> str:
    """What was measured, as `compare` prints it."""
    width = max(len(title), *map(len, found)) + 2
    items = any("items" in call for call in found.values())
    lines = [f"{title:{width}}{'a call':>12}{'an item' if items else '':>{12 if items else 0}}{'ratio':>12}"]
    for name, call in found.items():
        an_item = f"{readable(call['seconds'] / call['items']):>12}" if items else ""
        lines.append(f"{name:{width}}{readable(call['seconds']):>12}{an_item}{call['ratio']:>11.2f}x")
    return "\n".join(lines)


def keep(title: str, found: Mapping[str, Any]) -> None:
    """Put what was measured into the results file that the session names, if it does: by bench, title and call.

    Arguments:
        title: what is compared.
        found: of each call its `seconds`, its `ratio` to the base, and how many `items` it handles, if that says something.
    """
    if named := os.environ.get("HOT_MODULES_COSTS"):
        file = Path(named)
        known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        known.setdefault(Path(sys.argv[0]).stem, {})[title] = {
            name: {what: float(f"{value:.4g}") if isinstance(value, float) else value for what, value in call.items()}
            for name, call in found.items()
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def readable(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.1f} ns"


def _repetitions(timer: timeit.Timer) -> int:
    once = max(min(timer.repeat(3, 1)), 1e-9)
    return max(1, min(1_000_000, int(SECONDS_A_CALL / once)))
