"""The service killed at random moments, by the application's own `crashes`."""

from collections import Counter

import crashes

from .report import Report, Task, say

ROUNDS = 6
"""So many on one file, then another."""


def run(task: Task) -> Report:
    """Kill it until the time is up."""
    seen: Counter[str] = Counter()
    seed = task.seed
    try:
        while not seen or task.left() > 0:
            seen += crashes.run(ROUNDS, seed=seed, workers=1 + seed % 2)
            seed += 1
            say(f"killed {seen['killed']} times, {max(0, task.left()):.0f} s left")
    except crashes.LostError as error:
        return Report(ran=[f"seed {seed}"], found=[str(error)])
    return Report(ran=[", ".join(f"{number:,} {what}" for what, number in seen.items())])
