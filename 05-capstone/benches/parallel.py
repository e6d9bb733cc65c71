"""What all cores gain, for small jobs and for large ones, and what stays on one: step parallel. `python3 noxfile.py -s costs -- 05` prints it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import generated
from capstone.customers import Customer
from capstone.matching import Matcher

from workshop.costs import compare

for size in (50, 500, 2_000, 10_000):
    customers = [Customer(*customer) for customer in generated.directory(size)]
    matcher = Matcher(customers)

    def job(threads, customers=customers):
        return lambda: capstone.deduplicate_with(customers, threads=threads, prune=False)

    def take_in(customers=customers):
        Matcher(customers)

    compare(
        f"The job, {size} customers",
        {
            "one core": job(threads=False),
            "all cores": job(threads=True),
            "of this: Matcher(customers)": take_in,
        },
        base="all cores",
        items=size,
    )
