//! A small family of exceptions, and one conversion into it.

use std::path::PathBuf;

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::mailing_list::{LoadError, load};

/// A line of a mailing list is not as it should be. `line` is its number, from 1.
#[pyclass(extends = PyValueError, subclass, frozen, get_all, str = "{message}", module = "outputs")]
pub struct MailingListError {
    message: String,
    line: usize,
}

#[pymethods]
impl MailingListError {
    #[new]
    #[pyo3(signature = (message, line, /))]
    fn new(message: String, line: usize) -> Self {
        Self { message, line }
    }
}

/// The postcode in a line is missing (its `value` is `None`) or no number (the `value` is its text).
#[pyclass(extends = MailingListError, subclass, frozen, get_all, module = "outputs")]
pub struct PostcodeError {
    value: Option<String>,
}

#[pymethods]
impl PostcodeError {
    #[new]
    #[pyo3(signature = (message, line, value, /))]
    fn new(message: String, line: usize, value: Option<String>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(MailingListError::new(message, line)).add_subclass(Self { value })
    }
}

/// `raise error from source`
fn caused_by(error: PyErr, source: impl Into<PyErr>) -> PyErr {
    Python::attach(|py| error.set_cause(py, Some(source.into())));
    error
}

impl From<LoadError> for PyErr {
    fn from(error: LoadError) -> Self {
        let message = error.to_string();
        match error {
            // exercise custom_errors: PostcodeErrors with their attributes and, if there is one, their cause
            // starter: LoadError::NoPostcode { .. } | LoadError::BadPostcode { .. } => {
            // starter:     PyValueError::new_err(message)
            // starter: }
            LoadError::NoPostcode { line, .. } => {
                PyErr::new::<PostcodeError, _>((message, line, None::<String>))
            }
            LoadError::BadPostcode {
                line,
                value,
                source,
            } => {
                let error = PyErr::new::<PostcodeError, _>((message, line, value));
                caused_by(error, source)
            }
            // end
            LoadError::File { path, source } => {
                let code = source.raw_os_error();
                PyOSError::new_err((code, message, path.into_os_string(), code))
            }
            LoadError::Text { line, source } => {
                caused_by(PyErr::new::<MailingListError, _>((message, line)), source)
            }
        }
    }
}

/// Loads a mailing list, a file with lines such as `waller,4011`.
///
/// Takes its path and returns a `list` of names and postcodes, each a `tuple` of `str` and `int`.
/// Raises `OSError` if the file cannot be read, `PostcodeError` if the postcode in a line is missing
/// or no number, and its base `MailingListError` if a line is no text.
#[pyfunction]
pub fn load_mailing_list(py: Python<'_>, path: PathBuf) -> Result<Vec<(String, u16)>, LoadError> {
    py.detach(|| load(&path))
}
