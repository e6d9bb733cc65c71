//! What is found, as the Python classes of the matching.

use matching_core::Outcome;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use crate::breath;
use crate::intake::Intake;
use crate::value_types;

/// Makes the result of a de-duplication; `ids` are the customers' ids in the order of the directory.
pub fn deduplication<'py>(
    py: Python<'py>,
    ids: &[Bound<'py, PyAny>],
    outcome: &Outcome,
) -> PyResult<Bound<'py, PyAny>> {
    // What a NamedTuple's own `__new__`, written in Python, comes down to: half the time for thousands of pairs.
    let new = py.get_type::<PyTuple>().getattr(intern!(py, "__new__"))?;
    let class = value_types::pair(py)?;
    let mut pairs = Vec::with_capacity(outcome.found.len());
    for (number, found) in outcome.found.iter().enumerate() {
        breath::taken(py, number)?;
        let fields = (
            &ids[found.left as usize],
            &ids[found.right as usize],
            found.score,
        );
        pairs.push(new.call1((class, fields))?);
    }
    let mut clusters = Vec::with_capacity(outcome.clusters.len());
    for (number, cluster) in outcome.clusters.iter().enumerate() {
        breath::taken(py, number)?;
        clusters.push(PyList::new(py, cluster.iter().map(|&place| &ids[place]))?);
    }
    let fields = (
        PyList::new(py, pairs)?,
        PyList::new(py, clusters)?,
        outcome.compared,
    );
    value_types::deduplication(py)?.call1(fields)
}

/// The best of the customers found for a record, of which itself is none.
pub fn matches<'py>(
    intake: &Intake<'py>,
    customers: &Bound<'py, PyTuple>,
    record: &Bound<'py, PyAny>,
    found: &[(usize, f64)],
    limit: usize,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let py = customers.py();
    let (class, own) = (value_types::matched(py)?, intake.id(record)?);
    let mut matches = Vec::new();
    for &(place, score) in found {
        let id = intake.id(&customers.get_item(place)?)?;
        if id.ne(&own)? {
            matches.push(class.call1((id, score))?);
            if matches.len() == limit {
                break;
            }
        }
    }
    Ok(matches)
}
