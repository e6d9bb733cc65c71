"""The reference with jellyfish's comparisons in place of its own, called pair by pair.

jellyfish has no optimal string alignment: its `damerau_levenshtein_distance` may edit a letter twice, so that `ca` and `abc` are 2 apart, not
3. Some scores of addresses and dates are therefore higher, and a few pairs more reach the threshold.
"""

import jellyfish
import matching
from matching import Matcher, deduplicate

__all__ = ["deduplicate", "matcher"]


def distance_similarity(left: str, right: str) -> float:
    longest = max(len(left), len(right))
    return 1 - jellyfish.damerau_levenshtein_distance(left, right) / longest if longest else 1.0


def date_similarity(left: str, right: str) -> float:
    if len(left) == len(right) == 8 and left != right and left == right[:4] + right[6:] + right[4:6]:
        return 0.9
    return distance_similarity(left, right)


OTHERS = {
    matching.jaro_winkler: jellyfish.jaro_winkler_similarity,
    matching.osa_similarity: distance_similarity,
    matching.date_similarity: date_similarity,
}
matching.COMPARISONS.update({name: OTHERS.get(compare, compare) for name, compare in matching.COMPARISONS.items()})


def matcher(customers):
    return Matcher(customers).match
