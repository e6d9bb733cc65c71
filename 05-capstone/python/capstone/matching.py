"""Find the records of a customer directory that mean the same person.

The hot module of the service, ported to Rust: a drop-in for the module of this name in Python. Texts are compared by code points.
"""

from ._capstone import matching as _port
from .customers import (
    Cancelled,
    Customer,
    Deduplication,
    InvalidRecord,
    InvalidSetting,
    Match,
    MatchingError,
    Pair,
    Settings,
    Weights,
)

__all__ = [
    "Cancelled",
    "Customer",
    "Deduplication",
    "InvalidRecord",
    "InvalidSetting",
    "Match",
    "Matcher",
    "MatchingError",
    "Pair",
    "Settings",
    "Weights",
    "date_similarity",
    "deduplicate",
    "equality",
    "jaro",
    "jaro_winkler",
    "normalise",
    "osa_distance",
    "osa_similarity",
    "score",
    "similarities",
    "soundex",
]

# The native module is an attribute of `_capstone` and no file: `from ._capstone.matching import …` would not find it.
Matcher = _port.Matcher
date_similarity = _port.date_similarity
deduplicate = _port.deduplicate
equality = _port.equality
jaro = _port.jaro
jaro_winkler = _port.jaro_winkler
normalise = _port.normalise
osa_distance = _port.osa_distance
osa_similarity = _port.osa_similarity
score = _port.score
similarities = _port.similarities
soundex = _port.soundex
