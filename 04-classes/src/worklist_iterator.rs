//! An iterator: a class of its own, which holds the collection that it goes through.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::protocols::Worklist;

/// Goes through a `Worklist` once. Raises `RuntimeError` if the list changes its length meanwhile.
#[pyclass(module = "classes")]
pub struct WorklistIterator {
    /// `None` when the end has been reached.
    worklist: Option<Py<Worklist>>,
    len: usize,
    next: usize,
}

impl WorklistIterator {
    /// An iterator at the beginning of the list.
    pub fn new(worklist: &Bound<'_, Worklist>) -> Self {
        Self {
            len: worklist.borrow().names.len(),
            worklist: Some(worklist.clone().unbind()),
            next: 0,
        }
    }
}

#[pymethods]
impl WorklistIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<String>> {
        let Some(worklist) = &self.worklist else {
            return Ok(None);
        };
        let len = worklist.borrow(py).names.len();
        let name = worklist.borrow(py).names.get(self.next).cloned();
        self.next += 1;
        // exercise protocols: a `RuntimeError`, `the list has changed its length`, if it has;
        // todo: and at its end, let go of the list
        // starter: let _ = len;
        // starter: Ok(name)
        if len != self.len {
            return Err(PyRuntimeError::new_err("the list has changed its length"));
        }
        if name.is_none() {
            self.worklist = None;
        }
        Ok(name)
        // end
    }
}
