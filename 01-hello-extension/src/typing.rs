//! Step `typing`: what the type checkers of Python programs get to know.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// A phone book of customers.
#[pymodule(submodule, module = "hello.phonebook", name = "_phonebook")]
pub mod phonebook {
    #[pymodule_export]
    use super::{by_initial, first, tally};
}

/// Counts names, in order of first appearance.
///
/// Takes a list of `str` and returns a dict from each name to how often it occurs.
#[pyfunction]
#[pyo3(signature = (names: "list[str]") -> "dict[str, int]")]
fn tally(py: Python<'_>, names: Vec<String>) -> PyResult<Bound<'_, PyDict>> {
    let counts = PyDict::new(py);
    for name in names {
        let before = counts.get_item(&name)?;
        let before: usize = before.map_or(Ok(0), |count| count.extract())?;
        counts.set_item(name, before + 1)?;
    }
    Ok(counts)
}

/// Groups names by their first letter, in order of appearance.
///
/// Takes a list or a tuple of `str` and returns a dict from each initial, in upper case, to the list of its names.
#[pyfunction]
// exercise typing: say in the signature what the docstring says of `names` and of what comes back
// starter: #[pyo3(signature = (names))]
#[pyo3(signature = (names: "list[str] | tuple[str, ...]") -> "dict[str, list[str]]")]
// end
fn by_initial(py: Python<'_>, names: Vec<String>) -> PyResult<Bound<'_, PyDict>> {
    let book = PyDict::new(py);
    for name in names {
        let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
        match book.get_item(&initial)? {
            Some(page) => page.cast::<PyList>()?.append(name)?,
            None => book.set_item(initial, [name])?,
        }
    }
    Ok(book)
}

/// Tells which name comes first in the book.
///
/// Takes any number of `str` and returns a `str`, or `None` if there are no names.
#[pyfunction]
// exercise typing: say that each of `names` is a `str`
// starter: #[pyo3(signature = (*names))]
#[pyo3(signature = (*names: "str"))]
// end
fn first(names: Vec<String>) -> Option<String> {
    names.into_iter().min()
}
