//! A subclass that calls its base's method.

use pyo3::prelude::*;

use crate::overriding::Tidier;

/// Tidies texts up for a file with narrow columns. Takes the greatest length of a text in code points, an `int`.
#[pyclass(extends = Tidier, subclass, frozen, get_all, module = "classes")]
pub struct ColumnTidier {
    /// The greatest length, an `int`.
    width: usize,
}

#[pymethods]
impl ColumnTidier {
    #[new]
    fn new(width: usize) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Tidier::new()).add_subclass(Self { width })
    }

    /// What a copy is made of.
    fn __getnewargs__(&self) -> (usize,) {
        (self.width,)
    }

    /// Returns a `text`, a `str`, as it should be written, cut off at the width.
    fn tidy(slf: PyRef<'_, Self>, text: &str) -> String {
        let tidied = slf.as_super().tidy(text);
        tidied.chars().take(slf.width).collect()
    }
}
