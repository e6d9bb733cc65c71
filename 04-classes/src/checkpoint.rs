//! Step `checkpoint`: what all comparators have in common.

use pyo3::exceptions::{PyNotImplementedError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyFrozenSet, PyTuple};

/// Tells how alike two values are, from 0 to 1. The base of all comparators; a subclass writes `similarity`.
///
/// Takes by keyword `missing`, the similarity to a value that is not known, a `float` from 0 to 1. Raises `ValueError` for any other.
/// Comparators of one class with equal settings are equal.
#[pyclass(subclass, frozen, get_all, module = "classes")]
pub struct Comparator {
    /// The similarity to a value that is not known, a `float`.
    missing: f64,
}

#[pymethods]
impl Comparator {
    #[new]
    #[pyo3(signature = (*, missing = 0.0))]
    pub fn new(missing: f64) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&missing) {
            let message = format!("missing is {missing}, not a number from 0 to 1");
            return Err(PyValueError::new_err(message));
        }
        Ok(Self { missing })
    }

    /// The settings, a new `dict`: what the class takes by keyword. A subclass with further ones adds them to those of its base.
    #[pyo3(signature = () -> "dict[str, object]")]
    pub fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        [("missing", self.missing)].into_py_dict(py)
    }

    /// How alike two values are that are both known, a `float` from 0 to 1. To be written by subclasses.
    fn similarity(
        slf: &Bound<'_, Self>,
        left: &Bound<'_, PyAny>,
        right: &Bound<'_, PyAny>,
    ) -> PyResult<f64> {
        let (class, left, right) = (slf.get_type().name()?, left.repr()?, right.repr()?);
        let message = format!("{class} does not say how alike {left} and {right} are");
        Err(PyNotImplementedError::new_err(message))
    }

    /// How alike two values are, a `float` from 0 to 1: `missing` if one of them is `None`, else what `similarity` returns.
    ///
    /// Raises what `similarity` raises, and `ValueError` if it returns a number below 0, above 1, or none at all (`nan`).
    fn compare(
        slf: &Bound<'_, Self>,
        left: &Bound<'_, PyAny>,
        right: &Bound<'_, PyAny>,
    ) -> PyResult<f64> {
        // exercise checkpoint: `None` first, then the object's own `similarity`, and a look at what it returned
        // starter: Self::similarity(slf, left, right)
        if left.is_none() || right.is_none() {
            return Ok(slf.get().missing);
        }
        let returned = slf.call_method1(intern!(slf.py(), "similarity"), (left, right))?;
        let similarity: f64 = returned.extract()?;
        if !(0.0..=1.0).contains(&similarity) {
            let (class, returned) = (slf.get_type().name()?, returned.repr()?);
            let message = format!("{class}.similarity returned {returned}, not from 0 to 1");
            return Err(PyValueError::new_err(message));
        }
        Ok(similarity)
        // end
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let settings = slf.call_method0("settings")?.cast_into::<PyDict>()?;
        let shown = settings
            .iter()
            .map(|(name, value)| Ok(format!("{name}={}", value.repr()?)));
        let shown = shown.collect::<PyResult<Vec<_>>>()?.join(", ");
        Ok(format!("{}({shown})", slf.get_type().name()?))
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<bool> {
        let settings = slf.call_method0("settings")?;
        Ok(slf.get_type().is(other.get_type()) && settings.eq(other.call_method0("settings")?)?)
    }

    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        let settings = slf.call_method0("settings")?.cast_into::<PyDict>()?;
        let settings = PyFrozenSet::new(slf.py(), settings.items())?;
        PyTuple::new(slf.py(), [slf.get_type().into_any(), settings.into_any()])?.hash()
    }

    /// What a copy is made of: no arguments by position, and the settings by keyword.
    #[pyo3(signature = () -> "tuple[tuple[()], dict[str, object]]")]
    fn __getnewargs_ex__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyAny>)> {
        Ok((PyTuple::empty(slf.py()), slf.call_method0("settings")?))
    }
}
