//! The Python module, one line a step.

mod functions;

use pyo3::prelude::*;

/// Chapter 5 of Hot Modules: the port of a slow service module.
#[pymodule]
mod _capstone {
    /// Whether this is a debug build, many times slower than a release build: benchmarks refuse it.
    #[pymodule_export]
    const DEBUG_BUILD: bool = cfg!(debug_assertions);

    #[pymodule_export]
    use super::functions::{
        date_similarity, equality, jaro, jaro_winkler, osa_distance, osa_similarity,
    };
}
