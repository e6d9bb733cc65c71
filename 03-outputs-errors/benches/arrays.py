"""What numbers cost on their way in and out, as an array and as a list: steps arrays_in and arrays_out.

Run it with `python3 noxfile.py -s costs -- 03`.
"""

import numpy as np
import outputs

from workshop.costs import compare

SCORES = np.random.default_rng(2026).random(100_000)
AS_FLOAT32 = SCORES.astype("f4")
AS_LIST = SCORES.tolist()
COLUMN = np.repeat(SCORES, 4).reshape(-1, 4)[:, 0]

compare(
    "In: the mean of 100 000 scores",
    {
        "array: PyReadonlyArray1": lambda: outputs.mean_score(SCORES),
        "a column: PyReadonlyArray1": lambda: outputs.mean_score(COLUMN),
        "array: PyArrayLike1": lambda: outputs.mean_of_any(SCORES),
        "array of float32: PyArrayLike1": lambda: outputs.mean_of_any(AS_FLOAT32),
        "list: PyArrayLike1": lambda: outputs.mean_of_any(AS_LIST),
        "list: Vec": lambda: outputs.mean_of_vec(AS_LIST),
        "array: Vec": lambda: outputs.mean_of_vec(SCORES),
        "array.copy(), no Rust": SCORES.copy,
    },
    base="array: PyReadonlyArray1",
    items=SCORES.size,
)

compare(
    "Out: 10 000 weights",
    {
        "array, moved": lambda: outputs.even_weights(10_000),
        "array, copied": lambda: outputs.even_weights(10_000, copied=True),
        "list: Vec": lambda: outputs.even_weights_list(10_000),
        "a list, and an array of it": lambda: np.array(outputs.even_weights_list(10_000)),
    },
    base="array, moved",
    items=10_000,
)

MATRIX = SCORES.reshape(-1, 10)
OUT = np.empty(len(MATRIX))


def new_each_time() -> None:
    outputs.best_scores(MATRIX, np.empty(len(MATRIX)))


compare(
    "The best of ten, 10 000 times",
    {
        "into the same array": lambda: outputs.best_scores(MATRIX, OUT),
        "into a new array": new_each_time,
        "numpy, max(axis=1)": lambda: MATRIX.max(axis=1),
    },
    base="into the same array",
    items=len(MATRIX),
)
