"""Find the records of a customer directory that mean the same person.

The hot module of the service: pure Python, standard library only. Texts are compared by code points.
"""

import logging
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest

from customers import (
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
    number,
    shown,
    whole,
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

LOG = logging.getLogger(__name__)

Cleaned = tuple[str, ...]
"""The fields of a customer that are compared, normalised, in the order of `COMPARISONS`."""


def normalise(text: str) -> str:
    """Return a text without accents, punctuation, capitals and superfluous spaces."""
    _check_texts(text)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def soundex(name: str) -> str:
    """Return the American Soundex code of a name, "" if it has no letter from a to z (Russell and Odell, 1918)."""
    _check_texts(name)
    code, last = "", ""
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            continue
        digit = SOUNDEX.get(letter, "")
        if not code:
            code = letter
        elif digit and digit != last:
            code += digit
        if letter not in "HW":
            last = digit
    return code[:4].ljust(4, "0") if code else ""


SOUNDEX = {
    letter: digit
    for digit, letters in {"1": "BFPV", "2": "CGJKQSXZ", "3": "DT", "4": "L", "5": "MN", "6": "R"}.items()
    for letter in letters
}


def jaro(left: str, right: str) -> float:
    """Return the Jaro similarity of two texts, from 0 to 1 (Jaro, 1989)."""
    _check_texts(left, right)
    if left == right:
        return 1.0
    reach = max(len(left), len(right)) // 2 - 1
    taken = [False] * len(right)
    common = []
    for place, letter in enumerate(left):
        for other in range(max(0, place - reach), min(len(right), place + reach + 1)):
            if right[other] == letter and not taken[other]:
                taken[other] = True
                common.append(letter)
                break
    if not common:
        return 0.0
    in_order = [letter for letter, hit in zip(right, taken, strict=True) if hit]
    transposed = sum(a != b for a, b in zip(common, in_order, strict=True)) // 2
    matches = len(common)
    return (matches / len(left) + matches / len(right) + (matches - transposed) / matches) / 3


def jaro_winkler(left: str, right: str) -> float:
    """Return the Jaro similarity of two texts, raised if they are alike and begin alike (Winkler, 1990)."""
    similarity = jaro(left, right)
    if similarity <= 0.7:
        return similarity
    prefix = 0
    for a, b in zip(left[:4], right[:4], strict=False):
        if a != b:
            break
        prefix += 1
    return similarity + prefix * 0.1 * (1 - similarity)


def osa_distance(left: str, right: str) -> int:
    """Return how many letters to insert, delete, replace or swap with their neighbour turn one text into the other.

    This is the optimal string alignment: no letter is edited twice, so `ca` and `abc` are 3 apart.
    """
    _check_texts(left, right)
    two_above: list[int] = []
    above = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            distance = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and b == left[row - 2]:
                distance = min(distance, two_above[column - 2] + 1)
            current.append(distance)
        two_above, above = above, current
    return above[-1]


def osa_similarity(left: str, right: str) -> float:
    """Return the similarity of two texts by their `osa_distance`, from 0 to 1."""
    _check_texts(left, right)
    longest = max(len(left), len(right))
    return 1 - osa_distance(left, right) / longest if longest else 1.0


def date_similarity(left: str, right: str) -> float:
    """Return the similarity of two dates written as YYYYMMDD: 0.9 if day and month changed places, else their `osa_similarity`."""
    similarity = osa_similarity(left, right)
    if len(left) == len(right) == 8 and left != right and left == right[:4] + right[6:] + right[4:6]:
        return 0.9
    return similarity


def equality(left: str, right: str) -> float:
    """Return 1.0 for equal texts, else 0.0."""
    _check_texts(left, right)
    return float(left == right)


COMPARISONS: dict[str, Callable[[str, str], float]] = {
    "given_name": jaro_winkler,
    "surname": jaro_winkler,
    "street_number": osa_similarity,
    "address_1": osa_similarity,
    "address_2": osa_similarity,
    "suburb": jaro_winkler,
    "postcode": osa_similarity,
    "state": equality,
    "date_of_birth": date_similarity,
}
"""The fields that are compared, each with its comparison."""

PLACES = {name: place for place, name in enumerate(COMPARISONS)}

SOUNDING = {"surname", "given_name", "suburb"}
"""The fields that are blocked by their sound."""


def similarities(left: Customer, right: Customer) -> dict[str, float]:
    """Return how alike two customers are, from 0 to 1, for each field that is known of both."""
    return dict(_similarities(_cleaned(0, left), _cleaned(1, right)))


def score(left: Customer, right: Customer, weights: Weights | None = None) -> float:
    """Return how alike two customers are: the weighted mean over the fields known of both, 0.0 if there is none."""
    return _score(_cleaned(0, left), _cleaned(1, right), Settings(weights=Weights() if weights is None else weights).weights)


def deduplicate(
    customers: Iterable[Customer],
    settings: Settings | None = None,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Deduplication:
    """Find the customers of a directory that are likely the same person; see `Matcher.deduplicate`."""
    return Matcher(customers, settings).deduplicate(progress, cancelled)


class Matcher:
    """The customers of a directory, cleaned once and put into blocks, ready to be compared.

    Args:
        customers: the directory; no two customers have the same id.
        settings: how to compare; `None` means `Settings()`.

    Raises:
        InvalidRecord: a field is no text, or an id occurs twice. Says which row.
        TypeError: one of them is no `Customer`, or the settings are no `Settings`.
    """

    def __init__(self, customers: Iterable[Customer], settings: Settings | None = None) -> None:
        self._customers = tuple(customers)
        self._settings = Settings() if settings is None else settings
        if not isinstance(self._settings, Settings):
            raise TypeError(f"settings must be Settings, not {type(settings).__name__}")
        self._clean: list[Cleaned] = []
        rows: dict[str, int] = {}
        for row, customer in enumerate(self._customers):
            self._clean.append(_cleaned(row, customer))
            if (first := rows.setdefault(customer.id, row)) != row:
                raise InvalidRecord(row, "id", f"{shown(customer.id)} is the id of row {first} already")
        self._blocks = self._built_blocks()

    def __len__(self) -> int:
        return len(self._customers)

    def __repr__(self) -> str:
        return f"<Matcher of {len(self)} customers>"

    @property
    def customers(self) -> tuple[Customer, ...]:
        """The directory, as it was given."""
        return self._customers

    @property
    def settings(self) -> Settings:
        """How customers are compared."""
        return self._settings

    def match(self, record: Customer, limit: int = 10, min_score: float | None = None) -> list[Match]:
        """Return the customers most like a record, the most alike first; equals come in the order of the directory.

        Args:
            record: any record; a customer of the same id is taken for the record itself, and left out.
            limit: return at most so many.
            min_score: leave out those with a lower score; `None` means the threshold of the settings.

        Raises:
            InvalidRecord: a field of the record is no text (row 0).
            InvalidSetting: `limit` is no int of at least 1, or `min_score` no number from 0 to 1.
            TypeError: the record is no `Customer`.
        """
        clean = _cleaned(0, record)
        limit = whole("limit", limit)
        least = self._settings.threshold if min_score is None else number("min_score", min_score, 1.0)
        places = {place for key in self._keys(clean) for place in self._blocks.get(key, ())}
        found = []
        for place in sorted(places):
            customer = self._customers[place]
            if customer.id != record.id:
                alike = _score(clean, self._clean[place], self._settings.weights)
                if alike >= least:
                    found.append(Match(customer.id, alike))
        return nsmallest(limit, found, key=lambda match: -match.score)

    def deduplicate(
        self, progress: Callable[[int, int], object] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Deduplication:
        """Compare all customers that share a block, and find those that are likely the same person.

        Args:
            progress: called with how many customers are done, and of how many: at the start with 0, then at each hundredth.
            cancelled: asked again and again; as soon as it returns true, the job ends.

        Raises:
            Cancelled: `cancelled` returned true.
            Exception: what `progress` or `cancelled` raises.
        """
        total, compared, found = len(self), 0, []
        if progress is not None:
            progress(0, total)
        for left, clean in enumerate(self._clean):
            if cancelled is not None and cancelled():
                LOG.info("cancelled after %d of %d customers", left, total)
                raise Cancelled(left, total)
            for right in self._partners(left):
                compared += 1
                alike = _score(clean, self._clean[right], self._settings.weights)
                if alike >= self._settings.threshold:
                    found.append((left, right, alike))
            if progress is not None and (left + 1) * 100 // total > left * 100 // total:
                progress(left + 1, total)
        ids = [customer.id for customer in self._customers]
        pairs = [Pair(ids[left], ids[right], alike) for left, right, alike in sorted(found, key=lambda pair: -pair[2])]
        clusters = [[ids[place] for place in cluster] for cluster in _clusters(total, found)]
        LOG.info("%d customers, %d pairs compared: %d pairs in %d clusters", total, compared, len(pairs), len(clusters))
        return Deduplication(pairs, clusters, compared)

    def _built_blocks(self) -> dict[tuple[str, str], list[int]]:
        """Return the places of the customers in each block."""
        blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, clean in enumerate(self._clean):
            for key in self._keys(clean):
                blocks[key].append(place)
        LOG.debug("%d customers in %d blocks", len(self), len(blocks))
        most = self._settings.max_block
        if most is None:
            return dict(blocks)
        for (name, key), places in blocks.items():
            if len(places) > most:
                LOG.warning("block %s=%s left out: %d customers, at most %d", name, key, len(places), most)
        return {key: places for key, places in blocks.items() if len(places) <= most}

    def _keys(self, clean: Cleaned) -> Iterator[tuple[str, str]]:
        """Yield the keys of the blocks that a record belongs to."""
        for name in self._settings.blocking:
            text = clean[PLACES[name]]
            key = soundex(text) if name in SOUNDING else text
            if key:
                yield name, key

    def _partners(self, left: int) -> list[int]:
        """Return the places after `left` that share a block with it, in order."""
        places: set[int] = set()
        for key in self._keys(self._clean[left]):
            places.update(self._blocks.get(key, ()))
        return sorted(place for place in places if place > left)


def _check_texts(*texts: object) -> None:
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"expected a str, not {type(text).__name__}")


def _cleaned(row: int, customer: Customer) -> Cleaned:
    """Return the fields to compare; `row` is only for the error's message."""
    if not isinstance(customer, Customer):
        raise TypeError(f"row {row}: expected a Customer, not {type(customer).__name__}")
    if len(customer) != len(Customer._fields):
        raise TypeError(f"row {row}: a Customer has {len(Customer._fields)} fields, not {len(customer)}")
    for name, text in zip(Customer._fields, customer, strict=False):
        if not isinstance(text, str):
            raise InvalidRecord(row, name, f"expected a str, not {shown(text)}")
    return tuple(normalise(getattr(customer, name)) for name in COMPARISONS)


def _similarities(left: Cleaned, right: Cleaned) -> Iterator[tuple[str, float]]:
    for (name, compare), a, b in zip(COMPARISONS.items(), left, right, strict=True):
        if a and b:
            yield name, compare(a, b)


def _score(left: Cleaned, right: Cleaned, weights: Weights) -> float:
    total = known = 0.0
    for compare, weight, a, b in zip(COMPARISONS.values(), weights, left, right, strict=True):
        if a and b:
            total += weight * compare(a, b)
            known += weight
    return total / known if known else 0.0


def _clusters(total: int, pairs: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """Return the places that hang together by pairs (union-find; Galler and Fischer, 1964)."""
    parents = list(range(total))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for left, right, _ in pairs:
        a, b = root(left), root(right)
        parents[max(a, b)] = min(a, b)
    clusters: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(total):
        clusters[root(place)].append(place)
    return [places for places in clusters.values() if len(places) > 1]
