"""recordlinkage, the library that researchers take: `Index` for the blocks, `Compare` for the fields; the weighted mean with numpy.

Its Jaro-Winkler and its Damerau-Levenshtein are jellyfish's, the latter without the restriction of the optimal string alignment, and a swapped day
and month in a date written as text is nothing special to it: some scores differ.
"""

import matching
import numpy as np
import pandas as pd
import recordlinkage
from joblib.externals.loky import get_reusable_executor
from matching import COMPARISONS, SOUNDING, Customer, Settings, Weights

from ..columns import normalise, result

SETTINGS = Settings()
METHODS = {
    matching.jaro_winkler: "jarowinkler",
    matching.osa_similarity: "damerau_levenshtein",
    matching.date_similarity: "damerau_levenshtein",
}


def deduplicate(customers):
    table = pd.DataFrame(customers, columns=Customer._fields)
    for name in COMPARISONS:
        cleaned = {text: normalise(text) or None for text in table[name].unique()}
        table[name] = table[name].map(cleaned)
    index = recordlinkage.Index()
    for name in SETTINGS.blocking:
        key = name
        if name in SOUNDING:
            key = f"{name} sound"
            sounds = {text: matching.soundex(text) or None for text in table[name].dropna().unique()}
            table[key] = table[name].map(sounds)
        index.block(key)
    candidates = index.index(table)
    compare = recordlinkage.Compare(n_jobs=2)
    for name, how in COMPARISONS.items():
        if how in METHODS:
            compare.string(name, name, method=METHODS[how], label=name)
        else:
            compare.exact(name, name, label=name)
    alike = compare.compute(candidates, table)
    one, other = (candidates.get_level_values(side).to_numpy() for side in (0, 1))
    left, right = np.minimum(one, other), np.maximum(one, other)
    total, known = np.zeros(len(left)), np.zeros(len(left))
    for name, weight in zip(COMPARISONS, Weights(), strict=True):
        there = table[name].notna().to_numpy()
        total += weight * alike[name].to_numpy()
        known += np.where(there[left] & there[right], weight, 0.0)
    score = np.divide(total, known, out=np.zeros(len(left)), where=known > 0)
    return result(table["id"].tolist(), left, right, score)


def close():
    """End joblib's processes, which do the comparisons."""
    get_reusable_executor().shutdown()
