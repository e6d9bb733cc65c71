//! Classes that need no interpreter lock to be right.

use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::prelude::*;

/// Tells whether this interpreter has its lock switched on: always, unless it is a free-threaded build.
#[pyfunction]
pub fn gil_enabled(py: Python<'_>) -> PyResult<bool> {
    match py.import("sys")?.getattr_opt("_is_gil_enabled")? {
        Some(is_gil_enabled) => is_gil_enabled.call0()?.extract(),
        None => Ok(true), // before Python 3.13 there was nothing to ask
    }
}

/// Counts the calls of a hotline's customers, in as many threads as there are lines.
#[pyclass(frozen)]
#[derive(Default)]
pub struct CallCounter {
    calls: AtomicU64,
}

#[pymethods]
impl CallCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Counts one call; returns how many there were, with this one.
    fn ring(&self) -> u64 {
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }
}

// exercise free_threading: two threads at once get `RuntimeError: Already borrowed`. Make it a class that
// todo: any number of threads may use at once, and that never issues a number twice.
// starter: /// Issues numbers for new customers, each one once. Made with the `first` number.
// starter: #[pyclass]
// starter: pub struct CustomerNumbers {
// starter:     next: u64,
// starter: }
// starter:
// starter: #[pymethods]
// starter: impl CustomerNumbers {
// starter:     #[new]
// starter:     fn new(first: u64) -> Self {
// starter:         Self { next: first }
// starter:     }
// starter:
// starter:     /// Issues the next number for which `is_taken(number)` is not true. Raises what `is_taken` raises.
// starter:     fn issue(&mut self, is_taken: &Bound<'_, PyAny>) -> PyResult<u64> {
// starter:         while is_taken.call1((self.next,))?.is_truthy()? {
// starter:             self.next += 1;
// starter:         }
// starter:         let number = self.next;
// starter:         self.next += 1;
// starter:         Ok(number)
// starter:     }
// starter: }
/// Issues numbers for new customers, each one once. Made with the `first` number.
#[pyclass(frozen)]
pub struct CustomerNumbers {
    next: AtomicU64,
}

#[pymethods]
impl CustomerNumbers {
    #[new]
    fn new(first: u64) -> Self {
        let next = AtomicU64::new(first);
        Self { next }
    }

    /// Issues the next number for which `is_taken(number)` is not true. Raises what `is_taken` raises.
    fn issue(&self, is_taken: &Bound<'_, PyAny>) -> PyResult<u64> {
        loop {
            // Nobody else gets this number, whatever happens while Python runs.
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if !is_taken.call1((number,))?.is_truthy()? {
                return Ok(number);
            }
        }
    }
}
// end
