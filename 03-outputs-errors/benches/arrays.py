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
