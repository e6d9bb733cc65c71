//! Signatures: defaults, positional-only, keyword-only, `*args`, `**kwargs`, `None`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Begins a letter: `Dear Ms Lowe`, or `Hello Paige` when it need not be formal.
///
/// Takes the `name`, by position only; a `title` to put before it, `None` for none; and, by keyword only, whether to be `formal`.
/// Returns a `str`.
#[pyfunction]
#[pyo3(signature = (name, /, title=None, *, formal=true))]
pub fn salutation(name: &str, title: Option<&str>, formal: bool) -> String {
    let opening = if formal { "Dear" } else { "Hello" };
    match title {
        Some(title) => format!("{opening} {title} {name}"),
        None => format!("{opening} {name}"),
    }
}

/// Counts what is known of a customer.
///
/// Takes any number of values, with or without a name, and returns how many of them are not `None`, an `int`.
#[pyfunction]
#[pyo3(signature = (*values, **fields))]
pub fn count_known(values: &Bound<'_, PyTuple>, fields: Option<&Bound<'_, PyDict>>) -> usize {
    let known = |value: &Bound<'_, PyAny>| !value.is_none();
    let in_values = values.iter().filter(known).count();
    let in_fields = fields.map_or(0, |fields| fields.values().iter().filter(known).count());
    in_values + in_fields
}

/// Writes an address on one line.
///
/// Takes the `street` and any `more` parts, by position, each a `str` or `None`; the `separator` to put between them; the `state`, which
/// comes last and in upper case; and words that are to be written out, as keywords: `st="street"`.
/// Returns a `str`. Parts that are `None` or blank are left out, and so is white space that a part has too much.
/// Raises `TypeError` for a part or a written-out word that is no `str`.
#[pyfunction]
// exercise signatures: let Python call this function as its docstring says; the separator is ", " unless it is given
// starter:
#[pyo3(signature = (street, /, *more, separator=", ", state=None, **written_out))]
// end
pub fn address_line(
    street: Option<&str>,
    more: &Bound<'_, PyTuple>,
    separator: &str,
    state: Option<&str>,
    written_out: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    let mut parts = vec![write_out(street, written_out)?];
    // exercise signatures: add the other parts, written out as the street is, and the state if there is one
    // starter:
    for part in more {
        parts.push(write_out(part.extract()?, written_out)?);
    }
    if let Some(state) = state {
        parts.push(state.trim().to_uppercase());
    }
    // end
    parts.retain(|part| !part.is_empty());
    Ok(parts.join(separator))
}

/// A part of an address with one space between its words, and those words written out that `written_out` knows.
fn write_out(part: Option<&str>, written_out: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    let mut words = Vec::new();
    for word in part.unwrap_or("").split_whitespace() {
        let longer = match written_out {
            Some(written_out) => written_out.get_item(word)?,
            None => None,
        };
        words.push(match longer {
            Some(longer) => longer.extract()?,
            None => word.to_owned(),
        });
    }
    Ok(words.join(" "))
}
