"""What the pairs of a job cost as arrays, as tuples and as the matching's own results: step arrays. `python3 noxfile.py -s costs -- 05` prints it."""

import sys
import tracemalloc
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import numpy as np
from capstone.customers import Customer, Settings
from capstone.matching import Matcher

from workshop.costs import compare

CUSTOMERS = [Customer(*customer) for customer in febrl.load("3")]


def as_array(rows):
    return np.array([score for _, _, score in rows])


for what, threshold in (("likely duplicates", 0.7), ("all that share a block", 0.0)):
    matcher = Matcher(CUSTOMERS, Settings(threshold=threshold))
    pairs = capstone.count_duplicates(matcher)

    def call(function, matcher=matcher):
        return lambda: function(matcher)

    compare(
        f"Febrl set 3, {what}: {pairs} pairs",
        {
            "only counted": call(capstone.count_duplicates),
            "three arrays, moved": call(capstone.duplicate_arrays),
            "a list of tuples": call(capstone.duplicate_rows),
            "deduplicate(): Pairs, clusters": matcher.deduplicate,
        },
        base="only counted",
        items=pairs,
    )
    arrays, rows = capstone.duplicate_arrays(matcher), capstone.duplicate_rows(matcher)
    compare(
        f"What comes after: the mean score of {pairs} pairs",
        {
            "of an array": arrays[2].mean,
            "of a list of tuples": lambda rows=rows: sum(score for _, _, score in rows) / len(rows),
            "of an array that is made of it": lambda rows=rows: as_array(rows).mean(),
        },
        base="of an array",
        items=pairs,
    )
    tracemalloc.start()
    kept = capstone.duplicate_rows(matcher)
    of_rows, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\nBytes a pair: {sum(array.nbytes for array in arrays) / pairs:.0f} in three arrays, {of_rows / pairs:.0f} in a list of tuples")
