//! Members of an enum that is written in Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

static CHANNEL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// Returns how to reach a customer, a `classes.channels.Channel`: by e-mail if there is an address for it.
#[pyfunction]
pub fn best_channel(py: Python<'_>, has_email: bool) -> PyResult<Bound<'_, PyAny>> {
    let class = CHANNEL.import(py, "classes.channels", "Channel")?;
    class.call1((if has_email { "email" } else { "letter" },))
}

/// Tells what a message costs, in cents, an `int`. Takes a `Channel` or its value, a `str`; raises `ValueError` for another text.
#[pyfunction]
pub fn cost_of(channel: &str) -> PyResult<u32> {
    match channel {
        "email" => Ok(0),
        "letter" => Ok(150),
        _ => Err(PyValueError::new_err(format!("no channel: {channel:?}"))),
    }
}
