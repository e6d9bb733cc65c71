//! Step `arrays`: what a job has found, as numbers for numpy.

use numpy::PyArray1;
use numpy::prelude::*;
use pyo3::intern;
use pyo3::prelude::*;

use crate::matcher::Matcher;

/// Three columns: two of rows in the directory, and one of scores.
type Columns<'py> = (
    Bound<'py, PyArray1<u32>>,
    Bound<'py, PyArray1<u32>>,
    Bound<'py, PyArray1<f64>>,
);

/// Return how many pairs of customers are likely the same person.
///
/// Takes a `Matcher`. The log says the same as after `deduplicate`.
#[pyfunction]
pub fn count_duplicates(matcher: &Bound<'_, Matcher>) -> PyResult<usize> {
    Ok(matcher.get().outcome(matcher.py())?.found.len())
}

/// Return the pairs of customers that are likely the same person, as a list of tuples: two rows of the directory, and a score.
///
/// Takes a `Matcher`. Rows count from 0. The order is that of `deduplicate`, the most alike first, and the log says the same.
#[pyfunction]
pub fn duplicate_rows(matcher: &Bound<'_, Matcher>) -> PyResult<Vec<(u32, u32, f64)>> {
    let found = matcher.get().outcome(matcher.py())?.found;
    let rows = found.iter().map(|pair| (pair.left, pair.right, pair.score));
    Ok(rows.collect())
}

/// Return the pairs of customers that are likely the same person, as three arrays of one length: left, right, score.
///
/// Takes a `Matcher`. `left` and `right` are rows of the directory, from 0, of dtype uint32; `score` is of dtype float64. The order is that of
/// `deduplicate`, the most alike first, and the log says the same. The memory is Rust's, moved and not copied. Raises `ModuleNotFoundError`
/// where numpy is not installed: nothing else here needs it.
// exercise arrays: three lists, and of each number an object. Make arrays of the columns, and move them; but first make
// todo: sure that there is numpy, and let the exception out if there is none
// starter: #[pyfunction]
// starter: pub fn duplicate_arrays(matcher: &Bound<'_, Matcher>) -> PyResult<(Vec<u32>, Vec<u32>, Vec<f64>)> {
// starter:     let found = matcher.get().outcome(matcher.py())?.found;
// starter:     let left = found.iter().map(|pair| pair.left).collect();
// starter:     let right = found.iter().map(|pair| pair.right).collect();
// starter:     let score = found.iter().map(|pair| pair.score).collect();
// starter:     Ok((left, right, score))
// starter: }
#[pyfunction]
pub fn duplicate_arrays<'py>(matcher: &Bound<'py, Matcher>) -> PyResult<Columns<'py>> {
    let py = matcher.py();
    py.import(intern!(py, "numpy"))?;
    let found = matcher.get().outcome(py)?.found;
    let left: Vec<u32> = found.iter().map(|pair| pair.left).collect();
    let right: Vec<u32> = found.iter().map(|pair| pair.right).collect();
    let score: Vec<f64> = found.iter().map(|pair| pair.score).collect();
    Ok((
        left.into_pyarray(py),
        right.into_pyarray(py),
        score.into_pyarray(py),
    ))
}
// end
