//! A context manager that swallows some exceptions.

use pyo3::exceptions::{PyBaseException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyType;

/// Keeps the reasons of records that were refused: what `with` it raises a `ValueError` is noted, and the program goes on.
#[pyclass(get_all, module = "classes")]
#[derive(Default)]
pub struct Rejects {
    /// The messages of the errors, a `list` of `str`: a new one each time.
    reasons: Vec<String>,
}

#[pymethods]
impl Rejects {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn __repr__(&self) -> String {
        format!("<Rejects: {} reasons>", self.reasons.len())
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[expect(unused_variables, reason = "Python passes three arguments")]
    fn __exit__(
        &mut self,
        exc_type: Option<&Bound<'_, PyType>>,
        error: Option<&Bound<'_, PyBaseException>>,
        traceback: Option<&Bound<'_, PyAny>>,
    ) -> bool {
        let Some(error) = error.filter(|error| error.is_instance_of::<PyValueError>()) else {
            return false;
        };
        self.reasons.push(error.to_string());
        true
    }
}
