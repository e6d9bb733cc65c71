//! The Python module, one line a step.

mod arguments;
mod checkpoint;
mod functions;
mod modules;
mod signatures;
mod typing;

use pyo3::prelude::*;

#[pymodule]
mod _hello {
    // exercise modules: export `__version__`, the version of the crate
    // starter:
    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "this is what Python calls it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
    // end

    #[pymodule_export]
    use super::functions::{directory_name, py_initials, py_kind_of_street};

    #[pymodule_export]
    use super::arguments::{
        column_width, count_blank, house_number, longest, longest_copied, postcode,
    };

    #[pymodule_export]
    use super::signatures::{address_line, count_known, salutation};

    #[pymodule_export]
    use super::modules::{addresses, dates};

    #[pymodule_export]
    use super::typing::phonebook;

    #[pymodule_export]
    use super::checkpoint::names;
}
