//! A look at the core's pruning, for the tests of step `prune`; no part of the drop-in.

use matching_core::{Directory, FIELDS, Job, Plan, Sketch, bounds::bound};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyTuple};

use crate::intake::{Intake, NAMES};
use crate::settings;

/// Return how alike two customers can be at most, judged at a glance, for each field that is known of both.
#[pyfunction]
#[pyo3(signature = (left, right) -> "dict[str, float]")]
pub fn bounds<'py>(
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let mut intake = Intake::new(left.py())?;
    let left = intake.customer(0, left.as_borrowed())?;
    let right_texts = intake.customer(1, right.as_borrowed())?;
    let at_most = (0..FIELDS).filter_map(|field| {
        let (a, b) = (&left[field], &right_texts[field]);
        let (a, b) = (Sketch::new(0, a), Sketch::new(u32::from(a != b), b));
        (a.is_known() && b.is_known()).then(|| (NAMES[field], bound(field, &a, &b)))
    });
    at_most.into_py_dict(right.py())
}

/// Return how many pairs of a directory share a block, and how many of them had to be compared in all fields.
#[pyfunction]
pub fn pruned(customers: &Bound<'_, PyTuple>, settings: &Bound<'_, PyAny>) -> PyResult<(u64, u64)> {
    let cleaned = Intake::new(customers.py())?.directory(customers)?;
    let directory = Directory::new(cleaned, settings::for_core(settings)?);
    let plan = Plan {
        on_threads: false,
        pruning: true,
    };
    let outcome = directory.compare_all(&Job::new(), plan);
    Ok(outcome.map_or((0, 0), |outcome| (outcome.compared, outcome.scored)))
}
