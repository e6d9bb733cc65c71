//! Step `mutability`, the part without an exercise: a class that changes, and the borrows that are checked.

use pyo3::prelude::*;

/// Counts records that pass a check, beginning with `count`, an `int`.
#[pyclass(module = "classes")]
pub struct Passed {
    /// How many passed so far, an `int`.
    #[pyo3(get)]
    count: u64,
}

#[pymethods]
impl Passed {
    #[new]
    #[pyo3(signature = (count = 0))]
    fn new(count: u64) -> Self {
        Self { count }
    }

    /// Adds the count of `other`, a `Passed`.
    fn add(&mut self, other: PyRef<'_, Self>) {
        self.count += other.count;
    }

    /// Counts the `records`, an iterable, for which `check`, a callable, returns true. `check` must not use this object.
    fn check_all(&mut self, records: &Bound<'_, PyAny>, check: &Bound<'_, PyAny>) -> PyResult<()> {
        for record in records.try_iter()? {
            self.count += u64::from(check.call1((record?,))?.is_truthy()?);
        }
        Ok(())
    }

    /// Counts as `check_all` does. `check` may use this object.
    fn check_each(
        slf: &Bound<'_, Self>,
        records: &Bound<'_, PyAny>,
        check: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        for record in records.try_iter()? {
            let passed = check.call1((record?,))?.is_truthy()?;
            slf.try_borrow_mut()?.count += u64::from(passed);
        }
        Ok(())
    }

    fn __repr__(&self) -> String {
        format!("Passed({})", self.count)
    }
}
