//! A course of two steps, for the companion's own tests.

use pyo3::prelude::*;

mod initials;

#[pymodule]
mod _names {
    #[pymodule_export]
    use super::initials::initials;
}
