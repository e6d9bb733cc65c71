//! The comparisons of two texts, as functions for Python.

use matching_core::{similarity, text::soundex as sound};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::texts::{Normaliser, code_points, text};

/// Calls the version of a comparison for what both texts can be read as.
macro_rules! compare {
    ($left:expr, $right:expr, $comparison:path) => {{
        let (left, right): (&Bound<'_, PyString>, _) = (text($left)?, text($right)?);
        match (left.to_str(), right.to_str()) {
            (Ok(left), Ok(right)) => Ok($comparison(left, right)),
            _ => Ok($comparison(&code_points(left)?[..], &code_points(right)?)),
        }
    }};
}

/// Return a text without accents, punctuation, capitals and superfluous spaces.
#[pyfunction]
#[pyo3(signature = (text: "str"))]
pub fn normalise(text: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = crate::texts::text(text)?;
    let clean = Normaliser::default().normalised(text)?;
    Ok(clean.into_owned())
}

/// Return the American Soundex code of a name, "" if it has no letter from a to z (Russell and Odell, 1918).
#[pyfunction]
#[pyo3(signature = (name: "str"))]
pub fn soundex(name: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(sound(&text(name)?.to_string_lossy()))
}

/// Return the Jaro similarity of two texts, from 0 to 1 (Jaro, 1989).
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn jaro(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
    compare!(left, right, similarity::jaro)
}

/// Return the Jaro similarity of two texts, raised if they are alike and begin alike (Winkler, 1990).
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn jaro_winkler(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
    compare!(left, right, similarity::jaro_winkler)
}

/// Return how many letters to insert, delete, replace or swap with their neighbour turn one text into the other.
///
/// This is the optimal string alignment: no letter is edited twice, so `ca` and `abc` are 3 apart.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn osa_distance(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<usize> {
    compare!(left, right, similarity::osa_distance)
}

/// Return the similarity of two texts by their `osa_distance`, from 0 to 1.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn osa_similarity(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
    compare!(left, right, similarity::osa_similarity)
}

/// Return the similarity of two dates written as YYYYMMDD: 0.9 if day and month changed places, else their `osa_similarity`.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn date_similarity(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
    compare!(left, right, similarity::date_similarity)
}

/// Return 1.0 for equal texts, else 0.0.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn equality(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
    compare!(left, right, similarity::equality)
}
