"""numba: the comparisons as loops over code points, compiled by LLVM, on two threads. Nothing but the comparisons is compiled."""

import numba
import numpy as np
from matching import Settings, Weights

from ..columns import EARLY_ORDER, FIELDS, SLACK, Columns, Lookup, clean, matches, result

WEIGHTS = np.array(Weights())
THRESHOLD = Settings().threshold
KINDS = np.array([0, 0, 1, 1, 1, 0, 1, 2, 3])
"""How to compare each field: 0 Jaro-Winkler, 1 OSA, 2 equality, 3 date."""
ORDER = np.array(EARLY_ORDER)
LONGEST = 256
compiled = numba.njit(cache=True, nogil=True, boundscheck=False)


@compiled
def jaro_winkler(a, b, taken, letters):
    if len(a) == len(b) and np.all(a == b):
        return 1.0
    reach = max(len(a), len(b)) // 2 - 1
    taken[: len(b)] = False
    common = 0
    for place in range(len(a)):
        letter = a[place]
        for other in range(max(0, place - reach), min(len(b), place + reach + 1)):
            if not taken[other] and b[other] == letter:
                taken[other] = True
                letters[common] = letter
                common += 1
                break
    if common == 0:
        return 0.0
    at, transposed = 0, 0
    for other in range(len(b)):
        if taken[other]:
            transposed += b[other] != letters[at]
            at += 1
    similarity = (common / len(a) + common / len(b) + (common - transposed // 2) / common) / 3
    if similarity <= 0.7:
        return similarity
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return similarity + prefix * 0.1 * (1 - similarity)


@compiled
def osa_similarity(a, b, rows):
    if len(a) == len(b) and np.all(a == b):
        return 1.0
    width = len(b) + 1
    for column in range(width):
        rows[0, column] = column
    for row in range(1, len(a) + 1):
        two_above, above, current = rows[(row + 1) % 3], rows[(row + 2) % 3], rows[row % 3]
        current[0] = row
        for column in range(1, width):
            same = a[row - 1] == b[column - 1]
            distance = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (not same))
            if row > 1 and column > 1 and a[row - 1] == b[column - 2] and b[column - 1] == a[row - 2]:
                distance = min(distance, two_above[column - 2] + 1)
            current[column] = distance
    return 1 - rows[len(a) % 3, len(b)] / max(len(a), len(b))


@compiled
def similarity(kind, a, b, taken, letters, rows):
    if kind == 0:
        return jaro_winkler(a, b, taken, letters)
    same = len(a) == len(b) and np.all(a == b)
    if kind == 2:
        return 1.0 if same else 0.0
    swappable = kind == 3 and not same and len(a) == 8 and len(b) == 8 and np.all(a[:4] == b[:4])
    if swappable and np.all(a[4:6] == b[6:8]) and np.all(a[6:8] == b[4:6]):
        return 0.9
    return osa_similarity(a, b, rows)


@numba.njit(cache=True, parallel=True, boundscheck=False)
def score_pairs(points, starts, codes, left, right, early, chunk):
    """Return the score of each pair; with `early`, 0.0 for those that do not reach the threshold."""
    scores = np.zeros(len(left))
    for part in numba.prange((len(left) + chunk - 1) // chunk):
        taken, letters = np.empty(LONGEST, dtype=np.bool_), np.empty(LONGEST, dtype=points.dtype)
        rows, alike = np.empty((3, LONGEST + 1), dtype=np.int32), np.empty(FIELDS)
        for at in range(part * chunk, min(len(left), (part + 1) * chunk)):
            whole = 0.0
            for field in range(FIELDS):
                a, b = codes[field, left[at]], codes[field, right[at]]
                alike[field] = 0.0
                if starts[a] < starts[a + 1] and starts[b] < starts[b + 1]:
                    whole += WEIGHTS[field]
            missing, most = 0.0, whole * (1 - THRESHOLD) + SLACK
            for field in ORDER:
                a, b = codes[field, left[at]], codes[field, right[at]]
                if starts[a] < starts[a + 1] and starts[b] < starts[b + 1]:
                    if a == b:
                        alike[field] = 1.0
                    else:
                        one, other = points[starts[a] : starts[a + 1]], points[starts[b] : starts[b + 1]]
                        alike[field] = similarity(KINDS[field], one, other, taken, letters, rows)
                    missing += WEIGHTS[field] * (1 - alike[field])
                    if early and missing > most:
                        break
            if whole > 0 and not (early and missing > most):
                total = 0.0
                for field in range(FIELDS):
                    total += WEIGHTS[field] * alike[field]
                scores[at] = total / whole
    return scores


class Pool:
    """All texts one behind the other as code points; a text is a place in `starts`, and in `codes` each customer has nine."""

    def __init__(self, columns, more=0):
        """Make one, with room for a record behind the customers if there are `more` letters."""
        texts = [text for texts in columns.texts for text in texts]
        if max(map(len, texts), default=0) > LONGEST:
            raise ValueError(f"a text of more than {LONGEST} letters")
        offsets = np.cumsum([0, *map(len, columns.texts[:-1])])
        self.codes = np.pad((columns.codes + offsets[:, None]).astype(np.int32), ((0, 0), (0, 1)))
        self.codes[:, -1] = len(texts) + np.arange(0, 2 * FIELDS, 2)
        points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self.points = np.pad(points, (0, more))
        self.starts = np.zeros(len(texts) + 2 * FIELDS, dtype=np.int64)
        np.cumsum([len(text) for text in texts], out=self.starts[1 : len(texts) + 1])
        self.end, self.first = len(points), len(texts)

    def put(self, texts):
        """Put a record behind the customers."""
        at = self.end
        for field, text in enumerate(texts):
            self.starts[self.first + 2 * field] = at
            self.points[at : at + len(text)] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            at += len(text)
            self.starts[self.first + 2 * field + 1] = at

    def scores(self, left, right, early):
        return score_pairs(self.points, self.starts, self.codes, left, right, early, 1024)


def deduplicate(customers, early=False):
    columns = Columns(customers)
    left, right = columns.pairs()
    return result(columns.ids, left, right, Pool(columns).scores(left, right, early))


def matcher(customers, early=False):
    columns = Columns(customers)
    partners, pool = Lookup(columns), Pool(columns, FIELDS * LONGEST)

    def match(record):
        fields = clean(record)
        if max(map(len, fields.values())) > LONGEST:
            raise ValueError(f"a text of more than {LONGEST} letters")
        places = partners(fields)
        pool.put(fields.values())
        scores = pool.scores(np.full(len(places), len(columns)), places, early)
        return matches(columns.ids, places, scores, record)

    return match
