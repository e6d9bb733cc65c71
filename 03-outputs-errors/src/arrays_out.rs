//! Arrays of numpy as results, and arrays that the caller owns and Rust fills.

use numpy::ndarray::Array2;
use numpy::prelude::*;
use numpy::{PyArray1, PyArray2, PyReadonlyArray2, PyReadwriteArray1, PyUntypedArray};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::arrays_in::check_aligned;

/// Makes weights for `count` fields that all count the same, moved, or `copied` on request.
///
/// Returns an array of shape (count,), dtype float64, and the address that Rust had the weights at.
#[pyfunction]
#[pyo3(signature = (count, *, copied = false))]
pub fn even_weights(py: Python<'_>, count: u32, copied: bool) -> (Bound<'_, PyArray1<f64>>, usize) {
    let weights = even_weights_list(count);
    let address = weights.as_ptr().addr();
    if copied {
        (weights.to_pyarray(py), address)
    } else {
        (weights.into_pyarray(py), address)
    }
}

/// Makes weights as `even_weights` does, but returns a `list` of `float`.
#[pyfunction]
pub fn even_weights_list(count: u32) -> Vec<f64> {
    vec![1.0 / f64::from(count); count as usize]
}

/// What `find_links` returns: a `dict` of three arrays, as a table has three columns.
#[derive(IntoPyObject)]
pub struct Links<'py> {
    left: Bound<'py, PyArray1<i64>>,
    right: Bound<'py, PyArray1<i64>>,
    score: Bound<'py, PyArray1<f64>>,
}

/// Finds the pairs with a score of `threshold` or more.
///
/// Takes `scores`, an array of shape (rows, columns), dtype float64. Returns a `dict` of three
/// arrays of shape (links,): `left` and `right`, dtype int64, the row and the column, in the order
/// of the rows, and `score`, dtype float64. Raises `TypeError` for another dtype or rank and for
/// what is no array, `ValueError` for an array that is not aligned.
#[pyfunction]
pub fn find_links(scores: PyReadonlyArray2<'_, f64>, threshold: f64) -> PyResult<Links<'_>> {
    check_aligned("scores", scores.as_untyped())?;
    let (mut left, mut right, mut found) = (vec![], vec![], vec![]);
    for (row, values) in (0..).zip(scores.as_array().rows()) {
        for (column, &score) in (0..).zip(values).filter(|(_, score)| **score >= threshold) {
            left.push(row);
            right.push(column);
            found.push(score);
        }
    }
    Ok(Links {
        left: left.into_pyarray(scores.py()),
        right: right.into_pyarray(scores.py()),
        score: found.into_pyarray(scores.py()),
    })
}

/// Refuses an array that Rust must not write to: not aligned, or one single item at every index.
fn check_out(name: &str, array: &Bound<'_, PyUntypedArray>) -> PyResult<()> {
    check_aligned(name, array)?;
    if array.len() > 1 && array.strides() == [0] {
        let message = format!("{name} has the same item at every index");
        return Err(PyValueError::new_err(message));
    }
    Ok(())
}

/// Multiplies `scores` by a `factor`, in the array itself.
///
/// Takes an array of shape (n,), dtype float64, any strides, and a `float`. Returns `None`.
/// Raises `TypeError` for another dtype or rank, for what is no array, and if the array is read-only
/// or borrowed; `ValueError` if it is not aligned or has the same item at every index.
#[pyfunction]
pub fn scale(mut scores: PyReadwriteArray1<'_, f64>, factor: f64) -> PyResult<()> {
    check_out("scores", scores.as_untyped())?;
    scores.as_array_mut().mapv_inplace(|score| score * factor);
    Ok(())
}

/// How much of two names is the same, from the beginning: 1 if they are equal.
fn similarity(left: &str, right: &str) -> f64 {
    let both = left.chars().zip(right.chars());
    let common = count(both.take_while(|(l, r)| l == r));
    common / count(left.chars()).max(count(right.chars())).max(1.0)
}

fn count(letters: impl Iterator) -> f64 {
    letters.fold(0.0, |count, _| count + 1.0)
}

/// Compares each name of one file with each name of another.
///
/// Takes two sequences of `str`. Returns an array of shape (len(left), len(right)), dtype float64,
/// C order: the similarities, from 0 to 1. The memory is Rust's, moved and not copied.
// exercise arrays_out: return one array of two dimensions, and move it
// starter: #[pyfunction]
// starter: pub fn compare_all(left: Vec<PyBackedStr>, right: Vec<PyBackedStr>) -> Vec<Vec<f64>> {
// starter:     let row = |l: &PyBackedStr| right.iter().map(|r| similarity(l, r)).collect();
// starter:     left.iter().map(row).collect()
// starter: }
#[pyfunction]
pub fn compare_all(
    py: Python<'_>,
    left: Vec<PyBackedStr>,
    right: Vec<PyBackedStr>,
) -> Bound<'_, PyArray2<f64>> {
    let shape = (left.len(), right.len());
    Array2::from_shape_fn(shape, |(l, r)| similarity(&left[l], &right[r])).into_pyarray(py)
}
// end

/// Writes the best score of each row into an array of the caller's.
///
/// Takes `scores`, an array of shape (rows, columns), and `out`, one of shape (rows,), both of dtype
/// float64 with any strides. Returns `None`; `out` then holds the greatest number of each row, nan
/// if there is none. Raises `TypeError` for another dtype or rank, for what is no array, and if
/// `out` is read-only or overlaps with `scores`; `ValueError` for another number of rows, for an array
/// that is not aligned, and for an `out` with the same item at every index. If it raises, nothing is
/// written.
// exercise arrays_out: `out` is a copy, so that what is written is lost: fill the caller's array
// starter: #[pyfunction]
// starter: pub fn best_scores(scores: PyReadonlyArray2<'_, f64>, mut out: Vec<f64>) -> PyResult<()> {
// starter:     check_aligned("scores", scores.as_untyped())?;
// starter:     let scores = scores.as_array();
// starter:     for (best, row) in out.iter_mut().zip(scores.rows()) {
// starter:         *best = row.iter().copied().fold(f64::NAN, f64::max);
// starter:     }
// starter:     Ok(())
// starter: }
#[pyfunction]
pub fn best_scores(
    scores: PyReadonlyArray2<'_, f64>,
    mut out: PyReadwriteArray1<'_, f64>,
) -> PyResult<()> {
    check_aligned("scores", scores.as_untyped())?;
    check_out("out", out.as_untyped())?;
    let (scores, mut out) = (scores.as_array(), out.as_array_mut());
    if out.len() != scores.nrows() {
        let (given, wanted) = (out.len(), scores.nrows());
        let message = format!("out has shape ({given},), not ({wanted},)");
        return Err(PyValueError::new_err(message));
    }
    for (best, row) in out.iter_mut().zip(scores.rows()) {
        *best = row.iter().copied().fold(f64::NAN, f64::max);
    }
    Ok(())
}
// end
