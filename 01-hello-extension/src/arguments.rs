//! Arguments: what Python's values become on their way in, and what that costs.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;

/// Writes a postcode with its leading zeros: `0822` for 822.
///
/// Takes the `number`, from 0 to 65535, and returns a `str` of four digits or more.
/// Raises `OverflowError` for a number outside of that range and `TypeError` for anything but an `int`.
#[pyfunction]
pub fn postcode(number: u16) -> String {
    format!("{number:04}")
}

/// Reads the number that an address begins with: 98 of `98-102 latchford street`.
///
/// Takes an `address` and returns an `int`. Raises `ValueError` if there is no number, or one above 65535.
#[pyfunction]
pub fn house_number(address: &str) -> PyResult<u16> {
    let end = address.find(|letter: char| !letter.is_ascii_digit());
    let digits = &address[..end.unwrap_or(address.len())];
    digits
        .parse()
        .map_err(|_| PyValueError::new_err(format!("no house number: {address:?}")))
}

/// The length of a text in code points, as Python's `len` counts it. Rust's own `len` counts bytes.
fn letters(text: &str) -> usize {
    text.chars().count()
}

/// Finds the longest of some names, the first one if there are several. This version copies every name.
///
/// Takes a sequence of `str`, such as a list, and returns a new `str`, or `None` if there are no names.
/// Raises `TypeError` if it gets no sequence, a single `str`, or an item that is no `str`.
#[pyfunction]
pub fn longest_copied(names: Vec<String>) -> Option<String> {
    // Of equals, `max_by_key` takes the last: the first one in the caller's order.
    names.into_iter().rev().max_by_key(|name| letters(name))
}

/// Finds the longest of some names, the first one if there are several. This version copies none.
///
/// Takes a sequence of `str`, such as a list, and returns the very object that is in it, or `None` if there are no names.
/// Raises `TypeError` if it gets no sequence, a single `str`, or an item that is no `str`.
#[pyfunction]
pub fn longest(names: Vec<PyBackedStr>) -> Option<PyBackedStr> {
    names.into_iter().rev().max_by_key(|name| letters(name))
}

/// Counts the names that are empty or white space only.
///
/// Takes any iterable of `str`, takes its items one by one, and returns an `int`.
/// Raises `TypeError` if it gets no iterable or an item that is no `str`.
#[pyfunction]
pub fn count_blank(names: &Bound<'_, PyAny>) -> PyResult<usize> {
    let mut blank = 0;
    for name in names.try_iter()? {
        let name = name?;
        let name = name.cast::<PyString>()?;
        if name.to_str()?.trim().is_empty() {
            blank += 1;
        }
    }
    Ok(blank)
}

/// Tells how wide a column has to be for some names.
///
/// Takes an iterable of `str`, `names`, one item at a time, and the greatest width to return, `at_most`, from 0 to 255.
/// Returns the length of the longest name in code points, not counting white space at its ends, or `at_most` if that is less.
/// Raises `TypeError` for an item that is no `str`, and for a single `str` in place of the iterable; `UnicodeEncodeError` for text
/// that UTF-8 cannot hold; `OverflowError` if `at_most` is out of range; and what the iterable itself raises.
// exercise arguments: take the arguments as the docstring above and the page say:
// todo: no copies, one name at a time, the right width, the right exceptions.
// starter: #[pyfunction]
// starter: pub fn column_width(names: Vec<String>, at_most: i64) -> i64 {
// starter:     let longest = names.iter().map(String::len).max().unwrap_or(0);
// starter:     at_most.min(longest as i64)
// starter: }
#[pyfunction]
pub fn column_width(names: &Bound<'_, PyAny>, at_most: u8) -> PyResult<usize> {
    if names.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("names is a single str"));
    }
    let mut longest = 0;
    for (index, name) in names.try_iter()?.enumerate() {
        let name = name?;
        let Ok(name) = name.cast::<PyString>() else {
            let message = format!("names[{index}] is {}, not a str", name.repr()?);
            return Err(PyTypeError::new_err(message));
        };
        longest = longest.max(letters(name.to_str()?.trim()));
    }
    Ok(longest.min(at_most.into()))
}
// end
