//! Step `checkpoint`, the part without an exercise: two comparators for texts.

use std::mem::swap;

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::checkpoint::Comparator;

/// Finds values alike (1) if they are equal, and else not (0). Takes by keyword what `Comparator` takes.
#[pyclass(extends = Comparator, subclass, frozen, module = "classes")]
pub struct Exact {}

#[pymethods]
impl Exact {
    #[new]
    #[pyo3(signature = (*, missing = 0.0))]
    fn new(missing: f64) -> PyResult<PyClassInitializer<Self>> {
        Ok(PyClassInitializer::from(Comparator::new(missing)?).add_subclass(Self {}))
    }

    /// How alike two values are, of any type: 1.0 or 0.0.
    #[expect(clippy::unused_self, reason = "as a method, it can be overridden")]
    fn similarity(&self, left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<f64> {
        Ok(f64::from(left.eq(right)?))
    }
}

/// Finds texts the more alike the fewer letters have to be edited to turn one into the other.
///
/// Takes by keyword what `Comparator` takes, and `transpositions`, a `bool`: whether to swap two neighbours is one edit, or two.
#[pyclass(extends = Comparator, subclass, frozen, get_all, module = "classes")]
pub struct EditDistance {
    /// Whether to swap two neighbours is one edit, a `bool`.
    transpositions: bool,
}

#[pymethods]
impl EditDistance {
    #[new]
    #[pyo3(signature = (*, transpositions = true, missing = 0.0))]
    fn new(transpositions: bool, missing: f64) -> PyResult<PyClassInitializer<Self>> {
        let base = PyClassInitializer::from(Comparator::new(missing)?);
        Ok(base.add_subclass(Self { transpositions }))
    }

    /// The settings, a new `dict`: what the class takes by keyword.
    #[pyo3(signature = () -> "dict[str, object]")]
    fn settings<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let settings = slf.as_super().get().settings(slf.py())?;
        settings.set_item("transpositions", slf.get().transpositions)?;
        Ok(settings)
    }

    /// How alike two texts are, each a `str`: 1 less the edits per letter of the longer text.
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 letters")]
    fn similarity(&self, left: &str, right: &str) -> f64 {
        let (left, right): (Vec<char>, Vec<char>) =
            (left.chars().collect(), right.chars().collect());
        let longest = left.len().max(right.len()).max(1);
        1.0 - distance(&left, &right, self.transpositions) as f64 / longest as f64
    }
}

/// How many letters to insert, delete or replace to turn one text into the other (Levenshtein, 1966); with `transpositions`, also to swap
/// with their neighbour, each letter being edited once at most (optimal string alignment).
fn distance(left: &[char], right: &[char], transpositions: bool) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let (mut above, mut two_above) = (row.clone(), row.clone());
    for (i, a) in left.iter().enumerate() {
        swap(&mut two_above, &mut above);
        swap(&mut above, &mut row);
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b;
            if transpositions && swapped {
                row[j + 1] = row[j + 1].min(two_above[j - 1] + 1);
            }
        }
    }
    row[right.len()]
}
