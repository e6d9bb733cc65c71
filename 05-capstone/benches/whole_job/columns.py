"""What the peers that work on whole columns have in common: columns of codes, candidate pairs without a loop, results."""

import re
from collections.abc import Callable

import matching
import numpy as np
import pandas as pd
from matching import COMPARISONS, PLACES, SOUNDING, Customer, Deduplication, Match, Pair, Settings, Weights
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

SETTINGS = Settings()
FIELDS = len(COMPARISONS)


def normalise(text: str) -> str:
    """Return what the reference returns; in ASCII by one regular expression."""
    return " ".join(re.findall("[0-9a-z]+", text.lower())) if text.isascii() else matching.normalise(text)


class Columns:
    """Customers by columns: for each field the different texts, and for each customer which of them it has.

    Attributes:
        ids: of the customers.
        texts: for each field an array of its different texts, cleaned. Each text is cleaned once, not once a record.
        codes: array (field, customer) of places in `texts`.
        known: array (field, customer): whether the text is not empty.
        blocks: array (blocking, customer) of numbers of blocks, -1 for none.
    """

    def __init__(self, customers: list[Customer]) -> None:
        self.ids = [customer.id for customer in customers]
        columns = list(zip(*customers, strict=True)) or [()] * len(Customer._fields)
        self.texts, codes = [], []
        for name in COMPARISONS:
            code, texts = pd.factorize(np.array(columns[Customer._fields.index(name)], dtype=object))
            again, cleaned = pd.factorize(np.array([normalise(text) for text in texts], dtype=object))
            self.texts.append(cleaned)
            codes.append(again[code])
        self.codes = np.array(codes)
        self.known = np.array([(texts != "")[code] for texts, code in zip(self.texts, codes, strict=True)])
        self.blocks = np.empty((len(SETTINGS.blocking), len(customers)), dtype=np.int64)
        for row, name in enumerate(SETTINGS.blocking):
            texts = self.texts[PLACES[name]]
            keys = np.array([matching.soundex(text) if name in SOUNDING else text for text in texts], dtype=object)
            block, _ = pd.factorize(keys)
            block[keys == ""] = -1
            self.blocks[row] = block[self.codes[PLACES[name]]]

    def __len__(self) -> int:
        return len(self.ids)

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the candidate pairs, each once: in the first blocking that puts the two into one block."""
        lefts, rights = [], []
        for row, block in enumerate(self.blocks):
            order = np.argsort(block, kind="stable")
            order = order[np.searchsorted(block[order], 0) :]
            sorted_ = block[order]
            place = np.arange(len(order))
            partners = np.searchsorted(sorted_, sorted_, side="right") - place - 1
            left = np.repeat(order, partners)
            right = order[np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners - place - 1, partners)]
            new = np.ones(len(left), dtype=bool)
            for earlier in self.blocks[:row]:
                new &= (earlier[left] != earlier[right]) | (earlier[left] < 0)
            lefts.append(left[new])
            rights.append(right[new])
        return np.concatenate(lefts), np.concatenate(rights)


class Lookup:
    """From a record to the customers that share a block with it."""

    def __init__(self, columns: Columns) -> None:
        self.blocks: list[tuple[str, dict[str, np.ndarray]]] = []
        for name, block in zip(SETTINGS.blocking, columns.blocks, strict=True):
            order = np.argsort(block, kind="stable")
            parts = np.split(order, np.flatnonzero(np.diff(block[order])) + 1)
            field = PLACES[name]
            texts = (columns.texts[field][columns.codes[field][part[0]]] for part in parts if len(part))
            self.blocks.append((name, {_key(name, text): part for text, part in zip(texts, parts, strict=True)}))

    def __call__(self, clean: dict[str, str]) -> np.ndarray:
        """Return their places, in order, for a record's cleaned fields."""
        keys = ((block, _key(name, clean[name])) for name, block in self.blocks)
        found = [block[key] for block, key in keys if key and key in block]
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _key(name: str, text: str) -> str:
    return matching.soundex(text) if name in SOUNDING else text


def clean(record: Customer) -> dict[str, str]:
    """Return a record's fields, cleaned."""
    return {name: normalise(getattr(record, name)) for name in COMPARISONS}


def result(ids: list[str], left: np.ndarray, right: np.ndarray, score: np.ndarray) -> Deduplication:
    """Return what the reference returns, from all pairs that were compared, in any order."""
    compared = len(left)
    enough = score >= SETTINGS.threshold
    left, right, score = left[enough], right[enough], score[enough]
    order = np.lexsort((right, left, -score))
    left, right, score = left[order].tolist(), right[order].tolist(), score[order].tolist()
    pairs = [Pair(ids[a], ids[b], alike) for a, b, alike in zip(left, right, score, strict=True)]
    return Deduplication(pairs, clusters(ids, left, right), compared)


def clusters(ids: list[str], left: list[int], right: list[int]) -> list[list[str]]:
    """Return the ids that hang together by pairs, in the order of the directory."""
    graph = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    members = np.flatnonzero(np.bincount(labels)[labels] > 1)
    members = members[np.argsort(labels[members], kind="stable")]
    ends = np.flatnonzero(np.diff(labels[members])) + 1
    found = [[ids[place] for place in places] for places in np.split(members, ends) if len(places)]
    place_of = {name: place for place, name in enumerate(ids)}
    return sorted(found, key=lambda cluster: place_of[cluster[0]])


Compare = Callable[[int, np.ndarray, np.ndarray], np.ndarray]
"""From a field and two arrays of codes to how alike the texts are."""


def scores(left_side: Columns, left: np.ndarray, right_side: Columns, right: np.ndarray, compare: Compare) -> np.ndarray:
    """Return the weighted means, added up in the reference's order."""
    total, known = np.zeros(len(left)), np.zeros(len(left))
    for field, weight in enumerate(Weights()):
        both = left_side.known[field][left] & right_side.known[field][right]
        alike = compare(field, left_side.codes[field][left], right_side.codes[field][right])
        total += np.where(both, weight * alike, 0.0)
        known += np.where(both, weight, 0.0)
    return np.divide(total, known, out=np.zeros(len(left)), where=known > 0)


EARLY_ORDER = sorted(range(FIELDS), key=lambda field: -Weights()[field])
SLACK = 1e-9
"""More than rounding can make of a sum of nine terms."""


def scores_with_early_exit(left_side: Columns, left: np.ndarray, right_side: Columns, right: np.ndarray, compare: Compare) -> np.ndarray:
    """Return the same weighted means, and 0.0 for pairs that do not reach the threshold.

    Field by field, the heaviest first; pairs that can no longer reach it are not compared any further.
    """
    weights = Weights()
    known = np.array([left_side.known[field][left] & right_side.known[field][right] for field in range(FIELDS)])
    whole = np.zeros(len(left))
    for weight, both in zip(weights, known, strict=True):
        whole += np.where(both, weight, 0.0)
    missing, most = np.zeros(len(left)), whole * (1 - SETTINGS.threshold) + SLACK
    alike = np.zeros((FIELDS, len(left)))
    alive = np.flatnonzero(whole > 0)
    for field in EARLY_ORDER:
        here = alive[known[field][alive]]
        alike[field][here] = compare(field, left_side.codes[field][left[here]], right_side.codes[field][right[here]])
        missing[here] += weights[field] * (1 - alike[field][here])
        alive = alive[missing[alive] <= most[alive]]
    total, score = np.zeros(len(alive)), np.zeros(len(left))
    for weight, similarity in zip(weights, alike, strict=True):
        total += weight * similarity[alive]
    score[alive] = total / whole[alive]
    return score


def matches(ids: list[str], places: np.ndarray, score: np.ndarray, record: Customer, limit: int = 10) -> list[Match]:
    """Return what `Matcher.match` returns, from the places of all customers that were compared, in order."""
    found = [(ids[places[at]], float(score[at])) for at in np.argsort(-score, kind="stable") if score[at] >= SETTINGS.threshold]
    return [Match(*match) for match in found if match[0] != record.id][:limit]
