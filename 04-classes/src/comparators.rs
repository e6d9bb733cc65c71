//! Step `checkpoint`: comparators by name.

use pyo3::exceptions::{PyLookupError, PyTypeError, PyValueError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::checkpoint::Comparator;
use crate::date_comparison::DateComparison;
use crate::text_comparisons::{EditDistance, Exact};

/// The classes of comparators by name: `exact`, `edit_distance`, `date`, and those that are registered.
#[pyclass(frozen, module = "classes")]
pub struct Comparators {
    // A dict is safe to use from all threads, and the garbage collector sees what is in it. In a Mutex it could not.
    classes: Py<PyDict>,
}

#[pymethods]
impl Comparators {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        let classes = PyDict::new(py);
        classes.set_item("exact", py.get_type::<Exact>())?;
        classes.set_item("edit_distance", py.get_type::<EditDistance>())?;
        classes.set_item("date", py.get_type::<DateComparison>())?;
        let classes = classes.unbind();
        Ok(Self { classes })
    }

    /// The names, a `list` of `str` in alphabetical order.
    fn names(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let names = self.classes.bind(py).keys();
        names.sort()?;
        names.extract()
    }

    /// Registers `cls`, a subclass of `Comparator`, under a `name`, a `str`. The same class may come again.
    ///
    /// Raises `TypeError` for what is no such class, and `ValueError` if another one has the name.
    #[pyo3(signature = (name, cls: "type[Comparator]"))]
    fn register(&self, name: &str, cls: &Bound<'_, PyType>) -> PyResult<()> {
        if !cls.is_subclass_of::<Comparator>()? {
            let message = format!("{} is no subclass of Comparator", cls.repr()?);
            return Err(PyTypeError::new_err(message));
        }
        // In one step: two threads may want the same name.
        let classes = self.classes.bind(cls.py());
        let first = classes.call_method1("setdefault", (name, cls))?;
        if !first.is(cls) {
            let message = format!("'{name}' is {} already", first.repr()?);
            return Err(PyValueError::new_err(message));
        }
        Ok(())
    }

    /// Makes the comparator of a `name`, a `str`; the `settings` go to its class.
    ///
    /// Returns a `Comparator`. Raises `LookupError`, with all names there are, if it is not known, and what the class raises.
    // exercise checkpoint: make the comparator, or say which names there are
    // starter: #[pyo3(signature = (name, /))]
    // starter: fn create<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, Comparator>> {
    // starter:     let class = self.classes.bind(py).as_any().get_item(name)?;
    // starter:     Ok(class.call0()?.cast_into()?)
    // starter: }
    #[pyo3(signature = (name, /, **settings: "object"))]
    fn create<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Comparator>> {
        let Some(class) = self.classes.bind(py).get_item(name)? else {
            let names = self.names(py)?.join(", ");
            let message = format!("no comparator '{name}'; there are: {names}");
            return Err(PyLookupError::new_err(message));
        };
        Ok(class.call((), settings)?.cast_into()?)
    }
    // end

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Comparators: {}>", self.names(py)?.join(", ")))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.classes)
    }
}
