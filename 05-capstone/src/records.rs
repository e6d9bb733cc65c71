//! The customers, taken over once: afterwards Python names them by their numbers.

use crate::rows::{Row, keys, row, score};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

/// A directory of customers, to be compared row by row. Rows count from 0.
///
/// Takes an iterable of `customers`, each of them a `Customer` or another sequence of ten `str`, the id first; and `normalise`, the function
/// that is asked for texts that are not ASCII. Reads both while it is made, and never again.
/// Raises `TypeError` or `ValueError` for a customer that is none, and what the iterable and `normalise` raise.
#[pyclass(frozen, module = "capstone")]
pub struct CustomerTable {
    // exercise records: keep rows of Rust's, in place of Python's objects
    // starter: rows: Vec<Py<PyAny>>,
    // starter: normalise: Py<PyAny>,
    rows: Vec<Row>,
    // end
}

#[pymethods]
impl CustomerTable {
    // exercise records: take each customer over here, once
    // starter: #[new]
    // starter: fn new(customers: &Bound<'_, PyAny>, normalise: Py<PyAny>) -> PyResult<Self> {
    // starter:     let rows = customers.try_iter()?.map(|customer| Ok(customer?.unbind()));
    // starter:     let rows = rows.collect::<PyResult<_>>()?;
    // starter:     Ok(Self { rows, normalise })
    // starter: }
    #[new]
    fn new(customers: &Bound<'_, PyAny>, normalise: &Bound<'_, PyAny>) -> PyResult<Self> {
        let rows = customers
            .try_iter()?
            .map(|customer| row(&customer?, normalise));
        let rows = rows.collect::<PyResult<_>>()?;
        Ok(Self { rows })
    }
    // end

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    /// The blocks that a row belongs to, a `list` of `(field, key)`. Raises `IndexError` if there is no such row.
    // exercise records: and here, only look the row up
    // starter: fn keys(&self, py: Python<'_>, number: usize) -> PyResult<Vec<(usize, String)>> {
    // starter:     let customer = at(&self.rows, number)?.bind(py);
    // starter:     Ok(keys(&row(customer, self.normalise.bind(py))?))
    // starter: }
    fn keys(&self, number: usize) -> PyResult<Vec<(usize, String)>> {
        Ok(keys(at(&self.rows, number)?))
    }
    // end

    /// How alike two rows are, from 0 to 1, a `float`. Raises `IndexError` if there is no such row.
    // exercise records: and here
    // starter: fn score(&self, py: Python<'_>, left: usize, right: usize) -> PyResult<f64> {
    // starter:     let (left, right) = (at(&self.rows, left)?, at(&self.rows, right)?);
    // starter:     let normalise = self.normalise.bind(py);
    // starter:     let left = row(left.bind(py), normalise)?;
    // starter:     Ok(score(&left, &row(right.bind(py), normalise)?))
    // starter: }
    fn score(&self, left: usize, right: usize) -> PyResult<f64> {
        Ok(score(at(&self.rows, left)?, at(&self.rows, right)?))
    }
    // end
}

/// The row of a number.
fn at<T>(rows: &[T], number: usize) -> PyResult<&T> {
    rows.get(number).ok_or_else(|| {
        let message = format!("no row {number} in a table of {}", rows.len());
        PyIndexError::new_err(message)
    })
}
