from collections.abc import Callable, Iterable

from typing_extensions import disjoint_base

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

def normalise(text: str) -> str: ...
def soundex(name: str) -> str: ...
def jaro(left: str, right: str) -> float: ...
def jaro_winkler(left: str, right: str) -> float: ...
def osa_distance(left: str, right: str) -> int: ...
def osa_similarity(left: str, right: str) -> float: ...
def date_similarity(left: str, right: str) -> float: ...
def equality(left: str, right: str) -> float: ...
def similarities(left: Customer, right: Customer) -> dict[str, float]: ...
def score(left: Customer, right: Customer, weights: Weights | None = None) -> float: ...
def deduplicate(
    customers: Iterable[Customer],
    settings: Settings | None = None,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Deduplication: ...

@disjoint_base
class Matcher:
    def __init__(self, customers: Iterable[Customer], settings: Settings | None = None) -> None: ...
    def __len__(self) -> int: ...
    @property
    def customers(self) -> tuple[Customer, ...]: ...
    @property
    def settings(self) -> Settings: ...
    def match(self, record: Customer, limit: int = 10, min_score: float | None = None) -> list[Match]: ...
    def deduplicate(
        self, progress: Callable[[int, int], object] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Deduplication: ...
