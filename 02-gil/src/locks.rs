//! A Rust lock and the interpreter: two locks, and how not to wait for the one while holding the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::{MutexExt, PyOnceLock};
use pyo3::types::PyType;

/// A journal of changes to customers: numbered lines in a file.
///
/// Made with the `file` to write to, any object with a method `write` that takes a `str`.
#[pyclass(frozen)]
pub struct Journal {
    file: Py<PyAny>,
    written: Mutex<u64>,
}

#[pymethods]
impl Journal {
    #[new]
    fn new(file: Py<PyAny>) -> Self {
        let written = Mutex::new(0);
        Self { file, written }
    }

    /// Writes a line: its number, a space, the `text`. May be called by several threads at once.
    ///
    /// Returns the number, counted from 1. Raises what the file raises; the number is not used up then.
    fn note(&self, py: Python<'_>, text: &str) -> PyResult<u64> {
        let written = self.written.lock_py_attached(py);
        let mut written = written.unwrap_or_else(PoisonError::into_inner);
        let number = *written + 1;
        let line = format!("{number} {text}\n");
        self.file.call_method1(py, "write", (line,))?;
        *written = number;
        Ok(number)
    }
}

/// Reads a date of birth as the records have it: `19620105`.
///
/// Returns a `datetime.date`. Raises `ValueError` for anything that is no date.
#[pyfunction]
pub fn birth_date<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let date = DATE.import(py, "datetime", "date")?;
    date.call_method1("fromisoformat", (text,))
}

/// A place for one answer: empty until the first thread that wants it has found it out.
type Answer = Arc<PyOnceLock<Py<PyAny>>>;

fn empty() -> Answer {
    Arc::new(PyOnceLock::new())
}

/// A register of postcodes that asks no question twice.
///
/// Made with `look_up`, a function of one argument: it is slow, and it knows. It may use the register itself, for another suburb.
#[pyclass(frozen)]
pub struct PostcodeRegister {
    look_up: Py<PyAny>,
    answers: Mutex<HashMap<String, Answer>>,
}

#[pymethods]
impl PostcodeRegister {
    #[new]
    fn new(look_up: Py<PyAny>) -> Self {
        let answers = Mutex::default();
        Self { look_up, answers }
    }

    /// Finds the postcode of a `suburb`. May be called by several threads at once.
    ///
    /// Returns what `look_up(suburb)` returned, the same object each time: it is called once for a suburb, and no thread waits while it
    /// is called for another suburb. Raises what it raises; the next call asks again then.
    fn postcode(&self, py: Python<'_>, suburb: String) -> PyResult<Py<PyAny>> {
        // exercise locks: with two threads this deadlocks. Hold the lock only to find the place of the
        // todo: answer (it is an `Arc`); look the suburb up when the lock is free again.
        // starter: let answers = self.answers.lock();
        // starter: let mut answers = answers.unwrap_or_else(PoisonError::into_inner);
        // starter: let answer = answers.entry(suburb.clone()).or_insert_with(empty);
        let answer = {
            let answers = self.answers.lock_py_attached(py);
            let mut answers = answers.unwrap_or_else(PoisonError::into_inner);
            Arc::clone(answers.entry(suburb.clone()).or_insert_with(empty))
        };
        // end
        let postcode = answer.get_or_try_init(py, || self.look_up.call1(py, (suburb,)))?;
        Ok(postcode.clone_ref(py))
    }
}
