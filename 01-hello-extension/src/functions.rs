//! Functions for Python: name, docstring, what comes back.

use pyo3::prelude::*;

/// Stands between the surname and the given name in a directory.
const SEPARATOR: &str = ", ";

/// Writes a person's name as a directory sorts it, surname first.
///
/// Takes the `given_name`, which may be empty, the `surname`, and what to put between the two.
/// Returns a `str`: `lyden, jacob`, or the surname alone when there is no given name.
#[pyfunction]
#[pyo3(
    signature = (given_name, surname, separator = SEPARATOR),
    text_signature = "(given_name, surname, separator=', ')"
)]
pub fn directory_name(given_name: &str, surname: &str, separator: &str) -> String {
    if given_name.is_empty() {
        surname.to_owned()
    } else {
        format!("{surname}{separator}{given_name}")
    }
}

/// The last word of a street: plain Rust that knows nothing of Python.
fn kind_of_street(street: &str) -> &str {
    street.split_whitespace().last().unwrap_or("")
}

/// Tells what kind of street it is: `circuit` for `48 goldfinch circuit`.
///
/// Takes a `street`; returns its last word as a `str`, an empty one if there is no word.
#[pyfunction]
#[pyo3(name = "kind_of_street")]
pub fn py_kind_of_street(street: &str) -> &str {
    kind_of_street(street)
}

// exercise functions: let `initials` abbreviate every word of a name, and offer it to Python as `initials(name)`.
// todo: Its docstring begins with the line "Abbreviates a name to its initials." and shows what becomes of `jacob lyden`: `J. L.`
// starter: fn initials(name: &str) -> String {
// starter:     name.chars().take(1).collect()
// starter: }
// starter:
// starter: #[pyfunction]
// starter: pub fn py_initials(s: &str) -> String {
// starter:     initials(s)
// starter: }
/// The first letter of every word, in upper case, with a full stop.
fn initials(name: &str) -> String {
    let abbreviated: Vec<String> = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .map(|letter| format!("{}.", letter.to_uppercase()))
        .collect();
    abbreviated.join(" ")
}

/// Abbreviates a name to its initials.
///
/// Takes a `name`, words separated by white space.
/// Returns a `str`, the first letter of each word in upper case: `J. L.` for `jacob lyden`.
#[pyfunction]
#[pyo3(name = "initials")]
pub fn py_initials(name: &str) -> String {
    initials(name)
}
// end
