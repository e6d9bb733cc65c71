//! Objects that are called, and objects that are added and multiplied.

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;

/// Makes keys that records are grouped by: called with a `surname`, a `str`, it returns the first letters, a `str`.
///
/// Takes the number of `letters`, an `int`.
#[pyclass(frozen, get_all, eq, hash, module = "classes")]
#[derive(PartialEq, Eq, Hash)]
pub struct BlockingKey {
    /// How many letters count, an `int`.
    letters: usize,
}

#[pymethods]
impl BlockingKey {
    #[new]
    fn new(letters: usize) -> Self {
        Self { letters }
    }

    fn __getnewargs__(&self) -> (usize,) {
        (self.letters,)
    }

    fn __repr__(&self) -> String {
        format!("BlockingKey({})", self.letters)
    }

    /// Returns the key, a `str`, of a `surname`, a `str`.
    fn __call__(&self, surname: &str) -> String {
        surname.chars().take(self.letters).collect()
    }
}

/// How far two records agree: so many points of so many possible ones. Takes two `int`.
#[pyclass(frozen, get_all, eq, hash, module = "classes")]
#[derive(PartialEq, Eq, Hash)]
pub struct Agreement {
    /// The points, an `int`.
    points: u32,
    /// How many there could have been, an `int`.
    possible: u32,
}

#[pymethods]
impl Agreement {
    /// Raises `ValueError` if there are more points than possible.
    #[new]
    fn new(points: u32, possible: u32) -> PyResult<Self> {
        if points > possible {
            return Err(PyValueError::new_err("more points than possible"));
        }
        Ok(Self { points, possible })
    }

    fn __getnewargs__(&self) -> (u32, u32) {
        (self.points, self.possible)
    }

    fn __repr__(&self) -> String {
        format!("Agreement({}, {})", self.points, self.possible)
    }

    fn __add__(&self, other: &Self) -> PyResult<Self> {
        let points = self.points.checked_add(other.points);
        let possible = self.possible.checked_add(other.possible);
        Self::fitting(points, possible)
    }

    /// `sum` begins with `0 + agreement`.
    fn __radd__<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if other.eq(0)? {
            return Ok(slf.clone().into_any());
        }
        Ok(slf.py().NotImplemented().into_bound(slf.py()))
    }

    fn __mul__(&self, weight: u32) -> PyResult<Self> {
        let points = self.points.checked_mul(weight);
        Self::fitting(points, self.possible.checked_mul(weight))
    }

    fn __rmul__(&self, weight: u32) -> PyResult<Self> {
        self.__mul__(weight)
    }

    /// The share of the points, from 0 to 1; 0 if none are possible.
    fn __float__(&self) -> f64 {
        f64::from(self.points) / f64::from(self.possible.max(1))
    }
}

impl Agreement {
    fn fitting(points: Option<u32>, possible: Option<u32>) -> PyResult<Self> {
        let (Some(points), Some(possible)) = (points, possible) else {
            return Err(PyOverflowError::new_err("too many points"));
        };
        Ok(Self { points, possible })
    }
}
