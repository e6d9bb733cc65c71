//! What goes wrong, and what is logged: the same exceptions and the same records as those of the module in Python.

use matching_core::{LeftOut, Outcome};
use pyo3::call::PyCallArgs;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::intake::NAMES;
use crate::value_types::shown;

pyo3::import_exception!(capstone.customers, Cancelled);
pyo3::import_exception!(capstone.customers, InvalidRecord);

/// Logs as the module in Python does: by the logger of that name, and the arguments apart from the message that they belong to.
fn log<'py>(py: Python<'py>, level: &str, message_and_args: impl PyCallArgs<'py>) -> PyResult<()> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = LOGGER.get_or_try_init(py, || {
        let logger = py
            .import("logging")?
            .call_method1("getLogger", ("matching",))?;
        PyResult::Ok(logger.unbind())
    })?;
    logger.bind(py).call_method1(level, message_and_args)?;
    Ok(())
}

/// The directory is in blocks.
pub fn log_blocks(py: Python<'_>, customers: usize, blocks: usize) -> PyResult<()> {
    log(
        py,
        "debug",
        ("%d customers in %d blocks", customers, blocks),
    )
}

/// A block has too many customers.
pub fn log_left_out(block: &LeftOut, most: &Bound<'_, PyAny>) -> PyResult<()> {
    let message = "block %s=%s left out: %d customers, at most %d";
    let field = NAMES[block.field];
    log(
        most.py(),
        "warning",
        (message, field, &block.key, block.customers, most),
    )
}

/// All customers are compared.
pub fn log_outcome(py: Python<'_>, customers: usize, outcome: &Outcome) -> PyResult<()> {
    let message = "%d customers, %d pairs compared: %d pairs in %d clusters";
    let (pairs, clusters) = (outcome.found.len(), outcome.clusters.len());
    log(
        py,
        "info",
        (message, customers, outcome.compared, pairs, clusters),
    )
}

/// The exception for a job that was cancelled when so many customers were done; it is logged, too.
pub fn cancelled(py: Python<'_>, done: usize, total: usize) -> PyErr {
    match log(
        py,
        "info",
        ("cancelled after %d of %d customers", done, total),
    ) {
        Ok(()) => Cancelled::new_err((done, total)),
        Err(error) => error,
    }
}

/// The exception for an object that is no customer.
pub fn no_customer(row: usize, object: &Bound<'_, PyAny>) -> PyErr {
    match object.get_type().name() {
        Ok(class) => PyTypeError::new_err(format!("row {row}: expected a Customer, not {class}")),
        Err(error) => error,
    }
}

/// The exception for a field that is no text.
pub fn no_text(row: usize, field: &str, value: &Bound<'_, PyAny>) -> PyErr {
    invalid(row, field, value, |shown| {
        format!("expected a str, not {shown}")
    })
}

/// The exception for an id that an earlier row has.
pub fn same_id(row: usize, id: &Bound<'_, PyAny>, first: usize) -> PyErr {
    invalid(row, "id", id, |shown| {
        format!("{shown} is the id of row {first} already")
    })
}

fn invalid(
    row: usize,
    field: &str,
    value: &Bound<'_, PyAny>,
    problem: impl FnOnce(&str) -> String,
) -> PyErr {
    let shown = shown(value.py()).and_then(|shown| shown.call1((value,))?.extract::<String>());
    match shown {
        Ok(shown) => InvalidRecord::new_err((row, field.to_owned(), problem(&shown))),
        Err(error) => error,
    }
}
