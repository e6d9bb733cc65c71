"""rapidfuzz's `cpdist` with an early exit: field by field, and only for pairs that can still reach the threshold."""

from ..columns import scores_with_early_exit
from . import rapidfuzz_columns


def deduplicate(customers):
    return rapidfuzz_columns.deduplicate(customers, scores_with_early_exit)
