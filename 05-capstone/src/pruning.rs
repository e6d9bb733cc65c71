//! A look at the core's pruning, for the tests of step `prune`; no part of the drop-in.

use std::array::from_fn;
use std::cell::RefCell;

use matching_core::bounds::{bound, score};
use matching_core::{COMPARISONS, FIELDS, Job, NAMES, Plan, Sketch};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyTuple};

use crate::intake::Intake;
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

/// Return the fields of two customers that are compared, letter by letter, until their score is known, or certain to be below the threshold.
#[pyfunction]
pub fn compared_fields(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    settings: &Bound<'_, PyAny>,
) -> PyResult<Vec<&'static str>> {
    let mut intake = Intake::new(left.py())?;
    let left = intake.customer(0, left.as_borrowed())?;
    let right = intake.customer(1, right.as_borrowed())?;
    let settings = settings::for_core(settings)?;
    let ours = from_fn(|field| Sketch::new(0, &left[field]));
    let theirs =
        from_fn(|field| Sketch::new(u32::from(left[field] != right[field]), &right[field]));
    let compared = RefCell::new(Vec::new());
    let compare = |field: usize| {
        compared.borrow_mut().push(NAMES[field]);
        COMPARISONS[field].similarity(&left[field], &right[field])
    };
    score(
        &ours,
        &theirs,
        &settings.weights,
        settings.threshold,
        compare,
    );
    Ok(compared.into_inner())
}

/// Return how many pairs of a directory share a block, and how many of them had to be compared in all fields.
#[pyfunction]
pub fn pruned(customers: &Bound<'_, PyTuple>, settings: &Bound<'_, PyAny>) -> PyResult<(u64, u64)> {
    let builder = Intake::new(customers.py())?.directory(customers)?;
    let directory = builder.build(settings::for_core(settings)?);
    let plan = Plan {
        on_threads: false,
        pruning: true,
    };
    let outcome = directory.compare_all(&Job::new(), plan);
    Ok(outcome.map_or((0, 0), |outcome| (outcome.compared, outcome.scored)))
}
