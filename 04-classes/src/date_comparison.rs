//! Step `checkpoint`: a comparator for dates.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict};

use crate::checkpoint::Comparator;

/// Finds dates the more alike the fewer days they are apart.
///
/// Takes by keyword what `Comparator` takes, and `days`, an `int`: that many days apart, and more, is not alike at all.
/// Raises `ValueError` if `days` is 0.
#[pyclass(extends = Comparator, subclass, frozen, get_all, module = "classes")]
pub struct DateComparison {
    /// How many days apart is not alike at all, an `int`.
    days: u32,
}

#[pymethods]
impl DateComparison {
    #[new]
    #[pyo3(signature = (*, days = 365, missing = 0.0))]
    fn new(days: u32, missing: f64) -> PyResult<PyClassInitializer<Self>> {
        // exercise checkpoint: no zero days
        // starter:
        if days == 0 {
            return Err(PyValueError::new_err("days is 0, not 1 or more"));
        }
        // end
        let base = PyClassInitializer::from(Comparator::new(missing)?);
        Ok(base.add_subclass(Self { days }))
    }

    // exercise checkpoint: `settings` with the days, and `similarity` of two `PyDate`: 1 less the days apart by `days`, or 0
    // starter:
    /// The settings, a new `dict`: what the class takes by keyword.
    #[pyo3(signature = () -> "dict[str, object]")]
    fn settings<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let settings = slf.as_super().get().settings(slf.py())?;
        settings.set_item("days", slf.get().days)?;
        Ok(settings)
    }

    /// How alike two dates are, each a `datetime.date`: 1 less the days apart by `days`, or 0 if that is more. Time and zone do not count.
    fn similarity(&self, left: &Bound<'_, PyDate>, right: &Bound<'_, PyDate>) -> PyResult<f64> {
        let left: i32 = left.call_method0("toordinal")?.extract()?;
        let right: i32 = right.call_method0("toordinal")?.extract()?;
        let apart = f64::from((left - right).abs()) / f64::from(self.days);
        Ok((1.0 - apart).max(0.0))
    }
    // end
}
