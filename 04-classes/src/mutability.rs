//! Frozen classes that change all the same: what changes is in an atomic or behind a lock.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

/// Notes which suburbs there are. All threads may use it at once.
#[pyclass(frozen, module = "classes")]
#[derive(Default)]
pub struct Suburbs {
    known: Mutex<BTreeSet<String>>,
}

#[pymethods]
impl Suburbs {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Notes a `suburb`, a `str`. Returns whether it is a new one.
    fn note(&self, py: Python<'_>, suburb: String) -> bool {
        let known = self.known.lock_py_attached(py);
        known.unwrap_or_else(PoisonError::into_inner).insert(suburb)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let known = self.known.lock_py_attached(py);
        let known = known.unwrap_or_else(PoisonError::into_inner).len();
        format!("<Suburbs: {known} known>")
    }
}

/// Spells names as `clean` does, a callable that takes a `str` and returns one, and keeps what it returned.
///
/// All threads may use it at once, and so may `clean`.
// exercise mutability: make the class frozen, and put a Mutex around what is kept
// starter: #[pyclass(module = "classes")]
// starter: pub struct Spellings {
// starter:     clean: Py<PyAny>,
// starter:     kept: HashMap<String, String>,
// starter:     hits: AtomicU64,
// starter: }
#[pyclass(frozen, module = "classes")]
pub struct Spellings {
    clean: Py<PyAny>,
    kept: Mutex<HashMap<String, String>>,
    hits: AtomicU64,
}
// end

#[pymethods]
impl Spellings {
    #[new]
    fn new(clean: Py<PyAny>) -> Self {
        // exercise mutability: nothing is kept yet
        // starter: let kept = HashMap::new();
        let kept = Mutex::default();
        // end
        let hits = AtomicU64::new(0);
        Self { clean, kept, hits }
    }

    /// How many calls of `spell` found the spelling among those kept, an `int`.
    #[getter]
    fn hits(&self) -> u64 {
        self.hits.load(Relaxed)
    }

    fn __repr__(&self) -> String {
        format!("<Spellings: {} hits>", self.hits())
    }

    /// Returns the spelling of a `name`, both `str`: the one that is kept, or else what `clean` returns.
    ///
    /// Raises what `clean` raises, and `TypeError` if it does not return a `str`; nothing is kept then.
    // exercise mutability: the same with `&self`; nothing is locked while `clean` runs, and the spelling that is kept first stays
    // starter: fn spell(&mut self, py: Python<'_>, name: String) -> PyResult<String> {
    // starter:     if let Some(spelling) = self.kept.get(&name) {
    // starter:         self.hits.fetch_add(1, Relaxed);
    // starter:         return Ok(spelling.clone());
    // starter:     }
    // starter:     let spelling: String = self.clean.call1(py, (&name,))?.extract(py)?;
    // starter:     self.kept.insert(name, spelling.clone());
    // starter:     Ok(spelling)
    // starter: }
    fn spell(&self, py: Python<'_>, name: String) -> PyResult<String> {
        let kept = || {
            let kept = self.kept.lock_py_attached(py);
            kept.unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(spelling) = kept().get(&name) {
            self.hits.fetch_add(1, Relaxed);
            return Ok(spelling.clone());
        }
        let spelling: String = self.clean.call1(py, (&name,))?.extract(py)?;
        Ok(kept().entry(name).or_insert(spelling).clone())
    }
    // end

    /// For the garbage collector: without it, a `clean` that uses this object would never be freed. The next step explains it.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.clean)
    }
}
