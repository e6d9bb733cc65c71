"""How long calls take beside one another, as a table: what the pages say of costs comes from here.

For the files in a chapter's `benches/`, which the session `costs` runs on the release build of the chapter's wheel:

    compare("Names in, a length out", {"list": lambda: …, "array": lambda: …}, base="array", items=100_000)

Each round measures all calls one after the other, so that a machine that slows down slows down all of them. The times are medians of the
rounds; a ratio is taken within each round, and its median is shown.
"""

import os
import statistics
import sys
import timeit
from collections.abc import Callable, Mapping

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
    width = max(len(title), *map(len, calls)) + 2
    an_item = f"{'an item':>12}" if items else ""
    print(f"\n{title:{width}}{'a call':>12}{an_item}{'ratio':>12}")
    for name in calls:
        seconds = statistics.median(times[name] for times in rounds)
        an_item = f"{readable(seconds / items):>12}" if items else ""
        print(f"{name:{width}}{readable(seconds):>12}{an_item}{ratios[name]:>11.2f}x", flush=True)
    return ratios


def readable(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.1f} ns"


def _repetitions(timer: timeit.Timer) -> int:
    once = max(min(timer.repeat(3, 1)), 1e-9)
    return max(1, min(1_000_000, int(SECONDS_A_CALL / once)))
