"""What a comparison in Rust gains, and what the job gains by it: step functions. `python3 noxfile.py -s costs -- 05` prints it."""

import operator
import sys
from itertools import pairwise
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import ladder
import matching

from workshop.costs import compare

customers = febrl.load("1")
addresses = [customer.address_1 for customer in customers]
names = [customer.surname for customer in customers]

for title, texts, compared in (
    ("Two addresses, osa_distance", addresses, "osa_distance"),
    ("Two surnames, jaro_winkler", names, "jaro_winkler"),
    ("Two surnames, equality", names, "equality"),
):
    pairs = list(pairwise(texts))

    def each(call, pairs=pairs):
        return lambda: [call(left, right) for left, right in pairs]

    compare(
        title,
        {
            "Python": each(getattr(matching, compared)),
            "Rust": each(getattr(capstone, compared)),
            "only the loop, with operator.eq": each(operator.eq),
        },
        base="Rust",
        items=len(pairs),
    )

# A job whose comparisons cost next to nothing: what is left is the price of everything around them.
free = ladder.once_more(matching)
for field in free.COMPARISONS:
    free.COMPARISONS[field] = operator.eq

compare(
    f"The job, {len(customers)} customers",
    {
        "Python": lambda: ladder.python(customers),
        "Rust's comparisons": lambda: ladder.functions(customers),
        "comparisons that cost nothing": lambda: free.deduplicate(customers),
    },
    base="Rust's comparisons",
)
