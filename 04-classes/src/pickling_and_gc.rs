//! Objects that are copied and pickled with all that is in them, and that the garbage collector sees through.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::reminders::State;

/// A customer's entry in the directory.
///
/// Takes the `number`, an `int`, and the `name`, a `str`.
// exercise pickling_and_gc: allow weak references
// starter: #[pyclass(subclass, module = "classes")]
#[pyclass(subclass, weakref, module = "classes")]
// end
pub struct Entry {
    /// The number, an `int`.
    #[pyo3(get)]
    number: u32,
    /// The name, a `str`.
    #[pyo3(get)]
    name: String,
    /// The `Entry` of the same customer that is kept, or `None`; can be set.
    #[pyo3(get, set)]
    duplicate_of: Option<Py<Entry>>,
    /// Where the entry comes from, any object, or `None`; can be set.
    #[pyo3(get, set)]
    source: Option<Py<PyAny>>,
}

#[pymethods]
impl Entry {
    #[new]
    fn new(number: u32, name: String) -> Self {
        Self {
            number,
            name,
            duplicate_of: None,
            source: None,
        }
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let (number, name) = (slf.getattr("number")?, slf.getattr("name")?.repr()?);
        Ok(format!("{}({number}, {name})", slf.get_type().name()?))
    }

    // exercise pickling_and_gc: copies with all that is in an entry, and garbage collection
    // starter:
    fn __getnewargs__(&self) -> (u32, &str) {
        (self.number, &self.name)
    }

    fn __getstate__<'py>(slf: &Bound<'py, Self>) -> PyResult<State<'py>> {
        let own = slf.getattr_opt("__dict__")?;
        let further = PyDict::new(slf.py());
        for name in ["duplicate_of", "source"] {
            further.set_item(name, slf.getattr(name)?)?;
        }
        Ok((own, further))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.duplicate_of)?;
        visit.call(&self.source)
    }

    fn __clear__(&mut self) {
        self.duplicate_of = None;
        self.source = None;
    }
    // end
}
