//! Step `pickling_and_gc`, the part without an exercise: what `copy` and `pickle` ask an object for, and the garbage collector.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};

/// A search that was saved.
#[pyclass(frozen, get_all, eq, hash, module = "classes")]
#[derive(PartialEq, Eq, Hash)]
pub struct Search {
    /// The attribute to look at, a `str`.
    attribute: String,
    /// What to look for, a `str`.
    text: String,
}

/// Makes a `Search` of the `attribute` to look at and the `text` to look for, each a `str`.
#[pyfunction]
pub fn search(attribute: String, text: String) -> Search {
    Search { attribute, text }
}

#[pymethods]
impl Search {
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&str, &str))> {
        let search = py.import("classes")?.getattr("search")?;
        Ok((search, (&self.attribute, &self.text)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let arguments = (&self.attribute, &self.text).into_pyobject(py)?;
        Ok(format!("search{}", arguments.repr()?))
    }
}

/// What `copy` and `pickle` take for an object's state: its `__dict__`, which only objects of a subclass have, and further attributes.
pub type State<'py> = (Option<Bound<'py, PyAny>>, Bound<'py, PyDict>);

/// Something that is still to be done.
///
/// Takes the `text`, a `str`, that says what.
#[pyclass(subclass, weakref, module = "classes")]
pub struct Reminder {
    /// What is to be done, a `str`.
    #[pyo3(get)]
    text: String,
    /// What it is about, any object, or `None`; can be set.
    #[pyo3(get, set)]
    about: Option<Py<PyAny>>,
}

#[pymethods]
impl Reminder {
    #[new]
    fn new(text: String) -> Self {
        Self { text, about: None }
    }

    fn __getnewargs__(&self) -> (&str,) {
        (&self.text,)
    }

    fn __getstate__<'py>(slf: &Bound<'py, Self>) -> PyResult<State<'py>> {
        let own = slf.getattr_opt("__dict__")?;
        let further = [("about", slf.getattr("about")?)];
        Ok((own, further.into_py_dict(slf.py())?))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.about)
    }

    fn __clear__(&mut self) {
        self.about = None;
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let (class, text) = (slf.get_type().name()?, slf.getattr("text")?.repr()?);
        Ok(format!("{class}({text})"))
    }
}
