//! Exceptions: the right class, a message that names the offender, a note that tells where it was.

use std::num::{IntErrorKind, ParseIntError};
use std::path::PathBuf;

use pyo3::exceptions::{PyKeyError, PyOSError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyDict;

/// Reads a year of birth.
///
/// Takes a `str` of digits and returns an `int`. Raises `ValueError` if it is no number, and
/// `OverflowError` if it is above 65535.
#[pyfunction]
pub fn year_of_birth(text: &str) -> PyResult<u16> {
    text.parse()
        .map_err(|error: ParseIntError| match error.kind() {
            IntErrorKind::PosOverflow => {
                PyOverflowError::new_err(format!("year of birth is above {}: {text:?}", u16::MAX))
            }
            _ => PyValueError::new_err(format!("year of birth is no number: {text:?}")),
        })
}

/// Reads the years of birth of some customers.
///
/// Takes a sequence of `str` and returns a `list` of `int`. Raises what `year_of_birth` raises for
/// the first that is wrong, with a note that tells which one it is.
#[pyfunction]
pub fn years_of_birth(py: Python<'_>, texts: Vec<PyBackedStr>) -> PyResult<Vec<u16>> {
    let mut years = Vec::with_capacity(texts.len());
    for (index, text) in texts.iter().enumerate() {
        match year_of_birth(text) {
            Ok(year) => years.push(year),
            Err(error) => {
                error.add_note(py, format!("at texts[{index}]"))?;
                return Err(error);
            }
        }
    }
    Ok(years)
}

/// Finds the first text that is a year of birth.
///
/// Takes a sequence of `str` and returns an `int`, or `None` if none of them is.
#[pyfunction]
pub fn first_year(texts: Vec<PyBackedStr>) -> Option<u16> {
    texts.iter().find_map(|text| year_of_birth(text).ok())
}

/// Counts the customers in a file, one a line; blank lines do not count.
///
/// Takes the path and returns an `int`. Raises the `OSError` that fits if the file cannot be read.
#[pyfunction]
pub fn count_records(py: Python<'_>, path: PathBuf) -> PyResult<usize> {
    let text = py.detach(|| std::fs::read(&path)).map_err(|error| {
        // From the number Python chooses the class: 2 (ENOENT) makes it a FileNotFoundError.
        let message = error.to_string();
        let code = error.raw_os_error();
        PyOSError::new_err((code, message, path.into_os_string(), code))
    })?;
    let lines = text.split(|&byte| byte == b'\n');
    Ok(lines.filter(|line| !line.trim_ascii().is_empty()).count())
}

/// The number that the postcode of a customer is.
fn postcode_of(customer: &Bound<'_, PyDict>) -> PyResult<u16> {
    // exercise exceptions: raise the exceptions that `postcodes_of` promises, as the page says
    // starter: let Some(postcode) = customer.get_item("postcode")? else {
    // starter:     return Err(PyValueError::new_err("bad customer"));
    // starter: };
    // starter: let postcode: &str = postcode.extract()?;
    let Some(postcode) = customer.get_item("postcode")? else {
        return Err(PyKeyError::new_err("postcode"));
    };
    let postcode: &str = postcode.extract()?;
    if postcode.len() != 4 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("postcode is not four digits: {postcode:?}");
        return Err(PyValueError::new_err(message));
    }
    // end
    Ok(postcode.parse()?)
}

/// Reads the postcodes of some customers.
///
/// Takes a sequence of `dict` and returns a `list` of `int`. Raises `KeyError` if a customer has no
/// `postcode`, `TypeError` if it is no `str`, `ValueError` if it is not four digits. A note tells
/// where: `at customers[2]["postcode"]`.
#[pyfunction]
pub fn postcodes_of(customers: Vec<Bound<'_, PyDict>>) -> PyResult<Vec<u16>> {
    let mut postcodes = Vec::with_capacity(customers.len());
    for (index, customer) in customers.iter().enumerate() {
        // exercise exceptions: add the note that tells where, `at customers[…]["postcode"]`
        // starter: postcodes.push(postcode_of(customer)?);
        match postcode_of(customer) {
            Ok(postcode) => postcodes.push(postcode),
            Err(error) => {
                let note = format!(r#"at customers[{index}]["postcode"]"#);
                error.add_note(customer.py(), note)?;
                return Err(error);
            }
        }
        // end
    }
    Ok(postcodes)
}
