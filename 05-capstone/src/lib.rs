//! The Python module, one line a step.

use pyo3::prelude::*;

#[pymodule]
mod _capstone {}
