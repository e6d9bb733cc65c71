//! Two customers compared, as functions for Python.

use matching_core::{FIELDS, NAMES, score as weighted, similarities as alike};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyDict};

use crate::intake::Intake;
use crate::matcher::Matcher;
use crate::{settings, value_types};

/// Return how alike two customers are, from 0 to 1, for each field that is known of both.
#[pyfunction]
#[pyo3(signature = (left, right) -> "dict[str, float]")]
pub fn similarities<'py>(
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let mut intake = Intake::new(left.py())?;
    let left = intake.customer(0, left.as_borrowed())?;
    let right_texts = intake.customer(1, right.as_borrowed())?;
    let alike = alike(texts(&left), texts(&right_texts));
    let known = NAMES.into_iter().zip(alike);
    known
        .filter_map(|(name, alike)| Some((name, alike?)))
        .into_py_dict(right.py())
}

/// Return how alike two customers are: the weighted mean over the fields known of both, 0.0 if there is none.
#[pyfunction]
#[pyo3(signature = (left, right, weights=None))]
pub fn score(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<f64> {
    let py = left.py();
    let mut intake = Intake::new(py)?;
    let left = intake.customer(0, left.as_borrowed())?;
    let right = intake.customer(1, right.as_borrowed())?;
    let weights = match weights {
        Some(weights) => checked(weights),
        None => defaults(py),
    }?;
    Ok(weighted(texts(&left), texts(&right), &weights))
}

fn defaults(py: Python<'_>) -> PyResult<[f64; FIELDS]> {
    static WEIGHTS: PyOnceLock<[f64; FIELDS]> = PyOnceLock::new();
    let weights = || checked(&value_types::weights(py)?.call0()?);
    WEIGHTS.get_or_try_init(py, weights).copied()
}

/// The weights, as `Settings` checks them.
fn checked(weights: &Bound<'_, PyAny>) -> PyResult<[f64; FIELDS]> {
    let py = weights.py();
    let named = [("weights", weights)].into_py_dict(py)?;
    let settings = value_types::settings(py)?.call((), Some(&named))?;
    settings::weights(&settings.getattr(intern!(py, "weights"))?)
}

fn texts<'a>(cleaned: &'a crate::intake::Cleaned<'_>) -> [&'a str; FIELDS] {
    cleaned.each_ref().map(AsRef::as_ref)
}

/// Find the customers of a directory that are likely the same person; see `Matcher.deduplicate`.
#[pyfunction]
#[pyo3(signature = (customers, settings=None, progress=None, cancelled=None))]
pub fn deduplicate<'py>(
    customers: &Bound<'py, PyAny>,
    settings: Option<&Bound<'py, PyAny>>,
    progress: Option<&Bound<'py, PyAny>>,
    cancelled: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let matcher = Matcher::of(customers, settings)?;
    matcher.deduplicate_by(
        customers.py(),
        progress,
        cancelled,
        matching_core::Plan::default(),
    )
}

/// `deduplicate` with or without threads, with or without pruning, for benchmarks.
#[pyfunction]
#[pyo3(signature = (customers, settings=None, *, threads, prune))]
pub fn deduplicate_with<'py>(
    customers: &Bound<'py, PyAny>,
    settings: Option<&Bound<'py, PyAny>>,
    threads: bool,
    prune: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let plan = matching_core::Plan {
        on_threads: threads,
        pruning: prune,
    };
    Matcher::of(customers, settings)?.deduplicate_by(customers.py(), None, None, plan)
}
