//! Arrays of numpy as arguments: views of the caller's memory, not copies.

use numpy::prelude::*;
use numpy::{
    AllowTypeChange, PyArray1, PyArrayLike1, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArray,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Tells the address of the first item of `scores`, as Rust sees it.
///
/// Takes an array of shape (n,), dtype float64. Returns an `int`.
#[pyfunction]
pub fn score_address(scores: PyReadonlyArray1<'_, f64>) -> usize {
    scores.data().addr()
}

/// Refuses an array whose items lie where Rust cannot read them: no multiple of their size apart.
pub fn check_aligned(name: &str, array: &Bound<'_, PyUntypedArray>) -> PyResult<()> {
    if array.is_aligned() {
        return Ok(());
    }
    let message = format!("{name} is not aligned, numpy.require({name}, requirements='A') is");
    Err(PyValueError::new_err(message))
}

/// Computes the mean of `scores`, without a copy.
///
/// Takes an array of shape (n,), dtype float64, any strides. Returns a `float`, `None` if n is 0.
/// Raises `TypeError` for another dtype or rank and for what is no array, `ValueError` for an array
/// that is not aligned.
#[pyfunction]
pub fn mean_score(scores: PyReadonlyArray1<'_, f64>) -> PyResult<Option<f64>> {
    check_aligned("scores", scores.as_untyped())?;
    Ok(scores.as_array().mean())
}

/// Computes the mean of `scores`, which is whatever `numpy.asarray` makes an array of.
///
/// Takes anything of shape (n,) and of numbers, and copies it, unless it is an array of dtype
/// float64. Returns a `float`, `None` if n is 0. Raises as `mean_score`, and what `asarray` raises.
#[pyfunction]
pub fn mean_of_any(scores: &Bound<'_, PyAny>) -> PyResult<Option<f64>> {
    if let Ok(array) = scores.cast::<PyArray1<f64>>() {
        array.try_readonly()?;
    }
    let scores: PyArrayLike1<'_, f64, AllowTypeChange> = scores.extract()?;
    check_aligned("scores", scores.as_untyped())?;
    Ok(scores.as_array().mean())
}

/// Computes the mean of `scores` by way of a `Vec`.
///
/// Takes a sequence of `float`, copies it. Returns a `float`, `None` if it is empty.
#[pyfunction]
pub fn mean_of_vec(scores: Vec<f64>) -> Option<f64> {
    numpy::ndarray::aview1(&scores).mean()
}

/// Computes the standard deviation of `scores` while other threads of Python run, on a copy.
///
/// Takes an array as `mean_score` does, and raises as it does. Returns a `float`, nan if n is 0.
#[pyfunction]
pub fn deviation(py: Python<'_>, scores: PyReadonlyArray1<'_, f64>) -> PyResult<f64> {
    check_aligned("scores", scores.as_untyped())?;
    let own = scores.as_array().to_owned();
    Ok(py.detach(|| own.std(0.0)))
}

/// Adds up `scores` before and after the call of `meanwhile`, and has them borrowed all the time.
///
/// Takes an array as `mean_score` does, and a callable without arguments.
/// Returns two `float`. Raises as `mean_score` does, and what `meanwhile` raises.
#[pyfunction]
pub fn sums_around(
    scores: PyReadonlyArray1<'_, f64>,
    meanwhile: &Bound<'_, PyAny>,
) -> PyResult<(f64, f64)> {
    check_aligned("scores", scores.as_untyped())?;
    let before = scores.as_array().sum();
    meanwhile.call0()?;
    Ok((before, scores.as_array().sum()))
}

/// Finds the first of some pairs of customers that are one and the same, by their similarities.
///
/// Takes `similarities`, an array of shape (pairs, fields), `weights`, one of shape (fields,), both
/// of dtype float64 with any strides, and the `threshold`, a `float`. Copies neither of them.
/// Returns the index, an `int`, of the first row whose sum, weighted, is the threshold or more;
/// `None` if there is none. Raises `TypeError` for another dtype or rank and for what is no array,
/// `ValueError` for another number of weights and for an array that is not aligned.
// exercise arrays_in: take arrays, without a copy; refuse the wrong ones as the docstring says
// starter: #[pyfunction]
// starter: pub fn first_link(
// starter:     similarities: Vec<Vec<f64>>,
// starter:     weights: Vec<f64>,
// starter:     threshold: f64,
// starter: ) -> PyResult<Option<usize>> {
// starter:     Ok(similarities.iter().position(|row| {
// starter:         let products = row.iter().zip(&weights).map(|(s, w)| s * w);
// starter:         products.sum::<f64>() >= threshold
// starter:     }))
// starter: }
#[pyfunction]
pub fn first_link(
    similarities: PyReadonlyArray2<'_, f64>,
    weights: PyReadonlyArray1<'_, f64>,
    threshold: f64,
) -> PyResult<Option<usize>> {
    check_aligned("similarities", similarities.as_untyped())?;
    check_aligned("weights", weights.as_untyped())?;
    let (similarities, weights) = (similarities.as_array(), weights.as_array());
    if weights.len() != similarities.ncols() {
        let (given, wanted) = (weights.len(), similarities.ncols());
        let message = format!("weights has shape ({given},), not ({wanted},)");
        return Err(PyValueError::new_err(message));
    }
    let mut scores = similarities.rows().into_iter().map(|row| row.dot(&weights));
    Ok(scores.position(|score| score >= threshold))
}
// end
