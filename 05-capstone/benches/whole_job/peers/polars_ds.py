"""polars with the plug-in polars-ds: the whole job as one query over columns, on two threads.

polars has no `casefold`; on texts in ASCII, as these are, its lower case is the same.
"""

import matching
import polars as pl
import polars_ds as pds
from matching import COMPARISONS, SOUNDING, Customer, Deduplication, Pair, Settings, Weights

from ..columns import SLACK, clusters

SETTINGS = Settings()


def cleaned(customers):
    """Return the customers as a table with a column of numbers, cleaned, and the keys of their blocks."""
    table = pl.DataFrame(customers, schema=dict.fromkeys(Customer._fields, pl.String), orient="row").with_row_index("place")
    combining = r"\p{M}"
    table = table.with_columns(
        pl.col(name)
        .str.to_lowercase()
        .str.normalize("NFKD")
        .str.replace_all(combining, "")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
        for name in COMPARISONS
    )
    # An empty text is an unknown one, and unknown ones share no block.
    keys = []
    for name in SETTINGS.blocking:
        key = pl.col(name)
        if name in SOUNDING:
            different = table[name].unique()
            key = key.replace_strict(different, pl.Series([matching.soundex(text) for text in different], dtype=pl.String))
        keys.append(pl.when(key != "").then(key).cast(pl.Categorical).to_physical().alias(f"key {name}"))
    return table.with_columns(keys)


def candidates(table):
    """Return the pairs of places that share a block, each once."""
    keys = [f"key {name}" for name in SETTINGS.blocking]
    lazy = table.lazy().select("place", *keys)
    parts = []
    for number, key in enumerate(keys):
        both = lazy.join(lazy, on=key, suffix=" right").filter(pl.col("place") < pl.col("place right"))
        for earlier in keys[:number]:
            both = both.filter(pl.col(earlier).ne_missing(pl.col(f"{earlier} right")) | pl.col(earlier).is_null())
        parts.append(both.select("place", "place right"))
    return pl.concat(pl.collect_all(parts))


def similarity(name, compare):
    left, right = pl.col(name), pl.col(f"{name} right")
    if compare is matching.equality:
        return (left == right).cast(pl.Float64)
    if compare is matching.jaro_winkler:
        return pds.str_jw(left, right)
    alike = pds.str_osa(left, right, return_sim=True)
    if compare is matching.date_similarity:
        swapped = pl.concat_str(right.str.slice(0, 4), right.str.slice(6, 2), right.str.slice(4, 2))
        eight = (left.str.len_chars() == 8) & (right.str.len_chars() == 8)
        alike = pl.when(eight & (left != right) & (left == swapped)).then(0.9).otherwise(alike)
    return alike


def scored(table, pairs):
    """Return the pairs with their scores, added up in the reference's order."""
    alike = []
    for (name, compare), weight in zip(COMPARISONS.items(), Weights(), strict=True):
        both = known(name)
        alike.append(
            texts(table, name, pairs).select(
                pl.when(both).then(weight * similarity(name, compare)).otherwise(0.0).alias(name),
                pl.when(both).then(weight).otherwise(0.0).alias(f"{name} known"),
            )
        )
    columns = pl.concat(pl.collect_all(alike), how="horizontal")
    total = whole = pl.lit(0.0)
    for name in COMPARISONS:
        total, whole = total + pl.col(name), whole + pl.col(f"{name} known")
    return pairs.with_columns(columns.select(pl.when(whole > 0).then(total / whole).otherwise(0.0).alias("score")))


def texts(table, name, pairs):
    return pl.LazyFrame({name: table[name].gather(pairs["place"]), f"{name} right": table[name].gather(pairs["place right"])})


def known(name):
    return (pl.col(name) != "") & (pl.col(f"{name} right") != "")


def survivors(table, pairs):
    """Return the pairs that can still reach the threshold by what is known of the heaviest fields; two fields at a time, one a thread."""
    weights = Weights()._asdict()
    names = sorted(weights, key=lambda name: -weights[name])
    whole = pl.collect_all([texts(table, name, pairs).select(pl.when(known(name)).then(weights[name]).otherwise(0.0)) for name in names])
    most = pl.sum_horizontal(column.to_series().alias(str(at)) for at, column in enumerate(whole)) * (1 - SETTINGS.threshold) + SLACK
    pairs = pairs.with_columns(most=pl.select(most).to_series(), missing=0.0)
    for some in (names[:2], names[2:4], names[4:6]):
        missing = [
            texts(table, name, pairs).select(
                pl.when(known(name)).then(weights[name] * (1 - similarity(name, COMPARISONS[name]))).otherwise(0.0).alias(name)
            )
            for name in some
        ]
        pairs = pairs.with_columns(missing=pl.col("missing") + sum(column.to_series() for column in pl.collect_all(missing)))
        pairs = pairs.filter(pl.col("missing") <= pl.col("most"))
    return pairs.select("place", "place right")


def deduplicate(customers, early=False):
    table = cleaned(customers)
    pairs = candidates(table)
    kept = scored(table, survivors(table, pairs) if early else pairs).filter(pl.col("score") >= SETTINGS.threshold)
    found = kept.sort("score", "place", "place right", descending=[True, False, False])
    ids, left, right = table["id"], found["place"], found["place right"]
    rows = zip(ids.gather(left), ids.gather(right), found["score"], strict=True)
    return Deduplication([Pair._make(row) for row in rows], clusters(ids.to_list(), left.to_list(), right.to_list()), len(pairs))
