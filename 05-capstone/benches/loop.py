"""What it gains to move the loop, and, apart from it, what a maintained crate gains: step loop. `python3 noxfile.py -s costs -- 05` prints it."""

import sys
from itertools import pairwise
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import ladder
import matching
from capstone import matching as port

from workshop.costs import compare

customers = febrl.load("3")
theirs = [port.Customer(*customer) for customer in customers]
found = capstone.find_duplicates(customers, matching.normalise)

table = capstone.CustomerTable(customers, matching.normalise)
keys = [table.keys(row) for row in range(len(table))]

for title, field, ours, crate in (
    ("Two addresses", "address_1", capstone.osa_distance, capstone.crate_osa_distance),
    ("Two surnames", "surname", capstone.jaro_winkler, capstone.crate_jaro_winkler),
):
    pairs = list(pairwise(getattr(customer, field) for customer in customers))

    def each(call, pairs=pairs):
        return lambda: [call(left, right) for left, right in pairs]

    compare(
        f"{title}, {ours.__name__}",
        {"line by line": each(ours), "the crate's": each(crate), "the call alone (equality)": each(capstone.equality)},
        base="the crate's",
        items=len(pairs),
    )

compare(
    f"The job, {len(customers)} customers",
    {
        "records": lambda: ladder.records(customers),
        "loop": lambda: ladder.loop(customers),
        "of that: what Python does with the result": lambda: ladder.with_ids(customers, *found),
        "of that: taking over": lambda: capstone.CustomerTable(customers, matching.normalise),
        "only the loop of records, scoring nothing": lambda: ladder.scored_pairs(keys, lambda left, right: 0.0),
        "for comparison: the finished port": lambda: port.deduplicate(theirs),
    },
    base="loop",
)
