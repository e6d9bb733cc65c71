"""Find the records of a customer directory that mean the same person.

The hot module of the service: pure Python, standard library only. Texts are compared by code points.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

THRESHOLD = 0.7
"""Two records with this score or more mean the same person."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer record; a field of which nothing is known is the empty text."""

    id: str
    given_name: str = ""
    surname: str = ""
    street_number: str = ""
    address_1: str = ""
    address_2: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""
    date_of_birth: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of two records that mean the same person, and how alike the records are, from 0 to 1."""

    left: str
    right: str
    score: float


def normalise(text: str) -> str:
    """Return a text without accents, punctuation, capitals and superfluous spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def soundex(name: str) -> str:
    """Return the American Soundex code of a name, "" if it has no letter from a to z (Russell and Odell, 1918)."""
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
    longest = max(len(left), len(right))
    return 1 - osa_distance(left, right) / longest if longest else 1.0


def equality(left: str, right: str) -> float:
    """Return 1.0 for equal texts, else 0.0."""
    return float(left == right)


COMPARISONS: tuple[tuple[str, float, Callable[[str, str], float]], ...] = (
    ("given_name", 2.0, jaro_winkler),
    ("surname", 3.0, jaro_winkler),
    ("street_number", 1.0, osa_similarity),
    ("address_1", 2.0, osa_similarity),
    ("address_2", 1.0, osa_similarity),
    ("suburb", 1.0, jaro_winkler),
    ("postcode", 1.0, osa_similarity),
    ("state", 0.5, equality),
    ("date_of_birth", 3.0, osa_similarity),
)
"""The fields that are compared, each with its weight and its comparison."""


def score(left: Customer, right: Customer) -> float:
    """Return how alike two records are: the weighted mean over the fields known of both, 0.0 if there is none."""
    similarity = weights = 0.0
    for field, weight, compare in COMPARISONS:
        a, b = getattr(left, field), getattr(right, field)
        if a and b:
            similarity += weight * compare(a, b)
            weights += weight
    return similarity / weights if weights else 0.0


def block_keys(customer: Customer) -> Iterator[tuple[str, str]]:
    """Yield the keys of the blocks that a record belongs to; only records of the same block are compared."""
    keys = {
        "surname": soundex(customer.surname),
        "given_name": soundex(customer.given_name),
        "suburb": soundex(customer.suburb),
        "postcode": customer.postcode,
        "date_of_birth": customer.date_of_birth,
    }
    return ((field, key) for field, key in keys.items() if key)


def candidate_pairs(customers: Sequence[Customer]) -> list[tuple[int, int]]:
    """Return the places of the records that share a block, each pair once and in order."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, customer in enumerate(customers):
        for key in block_keys(customer):
            blocks[key].append(place)
    return sorted({pair for block in blocks.values() for pair in combinations(block, 2)})


def deduplicate(customers: Iterable[Customer], threshold: float = THRESHOLD) -> list[Pair]:
    """Return the pairs of records that mean the same person, the most alike first."""
    clean = [_normalised(customer) for customer in customers]
    pairs = []
    for left, right in candidate_pairs(clean):
        alike = score(clean[left], clean[right])
        if alike >= threshold:
            pairs.append(Pair(clean[left].id, clean[right].id, alike))
    return sorted(pairs, key=lambda pair: -pair.score)


def _normalised(customer: Customer) -> Customer:
    return replace(customer, **{field: normalise(getattr(customer, field)) for field, _, _ in COMPARISONS})
