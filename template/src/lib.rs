//! The Python module: its table of contents.

mod names;

use pyo3::prelude::*;

/// Tidies up the names of people.
#[pymodule]
mod _my_extension {
    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "this is what Python calls it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use super::names::{tidy, tidy_all};
}
