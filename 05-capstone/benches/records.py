"""What it costs to take customers over, and what it gains to do it once: step records. `python3 noxfile.py -s costs -- 05` prints it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import ladder
import matching

from workshop.costs import compare

customers = febrl.load("1")
table = capstone.CustomerTable(customers, matching.normalise)
reference = matching.Matcher(customers)
pairs = list(zip(range(999), range(1, 1000), strict=True))
weights = reference.settings.weights
free = ladder.compared_in_rust()


def nothing(left: int, right: int) -> float:
    """Scores nothing."""
    return 0.0


def taken_over_each_time() -> None:
    """Score each pair on a table of its own, made of the two."""
    for left, right in pairs:
        capstone.CustomerTable([customers[left], customers[right]], matching.normalise).score(0, 1)


compare(
    "Two customers scored",
    {
        "Python": lambda: [matching._score(reference._clean[left], reference._clean[right], weights) for left, right in pairs],
        "Python's loop over Rust's comparisons": lambda: [
            free._score(reference._clean[left], reference._clean[right], weights) for left, right in pairs
        ],
        "Rust, taken over for each pair": taken_over_each_time,
        "Rust, taken over before": lambda: [table.score(left, right) for left, right in pairs],
        "a call of Python's that does nothing": lambda: [nothing(left, right) for left, right in pairs],
    },
    base="Rust, taken over before",
    items=len(pairs),
)


keys = [table.keys(row) for row in range(len(table))]
compare(
    f"The job, {len(customers)} customers",
    {
        "functions": lambda: ladder.functions(customers),
        "records": lambda: ladder.records(customers),
        "its parts: taking over": lambda: capstone.CustomerTable(customers, matching.normalise),
        "its parts: the loop, scoring nothing": lambda: ladder.scored_pairs(keys, nothing),
    },
    base="records",
)
