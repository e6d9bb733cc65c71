//! What may be done with a Python object, and the three smart pointers that hold one.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

/// Customers by a value that they share: plain Rust without a lifetime, so it holds `Py`.
type Groups = BTreeMap<String, Vec<Py<PyAny>>>;

/// Makes a record in which nothing is known but the state.
///
/// Takes the `state`, a `str`, and returns a new `dict`.
#[pyfunction]
pub fn blank_record<'py>(py: Python<'py>, state: &str) -> PyResult<Bound<'py, PyDict>> {
    let record = PyDict::new(py);
    record.set_item("state", state)?;
    Ok(record)
}

/// Finds a customer.
///
/// Takes a `list` of records, the name of a `field`, and the `value` to look for. Returns the first
/// record with that value, the very object of the list, or `None`. Raises `KeyError` if a record
/// has no such field.
#[pyfunction]
pub fn find<'py>(
    customers: &Bound<'py, PyList>,
    field: &str,
    value: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    for customer in customers {
        if customer.get_item(field)?.eq(value)? {
            return Ok(Some(customer));
        }
    }
    Ok(None)
}

/// Returns the last of the `lines` of an address, a `tuple`; `None` if there are none.
#[pyfunction]
pub fn last_line<'py>(lines: &Bound<'py, PyTuple>) -> Option<Bound<'py, PyAny>> {
    let line: Borrowed<'_, 'py, PyAny> = lines.iter_borrowed().next_back()?;
    Some(line.to_owned())
}

/// The customers by the value of a field, each group in the order of the list.
fn group(customers: &Bound<'_, PyList>, field: &str) -> PyResult<Groups> {
    let mut groups = Groups::new();
    for customer in customers {
        let value: String = customer.get_item(field)?.extract()?;
        // exercise token: add this customer to the group of its value
        // todo: (a group holds `Py`, and this customer is a `Bound`)
        // starter:
        groups.entry(value).or_default().push(customer.unbind());
        // end
    }
    Ok(groups)
}

/// The record of a group that has the most fields, the first one if several have as many.
fn fullest<'py>(py: Python<'py>, group: &[Py<PyAny>]) -> PyResult<Option<Bound<'py, PyAny>>> {
    // exercise token: return the customer with the most fields, None only for an empty group
    // todo: (`len()` counts the fields of a record, but a `Py` has no `len()`)
    // starter: Ok(None)
    let mut fullest: Option<(usize, &Bound<'py, PyAny>)> = None;
    for customer in group {
        let customer = customer.bind(py);
        let fields = customer.len()?;
        if fullest.is_none_or(|(most, _)| fields > most) {
            fullest = Some((fields, customer));
        }
    }
    Ok(fullest.map(|(_, customer)| customer.clone()))
    // end
}

/// Keeps one customer of all that share a value: the one that the most is known about.
///
/// Takes a `list` of records and the name of the `field` whose value, a `str`, they share. Returns
/// a `list` of one record for each value, in the order of the values: the one with the most fields,
/// the first of them at a tie. They are the very objects of the list given, not copies.
/// Raises `KeyError` if a record has no such field, `TypeError` if its value is no `str`.
#[pyfunction]
pub fn survivors<'py>(
    customers: &Bound<'py, PyList>,
    field: &str,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let py = customers.py();
    let groups = group(customers, field)?;
    groups
        .values()
        .filter_map(|group| fullest(py, group).transpose())
        .collect()
}
