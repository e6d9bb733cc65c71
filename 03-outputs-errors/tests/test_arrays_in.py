"""`first_link` reads the caller's arrays where they are, however they lie in memory, and refuses what is no such array."""

import inspect
import subprocess
import sys
from array import array

import numpy as np
import outputs
import pytest

# All values and sums are exact in binary.
PAIRS = np.array([[0.25, 0.0, 0.5, 0.0], [1.0, 0.0, 0.0, 0.5], [0.5, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]])
WEIGHTS = np.array([0.5, 2.0, 1.0, 4.0])
SUMS = [0.625, 2.5, 7.25, 7.5]


@pytest.mark.parametrize(
    ("threshold", "index"),
    [
        pytest.param(-1.0, 0, id="all of them"),
        pytest.param(0.625, 0, id="exactly the first"),
        pytest.param(0.75, 1, id="the second"),
        pytest.param(2.5, 1, id="exactly the second"),
        pytest.param(7.25, 2, id="exactly the third"),
        pytest.param(7.5, 3, id="only the last"),
        pytest.param(7.75, None, id="none"),
        pytest.param(float("nan"), None, id="nan"),
    ],
)
def test_the_first_that_reaches_the_threshold(threshold, index):
    assert outputs.first_link(PAIRS, WEIGHTS, threshold) == index


class During:
    """A threshold that does something when Rust asks for its value: after the arrays were taken, before the loop."""

    def __init__(self, value, action):
        self.value, self.action = value, action

    def __float__(self):
        self.action()
        return self.value


def test_the_similarities_are_the_callers_own():
    pairs = np.zeros((3, 4))

    def write():
        pairs[2] = 1.0

    assert outputs.first_link(pairs, WEIGHTS, During(7.5, write)) == 2, "it does not see what is written into the caller's array"


def test_the_weights_are_the_callers_own():
    weights = np.zeros(4)

    def write():
        weights[:] = WEIGHTS

    assert outputs.first_link(PAIRS, weights, During(7.25, write)) == 2, "it does not see what is written into the caller's array"


@pytest.mark.parametrize("layout", [lambda pairs: pairs, np.transpose], ids=["C order", "Fortran order"])
def test_the_similarities_are_not_copied(megabytes, layout):
    # 2.9 MB, of which nothing is in memory before somebody reads or writes it; the first row is all that has to be read.
    pairs = layout(np.zeros((600, 600)))
    pairs[0, 0] = 1.0

    assert megabytes(outputs.first_link, pairs, np.ones(600), 1.0) < 1.5, "megabytes more than before: a copy of the array"


def test_the_weights_are_not_copied(megabytes):
    # As much, and no row for which one would have to read them.
    assert megabytes(outputs.first_link, np.empty((0, 360_000)), np.zeros(360_000), 1.0) < 1.5, "megabytes more than before: a copy"


def every_other(values, axis):
    """A view: every other item of an array twice as long."""
    twice = np.full([size * (2 if at == axis else 1) for at, size in enumerate(values.shape)], 100.0)
    view = twice[(slice(None),) * axis + (slice(None, None, 2),)]
    view[...] = values
    return view


def backwards(values, axis):
    """A view with a negative stride."""
    return np.flip(np.flip(values, axis).copy(), axis)


def read_only(values):
    values = values.copy()
    values.flags.writeable = False
    return values


LAYOUTS = {
    "C order": np.ascontiguousarray,
    "Fortran order": np.asfortranarray,
    "every other row": lambda pairs: every_other(pairs, 0),
    "every other column": lambda pairs: every_other(pairs, 1),
    "rows backwards": lambda pairs: backwards(pairs, 0),
    "columns backwards": lambda pairs: backwards(pairs, 1),
    "transposed": lambda pairs: pairs.T.copy().T,
    "read-only": read_only,
    "a part of a larger array": lambda pairs: np.pad(pairs, 2, constant_values=100.0)[2:-2, 2:-2],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("index", range(4))
def test_similarities_of_any_layout(layout, index):
    assert outputs.first_link(layout(PAIRS), WEIGHTS, SUMS[index]) == index


@pytest.mark.parametrize(
    "weights",
    [every_other(WEIGHTS, 0), backwards(WEIGHTS, 0), read_only(WEIGHTS), np.vstack([WEIGHTS, WEIGHTS]).T.copy()[:, 0]],
    ids=["every other", "backwards", "read-only", "a column"],
)
def test_weights_of_any_layout(weights):
    assert [outputs.first_link(PAIRS, weights, total) for total in SUMS] == [0, 1, 2, 3]


def test_one_value_everywhere():
    assert outputs.first_link(np.broadcast_to(0.5, (5, 4)), np.broadcast_to(1.0, 4), 2.0) == 0


def test_a_row_as_its_own_weights():
    pairs = PAIRS.copy()

    assert outputs.first_link(pairs, pairs[2], 3.25) == 2


@pytest.mark.parametrize(
    ("pairs", "threshold", "index"),
    [
        pytest.param(np.empty((0, 4)), 0.0, None, id="no pairs"),
        pytest.param(PAIRS[2:3], 7.25, 0, id="one pair"),
        pytest.param(np.array([[np.nan] * 4, [1.0] * 4]), -9.0, 1, id="nan is never enough"),
        pytest.param(np.array([[-1.0] * 4, [1.0] * 4]), 7.5, 1, id="a negative sum"),
    ],
)
def test_few_pairs(pairs, threshold, index):
    assert outputs.first_link(pairs, WEIGHTS, threshold) == index


@pytest.mark.parametrize(("threshold", "index"), [(1.0 + 2.0**-40, 0), (1.0 + 2.0**-39, None)], ids=["just enough", "nearly enough"])
def test_every_bit_counts(threshold, index):
    assert outputs.first_link(np.array([[1.0, 2.0**-40]]), np.ones(2), threshold) == index


@pytest.mark.parametrize(("threshold", "index"), [(0.0, 0), (0.5, None)])
def test_no_fields(threshold, index):
    assert outputs.first_link(np.empty((3, 0)), np.empty(0), threshold) == index


@pytest.mark.parametrize(
    "convert",
    [
        pytest.param(lambda values: values.tolist(), id="list"),
        pytest.param(lambda values: tuple(values.tolist()), id="tuple"),
        pytest.param(lambda values: values.astype("f4"), id="float32"),
        pytest.param(lambda values: values.astype("i8"), id="int64"),
        pytest.param(lambda values: values.astype("?"), id="bool"),
        pytest.param(lambda values: values.astype("c16"), id="complex128"),
        pytest.param(lambda values: values.astype(values.dtype.newbyteorder()), id="the other byte order"),
        pytest.param(lambda values: values.astype("O"), id="object"),
        pytest.param(lambda values: values.astype("U"), id="str"),
        pytest.param(lambda values: values[0], id="a dimension less"),
        pytest.param(lambda values: values[np.newaxis], id="a dimension more"),
        pytest.param(lambda values: array("d", values.ravel()), id="array.array"),
        pytest.param(memoryview, id="memoryview"),
        pytest.param(lambda values: None, id="None"),
    ],
)
@pytest.mark.parametrize("name", ["similarities", "weights"])
def test_what_is_no_such_array_is_a_type_error(name, convert):
    arguments = {"similarities": PAIRS, "weights": WEIGHTS, "threshold": 1.0}
    arguments[name] = convert(arguments[name])

    with pytest.raises(TypeError) as caught:
        outputs.first_link(**arguments)
    assert caught.value.__notes__ == [f"while processing '{name}'"]


@pytest.mark.parametrize("pairs", [PAIRS, PAIRS[:0]], ids=["four pairs", "no pairs"])
@pytest.mark.parametrize("number", [0, 1, 3, 5])
def test_another_number_of_weights_is_a_value_error(pairs, number):
    with pytest.raises(ValueError, match="shape") as caught:
        outputs.first_link(pairs, np.ones(number), -1.0)
    assert str(caught.value) == f"weights has shape ({number},), not (4,)"


def not_at_a_multiple_of_8(values):
    memory = np.zeros(values.nbytes + 8, dtype="u1")
    start = (1 - memory.ctypes.data) % 8
    moved = memory[start : start + values.nbytes].view("f8").reshape(values.shape)
    moved[...] = values
    return moved


def field_of_packed_records(values):
    """Each record takes 12 bytes, so the values lie one and a half items apart."""
    records = np.zeros(values.shape, dtype=[("value", "f8"), ("id", "i4")])
    records["value"] = values
    return records["value"]


def field_of_aligned_records(values):
    records = np.zeros(values.shape, dtype=np.dtype([("id", "i4"), ("value", "f8")], align=True))
    records["value"] = values
    return records["value"]


@pytest.mark.parametrize("move", [field_of_packed_records, not_at_a_multiple_of_8])
@pytest.mark.parametrize("name", ["similarities", "weights"])
def test_an_array_that_is_not_aligned_is_a_value_error(name, move):
    arguments = {"similarities": PAIRS, "weights": WEIGHTS, "threshold": 2.5}
    arguments[name] = move(arguments[name])
    assert not arguments[name].flags.aligned

    with pytest.raises(ValueError, match=f"^{name} is not aligned"):
        outputs.first_link(**arguments)


def test_a_field_of_aligned_records():
    assert outputs.first_link(field_of_aligned_records(PAIRS), field_of_aligned_records(WEIGHTS), 7.25) == 2


def while_written_to(array, call):
    """Makes a call while somebody has the array borrowed for writing: what `scale` is given as a factor is asked for its value then."""
    outputs.scale(array, During(1.0, call))


@pytest.mark.parametrize("name", ["similarities", "weights"])
def test_an_array_that_somebody_writes_to_is_a_type_error(name):
    values = np.ones(4)
    arguments = {"similarities": values.reshape(1, 4), "weights": np.ones(4), "threshold": 1.0}
    if name == "weights":
        arguments = {"similarities": PAIRS, "weights": values, "threshold": 1.0}

    def call():
        with pytest.raises(TypeError, match="already borrowed"):
            outputs.first_link(**arguments)

    while_written_to(values, call)


def test_the_arrays_are_left_alone():
    pairs, weights = PAIRS.copy(), WEIGHTS.copy()
    references = sys.getrefcount(pairs), sys.getrefcount(weights)
    outputs.first_link(pairs, weights, 2.5)

    assert (sys.getrefcount(pairs), sys.getrefcount(weights)) == references
    assert pairs.tolist() == PAIRS.tolist()
    assert weights.tolist() == WEIGHTS.tolist()


def test_the_result_is_an_int():
    assert type(outputs.first_link(PAIRS, WEIGHTS, 2.5)) is int


def test_the_signature_is_unchanged():
    assert list(inspect.signature(outputs.first_link).parameters) == ["similarities", "weights", "threshold"]


def test_the_module_can_do_without_numpy():
    """Only a function that has to do with arrays imports numpy."""
    code = "import sys; sys.modules['numpy'] = None; import outputs; print(outputs.describe('12 rose st')['number'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == ("12\n", "")


SCORES = np.array([0.25, 0.5, 1.0, 0.25])


def test_a_view_begins_where_the_array_begins():
    """The worked examples of the page, here and below."""
    assert outputs.score_address(SCORES) == SCORES.ctypes.data
    assert outputs.score_address(SCORES[1:]) == SCORES.ctypes.data + 8
    assert outputs.score_address(SCORES[::-1]) == SCORES.ctypes.data + 24


@pytest.mark.parametrize("mean", [outputs.mean_score, outputs.mean_of_any, outputs.mean_of_vec], ids=["view", "any", "vec"])
def test_means(mean):
    assert mean(SCORES) == 0.5
    assert mean(SCORES[::-2]) == 0.375
    assert mean(SCORES[:0]) is None


def test_the_mean_of_a_list():
    assert outputs.mean_of_any([0, 1]) == outputs.mean_of_vec([0, 1]) == 0.5
    with pytest.raises(TypeError):
        outputs.mean_score([0.0, 1.0])


def test_no_mean_of_what_somebody_writes_to():
    scores = SCORES.copy()

    def call():
        for mean in [outputs.mean_score, outputs.mean_of_any]:
            with pytest.raises(TypeError, match="already borrowed"):
                mean(scores)

    while_written_to(scores, call)
    assert outputs.mean_of_any(scores) == 0.5


def test_the_deviation():
    assert outputs.deviation(np.array([1.0, 3.0])) == 1.0


def test_a_borrow_does_not_stop_python():
    scores = SCORES.copy()
    assert outputs.sums_around(scores, lambda: scores.fill(1.0)) == (2.0, 4.0)
