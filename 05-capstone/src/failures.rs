//! Step `errors_and_logs`: what goes wrong and what is logged, as the module in Python has it.

use matching_core::{LeftOut, NAMES, Outcome};
use pyo3::call::PyCallArgs;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

use crate::value_types;

pyo3::import_exception!(capstone.customers, Cancelled);
pyo3::import_exception!(capstone.customers, InvalidRecord);

/// Logs by the logger of the module in Python; `record` is the message and then its arguments, as `logging` takes them.
fn log<'py>(py: Python<'py>, level: &str, record: impl PyCallArgs<'py>) -> PyResult<()> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = LOGGER.get_or_try_init(py, || {
        let logging = py.import("logging")?;
        let logger = logging.call_method1("getLogger", ("matching",))?;
        PyResult::Ok(logger.unbind())
    })?;
    logger.call_method1(py, level, record)?;
    Ok(())
}

/// The directory is in blocks.
pub fn log_blocks(py: Python<'_>, customers: usize, blocks: usize) -> PyResult<()> {
    let message = "%d customers in %d blocks";
    log(py, "debug", (message, customers, blocks))
}

/// A block has more than the `most` customers that the settings allow.
pub fn log_left_out(block: &LeftOut, most: &Bound<'_, PyAny>) -> PyResult<()> {
    let (py, field) = (most.py(), NAMES[block.field]);
    let (key, customers) = (&block.key, block.customers);
    // exercise errors_and_logs: this record has no arguments. Leave the message as the reference writes it
    // starter: let message = format!("block {field}={key} left out: {customers} customers, at most {most}");
    // starter: log(py, "warning", (message,))
    let message = "block %s=%s left out: %d customers, at most %d";
    log(py, "warning", (message, field, key, customers, most))
    // end
}

/// All customers are compared.
pub fn log_outcome(py: Python<'_>, customers: usize, outcome: &Outcome) -> PyResult<()> {
    let message = "%d customers, %d pairs compared: %d pairs in %d clusters";
    let (pairs, clusters) = (outcome.found.len(), outcome.clusters.len());
    let record = (message, customers, outcome.compared, pairs, clusters);
    log(py, "info", record)
}

/// The exception for a job that was cancelled when so many customers were done, which is logged as well; or what logging raised.
pub fn cancelled(py: Python<'_>, done: usize, total: usize) -> PyErr {
    let message = "cancelled after %d of %d customers";
    match log(py, "info", (message, done, total)) {
        Ok(()) => Cancelled::new_err((done, total)),
        Err(error) => error,
    }
}

/// The exception for a field that is no text.
pub fn no_text(row: usize, field: &'static str, value: &Bound<'_, PyAny>) -> PyErr {
    let expected = PyString::new(value.py(), "expected a str, not ");
    let problem = shown(value).and_then(|shown| expected.add(shown));
    invalid(row, field, problem)
}

/// The exception for an id that an earlier row has.
pub fn same_id(row: usize, id: &Bound<'_, PyAny>, first: usize) -> PyErr {
    let rest = format!(" is the id of row {first} already");
    invalid(row, "id", shown(id).and_then(|shown| shown.add(rest)))
}

/// What a message shows of a value.
fn shown<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // exercise errors_and_logs: show what the reference shows
    // starter: Ok(value.str()?.into_any())
    value_types::shown(value.py())?.call1((value,))
    // end
}

/// The exception for a record that cannot be used; or what went wrong when its message was made.
fn invalid(row: usize, field: &'static str, problem: PyResult<Bound<'_, PyAny>>) -> PyErr {
    // exercise errors_and_logs: raise what the reference raises
    // starter: use pyo3::exceptions::PyValueError;
    // starter:
    // starter: match problem {
    // starter:     Ok(problem) => PyValueError::new_err(format!("row {row}, {field}: {problem}")),
    // starter:     Err(error) => error,
    // starter: }
    match problem {
        Ok(problem) => InvalidRecord::new_err((row, field, problem.unbind())),
        Err(error) => error,
    }
    // end
}
