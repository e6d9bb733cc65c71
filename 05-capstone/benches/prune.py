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


def job(prune, threshold):
    settings = Settings(threshold)
    return lambda: capstone.deduplicate_with(customers, settings, threads=False, prune=prune)


for threshold in (0.9, 0.7, 0.5, 0.0):
    compared, scored = capstone.pruned(tuple(customers), Settings(threshold))
    compare(
        f"Rust, one core, threshold {threshold}: {100 * scored / compared:.1f} % compared in all fields",
        {"every field of every pair": job(False, threshold), "pruned": job(True, threshold)},
        base="pruned",
    )

matcher, record = Matcher(customers), customers[7]._replace(id="new")
compare(
    f"match() among {len(customers)} customers",
    {"min_score=0: nothing to prune": lambda: matcher.match(record, 10, 0.0), "min_score=0.7": lambda: matcher.match(record)},
    base="min_score=0.7",
)
