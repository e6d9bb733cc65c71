//! Names of people: an example, to be replaced. First what knows nothing of Python, then the functions for Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

/// What is wrong with a name: there is nothing in it.
#[derive(Debug)]
pub struct Blank;

impl From<Blank> for PyErr {
    fn from(_: Blank) -> Self {
        PyValueError::new_err("the name is blank")
    }
}

/// The name with one space between its words, each of which begins with a capital.
fn tidied(name: &str) -> Result<String, Blank> {
    let words: Vec<String> = name.split_whitespace().map(capitalised).collect();
    if words.is_empty() {
        return Err(Blank);
    }
    Ok(words.join(" "))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

/// Tidies a name up: one space between words, and each word with a capital.
///
/// Takes a `str`, returns a `str`. Raises `ValueError` if the name is blank.
#[pyfunction]
pub fn tidy(name: &str) -> Result<String, Blank> {
    tidied(name)
}

/// Tidies many names up, while other Python threads run.
///
/// Takes a list of `str`, returns one of the same length. Raises `ValueError` if a name is blank, with a note that tells which one it is.
#[pyfunction]
#[pyo3(signature = (names: "list[str]"))]
pub fn tidy_all(py: Python<'_>, names: Vec<PyBackedStr>) -> PyResult<Vec<String>> {
    let all = py.detach(|| {
        let each = names.iter().enumerate();
        let tidied = each.map(|(index, name)| tidied(name).map_err(|blank| (index, blank)));
        tidied.collect::<Result<Vec<_>, _>>()
    });
    all.or_else(|(index, blank)| {
        let error = PyErr::from(blank);
        error.add_note(py, format!("at names[{index}]"))?;
        Err(error)
    })
}
