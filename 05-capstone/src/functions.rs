//! The comparisons of `matching.py`, one by one and line by line.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::iter::zip;

/// The letters of a `str` as Python counts them: its code points, single halves of surrogate pairs included.
pub struct Letters(Vec<u32>);

impl<'py> FromPyObject<'_, 'py> for Letters {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Ok(text) = obj.cast::<PyString>() else {
            let message = format!("expected a str, not {}", obj.get_type().name()?);
            return Err(PyTypeError::new_err(message));
        };
        if let Ok(text) = text.to_str() {
            return Ok(Self(text.chars().map(u32::from).collect()));
        }
        let bytes = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
        let units = bytes.cast::<PyBytes>()?.as_bytes().chunks_exact(4);
        let letters = units.map(|unit| u32::from_le_bytes([unit[0], unit[1], unit[2], unit[3]]));
        Ok(Self(letters.collect()))
    }
}

/// A number of letters, to divide with.
#[expect(
    clippy::cast_precision_loss,
    reason = "no text has 2 to the 53 letters"
)]
fn count(letters: usize) -> f64 {
    letters as f64
}

/// Return the Jaro similarity of two texts, from 0 to 1 (Jaro, 1989).
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn jaro(left: Letters, right: Letters) -> f64 {
    let (Letters(left), Letters(right)) = (left, right);
    if left == right {
        return 1.0;
    }
    // Python's reach may be -1. Then both have one letter at most, and those differ: with 0 there is no match either.
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; right.len()];
    let mut common = Vec::new();
    for (place, &letter) in left.iter().enumerate() {
        for other in place.saturating_sub(reach)..right.len().min(place + reach + 1) {
            if right[other] == letter && !taken[other] {
                taken[other] = true;
                common.push(letter);
                break;
            }
        }
    }
    if common.is_empty() {
        return 0.0;
    }
    let in_order = zip(&right, taken).filter_map(|(letter, hit)| hit.then_some(letter));
    let transposed = zip(&common, in_order).filter(|(a, b)| a != b).count() / 2;
    let matches = common.len();
    let in_place = count(matches - transposed) / count(matches);
    (count(matches) / count(left.len()) + count(matches) / count(right.len()) + in_place) / 3.0
}

/// Return the Jaro similarity of two texts, raised if they are alike and begin alike (Winkler, 1990).
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn jaro_winkler(left: Letters, right: Letters) -> f64 {
    let pairs = zip(&left.0, &right.0).take(4);
    let prefix = pairs.take_while(|(a, b)| a == b).count();
    let similarity = jaro(left, right);
    if similarity <= 0.7 {
        return similarity;
    }
    similarity + count(prefix) * 0.1 * (1.0 - similarity)
}

/// Return how many letters to insert, delete, replace or swap with their neighbour turn one text into the other.
///
/// This is the optimal string alignment: no letter is edited twice, so `ca` and `abc` are 3 apart.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn osa_distance(left: Letters, right: Letters) -> usize {
    let (Letters(left), Letters(right)) = (left, right);
    // exercise functions: port `osa_distance` of scripts/matching.py, line by line
    // starter: left.len().abs_diff(right.len())
    let mut two_above: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(a != b);
            let mut distance = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && *b == left[row - 1] {
                distance = distance.min(two_above[column - 1] + 1);
            }
            current.push(distance);
        }
        (two_above, above) = (above, current);
    }
    above[right.len()]
    // end
}

/// Return the similarity of two texts by their `osa_distance`, from 0 to 1.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn osa_similarity(left: Letters, right: Letters) -> f64 {
    match left.0.len().max(right.0.len()) {
        0 => 1.0,
        longest => 1.0 - count(osa_distance(left, right)) / count(longest),
    }
}

/// Return the similarity of two dates written as YYYYMMDD: 0.9 if day and month changed places, else their `osa_similarity`.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn date_similarity(left: Letters, right: Letters) -> f64 {
    if let ([year @ .., a, b, c, d], [same @ .., e, f, g, h]) = (&*left.0, &*right.0) {
        if year.len() == 4 && year == same && [a, b, c, d] == [g, h, e, f] && left.0 != right.0 {
            return 0.9;
        }
    }
    osa_similarity(left, right)
}

/// Return 1.0 for equal texts, else 0.0.
#[pyfunction]
#[pyo3(signature = (left: "str", right: "str"))]
pub fn equality(left: Letters, right: Letters) -> f64 {
    f64::from(left.0 == right.0)
}
