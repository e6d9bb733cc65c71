//! Initials.

use pyo3::prelude::*;

/// The initials of a name.
#[pyfunction]
pub fn initials(name: &str) -> String {
    // exercise initials: the first letter of each word, in upper case
    // starter: name.to_string()
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
    // end
}
