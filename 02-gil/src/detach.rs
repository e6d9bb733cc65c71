//! Letting go of the interpreter: extract, detach, convert back.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyList;

/// Counts the words of a `text`, a `str`, and keeps the interpreter for itself meanwhile.
#[pyfunction]
pub fn count_words_attached(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Counts the words of a `text`, a `str`, while other Python threads run.
#[pyfunction]
pub fn count_words(py: Python<'_>, text: &str) -> usize {
    py.detach(|| text.split_whitespace().count())
}

/// Finds the customer with the most words in a field, while other Python threads run.
///
/// Takes a `list` of records and the name of the `field`, whose values are `str`. Returns the very
/// record of the list, the last one if several have as many words, or `None` if the list is empty.
/// Raises `KeyError` if a record has no such field, `TypeError` if its value is no `str`.
#[pyfunction]
pub fn wordiest<'py>(
    customers: &Bound<'py, PyList>,
    field: &str,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = customers.py();
    // Extract: references to the records, and texts that Rust can read without the interpreter.
    let records: Vec<Bound<'py, PyAny>> = customers.iter().collect();
    let texts: Vec<PyBackedStr> = records
        .iter()
        .map(|record| record.get_item(field)?.extract())
        .collect::<PyResult<_>>()?;
    // Detach: nothing of Python's in here.
    let found = py.detach(|| (0..texts.len()).max_by_key(|&n| texts[n].split_whitespace().count()));
    // Convert back: from a number to the object.
    Ok(found.map(|n| records[n].clone()))
}

/// Whether two names are the same but for one letter: another one, one more, or one less.
fn alike(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let (one, other) = (one.chars().skip(same), other.chars().skip(same));
    one.clone().skip(1).eq(other.clone().skip(1))
        || one.clone().skip(1).eq(other.clone())
        || one.eq(other.skip(1))
}

/// The places of all names that are alike, each pair once, in order: a name with each one behind it.
fn pairs_alike(names: &[PyBackedStr]) -> Vec<(usize, usize)> {
    let places = 0..names.len();
    places
        .flat_map(|one| (one + 1..names.len()).map(move |other| (one, other)))
        .filter(|&(one, other)| alike(&names[one], &names[other]))
        .collect()
}

/// Finds all pairs of customers whose names differ by one letter at most, while other Python threads run.
///
/// Takes a `list` of records and the name of the `field` that holds the name, a `str`. Returns a
/// `list` of pairs, each a `tuple` of two records in the order of the list: the very objects that
/// were in it when the call began. Raises `KeyError` if a record has no such field, `TypeError` if
/// its value is no `str`.
#[pyfunction]
pub fn lookalikes<'py>(
    customers: &Bound<'py, PyList>,
    field: &str,
) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    // exercise detach: this works on Python's objects from beginning to end, and so it has to keep the interpreter
    // todo: extract, detach (`pairs_alike` does the work), convert back
    // starter: let mut pairs = Vec::new();
    // starter: for (place, one) in customers.iter().enumerate() {
    // starter:     let name: String = one.get_item(field)?.extract()?;
    // starter:     for other in customers.iter().skip(place + 1) {
    // starter:         let other_name: String = other.get_item(field)?.extract()?;
    // starter:         if alike(&name, &other_name) {
    // starter:             pairs.push((one.clone(), other));
    // starter:         }
    // starter:     }
    // starter: }
    // starter: Ok(pairs)
    let records: Vec<Bound<'py, PyAny>> = customers.iter().collect();
    let names: Vec<PyBackedStr> = records
        .iter()
        .map(|record| record.get_item(field)?.extract())
        .collect::<PyResult<_>>()?;
    let pairs = customers.py().detach(|| pairs_alike(&names));
    Ok(pairs
        .into_iter()
        .map(|(one, other)| (records[one].clone(), records[other].clone()))
        .collect())
    // end
}
