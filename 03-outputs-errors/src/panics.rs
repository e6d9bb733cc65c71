//! What a panic is to Python, and what to write in place of one.

use std::collections::BTreeMap;
use std::panic::{UnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::{PyKeyError, PyOverflowError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

/// Stands for a crate of somebody else's, which we cannot change.
mod elsewhere {
    /// The points for a customer who turned out to have so many duplicates.
    pub fn bonus(duplicates: usize) -> u16 {
        [0, 100, 250, 500][duplicates]
    }
}

/// Reads the year of a date such as `"19081209"`. For comparison: panics if there is none.
#[pyfunction]
pub fn birth_year_or_panic(date: &str) -> u16 {
    date[..4].parse().unwrap()
}

/// Reads the year of a date such as `"19081209"`, an `int`. Raises `ValueError` if there is none.
#[pyfunction]
pub fn birth_year(date: &str) -> PyResult<u16> {
    let digits = date.get(..4);
    let year = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let year = year.and_then(|text| text.parse().ok());
    year.ok_or_else(|| PyValueError::new_err(format!("no year: {date:?}")))
}

/// Does what may panic in somebody else's code, and makes an error of a panic.
fn guarded<T>(work: impl FnOnce() -> T + UnwindSafe) -> PyResult<T> {
    catch_unwind(work).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        PyRuntimeError::new_err(text.unwrap_or("a panic").to_owned())
    })
}

/// Tells how many points there are for so many duplicates. Raises `RuntimeError` if that panics.
#[pyfunction]
pub fn merge_bonus(duplicates: usize) -> PyResult<u16> {
    guarded(|| elsewhere::bonus(duplicates))
}

/// The loyalty points of some customers: a `dict` of `str` and `int`, from 0 to 65535.
#[pyclass(frozen)]
pub struct Points(Mutex<BTreeMap<String, u16>>);

impl Points {
    /// The map, for us alone; an error if a panic left it in the middle of a change.
    fn locked(&self, py: Python<'_>) -> PyResult<MutexGuard<'_, BTreeMap<String, u16>>> {
        let locked = self.0.lock_py_attached(py);
        locked.map_err(|_| PyRuntimeError::new_err("a panic has spoilt these points"))
    }
}

#[pymethods]
impl Points {
    #[new]
    fn new(points: BTreeMap<String, u16>) -> Self {
        Self(Mutex::new(points))
    }

    /// Returns all points, a new `dict`. Raises `RuntimeError` if a panic has spoilt them.
    fn all(&self, py: Python<'_>) -> PyResult<BTreeMap<String, u16>> {
        Ok(self.locked(py)?.clone())
    }

    /// Doubles the points of each customer. For comparison: panics if one would have too many.
    fn double_or_panic(&self, py: Python<'_>) -> PyResult<()> {
        for points in self.locked(py)?.values_mut() {
            *points = points.checked_mul(2).expect("too many points");
        }
        Ok(())
    }

    /// Gives the points of the customers in `duplicates` to the customer `into`, with the bonus.
    ///
    /// The duplicates are removed; their names are a list of `str`. Returns the new points, an `int`.
    /// Raises `KeyError` for a name that is unknown, given twice, or both in `duplicates` and `into`;
    /// `OverflowError` for more than 65535 points; and `RuntimeError` if the bonus cannot be told.
    /// In all these cases nothing is changed.
    #[pyo3(signature = (duplicates: "list[str]", into))]
    fn merge(&self, py: Python<'_>, duplicates: Vec<String>, into: &str) -> PyResult<u16> {
        let mut points = self.locked(py)?;
        // exercise panics: raise what the docstring says, and then leave all points as they were
        // starter: let mut sum = points.remove(into).unwrap();
        // starter: for name in &duplicates {
        // starter:     sum += points.remove(name).unwrap();
        // starter: }
        // starter: sum += elsewhere::bonus(duplicates.len());
        // starter: points.insert(into.to_owned(), sum);
        let unknown = |name: &str| PyKeyError::new_err(name.to_owned());
        let too_many = || PyOverflowError::new_err("more than 65535 points");
        let mut merged = points.clone();
        let mut sum = merged.remove(into).ok_or_else(|| unknown(into))?;
        for name in &duplicates {
            let more = merged.remove(name).ok_or_else(|| unknown(name))?;
            sum = sum.checked_add(more).ok_or_else(too_many)?;
        }
        let bonus = guarded(|| elsewhere::bonus(duplicates.len()))?;
        sum = sum.checked_add(bonus).ok_or_else(too_many)?;
        merged.insert(into.to_owned(), sum);
        *points = merged;
        // end
        Ok(sum)
    }
}
