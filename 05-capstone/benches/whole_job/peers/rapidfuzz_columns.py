"""rapidfuzz's `cpdist`: two lists of texts, compared pair by pair in C++ on two threads, in float64 (float32 unless told otherwise)."""

import matching
import numpy as np
from matching import COMPARISONS, Weights
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist, cpdist

from ..columns import Columns, Lookup, clean, matches, result, scores

SCORERS = {matching.jaro_winkler: JaroWinkler.similarity}
DATE = list(COMPARISONS).index("date_of_birth")
EQUALITY = list(COMPARISONS).index("state")


def comparison(texts_left, texts_right, workers=2):
    """Return the function from a field and codes to how alike the texts are."""
    compares = list(COMPARISONS.values())

    def compare(field, left, right):
        # Each pair of different texts is compared once, however many pairs of customers have it.
        if field == EQUALITY:
            return (texts_left[field][left] == texts_right[field][right]).astype(float)
        distinct, which = np.unique(left * np.int64(len(texts_right[field])) + right, return_inverse=True)
        left, right = np.divmod(distinct, len(texts_right[field]))
        a, b = texts_left[field][left], texts_right[field][right]
        alike = cpdist(a, b, scorer=SCORERS.get(compares[field], OSA.normalized_similarity), dtype=np.float64, workers=workers)
        if field == DATE:
            alike[_swapped(a, b)] = 0.9
        return alike[which]

    return compare


def _swapped(left, right):
    """Whether day and month changed places."""
    a, b = left.astype(str), right.astype(str)
    width = max(a.dtype.itemsize, b.dtype.itemsize) // 4
    if width < 8:
        return np.zeros(len(a), dtype=bool)
    a, b = (side.astype(f"<U{width}").view("<U1").reshape(len(side), width) for side in (a, b))
    whole = (a[:, 7] != "") & (b[:, 7] != "") & (a[:, 8:] == "").all(axis=1) & (b[:, 8:] == "").all(axis=1)
    return whole & (a[:, :8] == b[:, [0, 1, 2, 3, 6, 7, 4, 5]]).all(axis=1) & (a[:, 4:6] != a[:, 6:8]).any(axis=1)


def deduplicate(customers, scores=scores):
    columns = Columns(customers)
    left, right = columns.pairs()
    score = scores(columns, left, columns, right, comparison(columns.texts, columns.texts))
    return result(columns.ids, left, right, score)


def matcher(customers):
    columns = Columns(customers)
    partners = Lookup(columns)

    def match(record):
        fields = clean(record)
        places = partners(fields)
        total, known = np.zeros(len(places)), np.zeros(len(places))
        for field, ((name, compare), weight) in enumerate(zip(COMPARISONS.items(), Weights(), strict=True)):
            text = fields[name]
            if not text:
                continue
            theirs = columns.texts[field][columns.codes[field][places]]
            if field == EQUALITY:
                alike = (theirs == text).astype(float)
            else:
                alike = cdist([text], theirs, scorer=SCORERS.get(compare, OSA.normalized_similarity), dtype=np.float64)[0]
            swapped = text[:4] + text[6:] + text[4:6]
            if field == DATE and len(text) == 8 and swapped != text:
                alike[theirs == swapped] = 0.9
            both = columns.known[field][places]
            total += np.where(both, weight * alike, 0.0)
            known += np.where(both, weight, 0.0)
        score = np.divide(total, known, out=np.zeros(len(places)), where=known > 0)
        return matches(columns.ids, places, score, record)

    return match
