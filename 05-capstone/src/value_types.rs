//! What stays in Python: the classes that the matching takes and gives, and the functions that check its settings.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyFunction, PyType};

const MODULE: &str = "capstone.customers";

/// Functions that look up a name of `capstone.customers`, once.
macro_rules! imported {
    ($($function:ident: $kind:ty = $name:literal;)+) => {
        $(
            #[doc = concat!("`capstone.customers.", $name, "`")]
            pub fn $function(py: Python<'_>) -> PyResult<&Bound<'_, $kind>> {
                static FOUND: PyOnceLock<Py<$kind>> = PyOnceLock::new();
                FOUND.import(py, MODULE, $name)
            }
        )+
    };
}

imported! {
    customer: PyType = "Customer";
    deduplication: PyType = "Deduplication";
    matched: PyType = "Match";
    pair: PyType = "Pair";
    settings: PyType = "Settings";
    weights: PyType = "Weights";
    number: PyFunction = "number";
    shown: PyFunction = "shown";
    whole: PyFunction = "whole";
}
