"""What pruning gains, in Python and in Rust, and what it costs where it gains nothing: step prune. `python3 noxfile.py -s costs -- 05` prints it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import ladder
import matching
from capstone.matching import Customer, Matcher, Settings
from whole_job.peers import early_exit

from workshop.costs import compare

small = febrl.load("1")
early = ladder.once_more(matching)
early._score = early_exit.score

compare(
    f"Python, {len(small)} customers",
    {"every field of every pair": lambda: matching.deduplicate(small), "early exit": lambda: early.deduplicate(small)},
    base="early exit",
)

customers = [Customer(*customer) for customer in febrl.load("3")]


def job(prune, threshold=0.7):
    settings = Settings(threshold)
    return lambda: capstone.deduplicate_with(customers, settings, threads=False, prune=prune)


compare(
    f"Rust, one core, {len(customers)} customers",
    {"every field of every pair": job(prune=False), "pruned": job(prune=True), "pruned, threshold 0.9": job(True, 0.9)},
    base="pruned",
)

compare(
    "The same, with threshold 0: nothing to prune",
    {"every field of every pair": job(False, 0.0), "pruned": job(True, 0.0)},
    base="every field of every pair",
)

matcher, record = Matcher(customers), customers[7]._replace(id="new")
compare(
    f"match() among {len(customers)} customers",
    {"min_score=0: nothing to prune": lambda: matcher.match(record, 10, 0.0), "min_score=0.7": lambda: matcher.match(record)},
    base="min_score=0.7",
)

for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
    compared, scored = capstone.pruned(tuple(customers), Settings(threshold))
    print(f"threshold {threshold}: {scored} of {compared} pairs compared in all fields, {100 * scored / compared:.1f} %")
