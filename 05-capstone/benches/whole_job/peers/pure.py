"""The reference: pure Python, standard library only."""

from matching import Matcher, deduplicate

__all__ = ["deduplicate", "matcher"]


def matcher(customers):
    return Matcher(customers).match
