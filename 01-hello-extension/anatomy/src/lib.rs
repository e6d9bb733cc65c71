//! Tidies up text that people typed into a form.

// exercise anatomy: import PyO3's prelude, and declare an extension module `anatomy` that exports `tidy`
// starter:
use pyo3::prelude::*;

/// What Python gets from `import anatomy`.
#[pymodule]
mod anatomy {
    #[pymodule_export]
    use super::tidy;
}
// end

/// Leaves one space between words, and none before the first and after the last.
///
/// Takes any `text` and returns a new one.
// exercise anatomy: have PyO3 wrap the function below for Python
// starter:
#[pyfunction]
// end
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
