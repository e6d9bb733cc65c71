"""`compare_all` moves its matrix out, and `best_scores` writes into the caller's array or says why it does not."""

import inspect
import sys

import numpy as np
import outputs
import pytest
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def owner(values):
    """What holds the memory: an array of numpy's own, or Rust's container that the last one points to."""
    while isinstance(values.base, np.ndarray):
        values = values.base
    return "numpy" if values.base is None else type(values.base).__name__


NAMES = ["mary", "marie", "luke"]


def test_a_matrix():
    scores = outputs.compare_all(NAMES, ["mary", "luke"])

    assert type(scores) is np.ndarray, "not an array"
    assert scores.dtype == np.float64
    assert scores.shape == (3, 2)
    assert scores.tolist() == [[1.0, 0.0], [0.6, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        pytest.param("josé", "josé", 1.0, id="not only ASCII"),
        pytest.param("josé", "jose", 0.75, id="three of four letters"),
        pytest.param("李小", "李", 0.5, id="one of two letters"),
        pytest.param("", "ann", 0.0, id="nothing"),
    ],
)
def test_one_pair(left, right, score):
    assert outputs.compare_all([left], [right]).tolist() == [[score]]


def test_the_memory_is_moved():
    scores = outputs.compare_all(NAMES, ["mary", "luke"])

    assert owner(scores) == "PySliceContainer", "the memory is numpy's own, so the scores were not moved but copied into it"


def test_nothing_is_copied_on_the_way(megabytes):
    names = [""] * 800
    outputs.compare_all(names[:2], names[:2])

    # What is returned takes 5.1.
    assert megabytes(outputs.compare_all, names, names) < 7.6, "megabytes more than before: the scores were there twice"


@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (0, 0)], ids=str)
def test_an_empty_matrix_keeps_its_shape(sizes):
    left, right = sizes
    scores = outputs.compare_all(NAMES[:left], NAMES[:right])

    assert scores.shape == sizes
    assert scores.dtype == np.float64


def test_the_caller_may_do_everything_with_it():
    scores = outputs.compare_all(NAMES, ["mary", "luke"])
    scores[0, 1] = 0.5

    assert scores.flags.c_contiguous
    assert scores.flags.aligned
    assert outputs.compare_all(NAMES, ["mary", "luke"])[0, 1] == 0.0


def test_each_call_makes_a_new_one():
    assert not np.shares_memory(outputs.compare_all(NAMES, NAMES), outputs.compare_all(NAMES, NAMES))


def test_it_lives_as_long_as_it_is_needed():
    column = outputs.compare_all(["mary"] * 1000, ["mary", "luke"])[:, 0]

    assert sys.getrefcount(column.base) >= 2
    assert column.tolist() == [1.0] * 1000


@pytest.mark.parametrize("names", [[None], [b"mary"], "mary", 7], ids=["None", "bytes", "str", "int"])
def test_what_is_no_names_is_a_type_error(names):
    with pytest.raises(TypeError):
        outputs.compare_all(names, NAMES)


SCORES = np.array([[0.25, 0.5, 0.0], [1.0, 0.75, 0.5]])


def test_the_callers_array_is_filled():
    out = np.zeros(2)

    assert outputs.best_scores(SCORES, out) is None
    assert out.tolist() == [0.5, 1.0], "the caller's array is unchanged or wrong"


def test_what_was_in_it_does_not_matter():
    out = np.array([9.0, np.nan])
    outputs.best_scores(SCORES, out)

    assert out.tolist() == [0.5, 1.0]


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(-SCORES - 1.0, id="negative"),
        pytest.param(np.array([[np.nan, 0.5], [0.25, np.nan], [np.nan, np.nan]]), id="nan counts as missing"),
        pytest.param(np.array([[-np.inf, -1.0], [-np.inf, -np.inf]]), id="infinite"),
        pytest.param(np.asfortranarray(SCORES), id="Fortran order"),
        pytest.param(SCORES[::-1, ::2], id="negative strides"),
        pytest.param(SCORES.T, id="transposed"),
        pytest.param(np.broadcast_to(0.5, (3, 4)), id="read-only, one value everywhere"),
        pytest.param(sliding_window_view(SCORES.ravel(), 3), id="rows that overlap"),
        pytest.param(np.zeros((0, 3)), id="no rows"),
        pytest.param(np.arange(7.0).reshape(7, 1), id="one column"),
    ],
)
def test_scores_of_any_kind(scores):
    out = np.zeros(len(scores))
    outputs.best_scores(scores, out)

    np.testing.assert_array_equal(out, np.fmax.reduce(scores, axis=1))


def test_rows_without_columns():
    out = np.zeros(2)
    outputs.best_scores(np.zeros((2, 0)), out)

    assert np.isnan(out).all()


@pytest.mark.parametrize(
    "part",
    [slice(None, None, 2), slice(None, None, -2), slice(2, 4)],
    ids=["every other", "every other, backwards", "in the middle"],
)
def test_a_part_of_a_larger_array_is_filled(part):
    whole = np.full(4, 9.0)
    outputs.best_scores(SCORES, whole[part])
    expected = np.full(4, 9.0)
    expected[part] = [0.5, 1.0]

    assert whole.tolist() == expected.tolist()


def test_a_column_of_another_matrix_is_filled():
    table = np.zeros((2, 3))
    outputs.best_scores(SCORES, table[:, 1])

    assert table.tolist() == [[0.0, 0.5, 0.0], [0.0, 1.0, 0.0]]


@pytest.mark.parametrize("scores", [SCORES, SCORES[:, :0]], ids=["three columns", "no columns"])
@pytest.mark.parametrize("number", [0, 1, 3])
def test_another_number_of_rows_is_a_value_error(scores, number):
    out = np.full(number, 9.0)

    with pytest.raises(ValueError, match="shape") as caught:
        outputs.best_scores(scores, out)
    assert str(caught.value) == f"out has shape ({number},), not (2,)"
    assert out.tolist() == [9.0] * number, "it was written to all the same"


@pytest.mark.parametrize(
    "out",
    [
        pytest.param([0.0, 0.0], id="list"),
        pytest.param(None, id="None"),
        pytest.param(bytearray(16), id="bytearray"),
        pytest.param(np.zeros(2, "f4"), id="float32"),
        pytest.param(np.zeros(2, "i8"), id="int64"),
        pytest.param(np.zeros(2, np.dtype("f8").newbyteorder()), id="the other byte order"),
        pytest.param(np.zeros((2, 1)), id="two dimensions"),
        pytest.param(np.zeros(()), id="no dimension"),
    ],
)
def test_what_is_no_such_array_is_a_type_error(out):
    with pytest.raises(TypeError) as caught:
        outputs.best_scores(SCORES, out)
    assert caught.value.__notes__ == ["while processing 'out'"]


@pytest.mark.parametrize("scores", [SCORES.tolist(), SCORES[0], SCORES.astype("f4")], ids=["list", "one dimension", "float32"])
def test_scores_that_are_no_such_array_are_a_type_error(scores):
    with pytest.raises(TypeError) as caught:
        outputs.best_scores(scores, np.zeros(2))
    assert caught.value.__notes__ == ["while processing 'scores'"]


def test_a_read_only_array_is_a_type_error():
    out = np.full(2, 9.0)
    out.flags.writeable = False

    with pytest.raises(TypeError, match="not writeable"):
        outputs.best_scores(SCORES, out)
    assert out.tolist() == [9.0, 9.0]


@pytest.mark.parametrize("part", [np.s_[:, 0], np.s_[0, :2], np.s_[::-1, 2]], ids=["a column", "a row", "a column backwards"])
def test_an_overlap_is_a_type_error(part):
    scores = SCORES.copy()

    with pytest.raises(TypeError, match="already borrowed"):
        outputs.best_scores(scores, scores[part])
    assert scores.tolist() == SCORES.tolist()


def test_two_halves_of_one_array():
    whole = np.zeros((3, 2))
    whole[:2] = [[0.25, 0.5], [1.0, 0.75]]
    outputs.best_scores(whole[:2], whole[2])

    assert whole[2].tolist() == [0.5, 1.0]


def packed(values):
    """Each record takes 12 bytes, so the values lie one and a half items apart."""
    records = np.zeros(values.shape, dtype=[("value", "f8"), ("id", "i4")])
    records["value"] = values
    return records["value"]


def test_scores_that_are_not_aligned_are_a_value_error():
    with pytest.raises(ValueError, match=r"^scores is not aligned"):
        outputs.best_scores(packed(SCORES), np.zeros(2))


def test_an_out_that_is_not_aligned_is_a_value_error():
    out = packed(np.full(2, 9.0))

    with pytest.raises(ValueError, match=r"^out is not aligned"):
        outputs.best_scores(SCORES, out)
    assert out.tolist() == [9.0, 9.0]


def test_an_out_with_the_same_item_at_every_index_is_a_value_error():
    one = np.full(1, 9.0)

    with pytest.raises(ValueError, match=r"^out has the same item at every index$"):
        outputs.best_scores(SCORES, as_strided(one, (2,), (0,)))
    assert one.tolist() == [9.0]


def test_an_out_of_one_item():
    one = np.full(1, 9.0)
    outputs.best_scores(SCORES[1:], as_strided(one, (1,), (0,)))

    assert one.tolist() == [1.0]


def test_an_error_gives_the_array_back():
    out = np.zeros(2)
    with pytest.raises(ValueError, match="shape"):
        outputs.best_scores(SCORES[:1], out)
    outputs.best_scores(SCORES, out)

    assert out.tolist() == [0.5, 1.0]


@pytest.mark.parametrize(
    ("function", "parameters"),
    [(outputs.compare_all, ["left", "right"]), (outputs.best_scores, ["scores", "out"])],
    ids=["compare_all", "best_scores"],
)
def test_the_signatures_are_unchanged(function, parameters):
    assert list(inspect.signature(function).parameters) == parameters


def test_even_weights():
    """The worked examples of the page, here and below."""
    moved, address = outputs.even_weights(4)
    assert moved.ctypes.data == address
    assert (moved.tolist(), owner(moved)) == ([0.25] * 4, "PySliceContainer")

    copied, address = outputs.even_weights(4, copied=True)
    assert copied.ctypes.data != address
    assert (copied.tolist(), owner(copied)) == ([0.25] * 4, "numpy")

    assert outputs.even_weights_list(4) == [0.25] * 4


def test_find_links():
    links = outputs.find_links(SCORES, 0.5)

    assert {name: (column.tolist(), column.dtype.name) for name, column in links.items()} == {
        "left": ([0, 1, 1, 1], "int64"),
        "right": ([1, 0, 1, 2], "int64"),
        "score": ([0.5, 1.0, 0.75, 0.5], "float64"),
    }
    assert [column.shape for column in outputs.find_links(SCORES, 9.0).values()] == [(0,)] * 3


def test_scale():
    scores = SCORES.copy()
    outputs.scale(scores[1, ::-2], 2.0)

    assert scores.tolist() == [[0.25, 0.5, 0.0], [2.0, 0.75, 1.0]]
    with pytest.raises(ValueError, match="the same item"):
        outputs.scale(as_strided(scores, (2,), (0,)), 2.0)


def test_nobody_writes_what_is_borrowed():
    scores = SCORES[0].copy()
    with pytest.raises(TypeError, match="already borrowed"):
        outputs.sums_around(scores, lambda: outputs.scale(scores, 2.0))

    assert scores.tolist() == SCORES[0].tolist()
