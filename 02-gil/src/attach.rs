//! Back to the interpreter from the middle of detached work.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;
use rayon::prelude::*;

/// How many names are worked on between two reports.
const PART: usize = 100;

/// The number of vowels in a name.
fn vowels(name: &str) -> usize {
    name.chars()
        .filter(|letter| "aeiou".contains(*letter))
        .count()
}

/// Counts the vowels in `names`, a sequence of `str`. This version attaches for each of them.
#[pyfunction]
pub fn vowels_reattaching(py: Python<'_>, names: Vec<Py<PyString>>) -> PyResult<usize> {
    py.detach(|| {
        let counts = names.par_iter().map(|name| {
            // Each thread proves for itself that it is attached: this `py` is not the caller's.
            Python::attach(|py| Ok(vowels(name.bind(py).to_str()?)))
        });
        counts.sum()
    })
}

/// Counts the vowels in `names`, a sequence of `str`. This version never attaches again.
#[pyfunction]
pub fn vowels_isolated(py: Python<'_>, names: Vec<PyBackedStr>) -> usize {
    py.detach(|| names.par_iter().map(|name| vowels(name)).sum())
}

/// Reports the names that are blank, and lets other Python threads run between the reports.
///
/// Takes a sequence of `names`, all `str`, and calls `report(place)` for each that has nothing but
/// white space in it. Raises what `report` raises, and ends there.
#[pyfunction]
pub fn report_blank(py: Python<'_>, names: Vec<PyBackedStr>, report: Py<PyAny>) -> PyResult<()> {
    py.detach(|| {
        for (place, name) in names.iter().enumerate() {
            if name.trim().is_empty() {
                // `map(drop)`: what `report` returned is given back while we are attached.
                Python::attach(|py| report.call1(py, (place,)).map(drop))?;
            }
        }
        Ok(())
    })
}

/// Counts the vowels in names on all cores, and tells how far it has come.
///
/// Takes a sequence of `names`, all `str`. After each part of 100 names (the last one may have
/// less) it calls `progress(done, total)` from the thread that worked on the part: how many names
/// are done so far, and how many there are. Returns an `int`. Raises what `progress` raises, the
/// very same exception, and begins no further parts then.
#[pyfunction]
pub fn count_vowels(
    py: Python<'_>,
    names: Vec<PyBackedStr>,
    progress: Py<PyAny>,
) -> PyResult<usize> {
    // exercise attach: so far nobody learns how far it has come; call `progress` after each part of the names
    // todo: and carry its exception out
    // starter: let _ = (PART, progress, AtomicUsize::new(0), Ordering::Relaxed);
    // starter: Ok(py.detach(|| names.par_iter().map(|name| vowels(name)).sum()))
    let done = AtomicUsize::new(0);
    py.detach(|| {
        let counts = names.par_chunks(PART).map(|part| {
            let count: usize = part.iter().map(|name| vowels(name)).sum();
            let done = done.fetch_add(part.len(), Ordering::Relaxed) + part.len();
            Python::attach(|py| progress.call1(py, (done, names.len())).map(drop))?;
            Ok(count)
        });
        counts.sum()
    })
    // end
}
