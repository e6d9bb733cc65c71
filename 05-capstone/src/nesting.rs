//! Jobs in callbacks of jobs in callbacks of jobs.

use std::cell::Cell;

use pyo3::exceptions::PyRecursionError;
use pyo3::prelude::*;

/// Python counts its own calls, and stops at a thousand; but those of a job take more of the stack than it reckons with.
const MOST: usize = 40;

thread_local! {
    static JOBS: Cell<usize> = const { Cell::new(0) };
}

/// A job that runs in this thread, until it is dropped.
pub struct Nested;

impl Nested {
    /// Raises `RecursionError` if too many run in this thread already, each in a callback of the other.
    pub fn new() -> PyResult<Self> {
        JOBS.with(|jobs| {
            if jobs.get() == MOST {
                let message = format!("{MOST} jobs, each in a callback of the other");
                return Err(PyRecursionError::new_err(message));
            }
            jobs.set(jobs.get() + 1);
            Ok(Nested)
        })
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        JOBS.with(|jobs| jobs.set(jobs.get() - 1));
    }
}
