//! Frozen classes: objects that a thread may look into without the interpreter.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::prelude::*;
use rayon::prelude::*;

/// A customer, of whom nothing changes. Takes the `name` and the `postcode`, both `str`.
#[pyclass(frozen, module = "gil")]
pub struct Contact {
    #[pyo3(get)]
    name: String,
    #[pyo3(get)]
    postcode: String,
}

#[pymethods]
impl Contact {
    #[new]
    fn new(name: String, postcode: String) -> Self {
        Self { name, postcode }
    }
}

/// Counts those of some `contacts`, a sequence of `Contact`, that have a `postcode`, a `str`.
#[pyfunction]
pub fn count_in_postcode(py: Python<'_>, contacts: Vec<Py<Contact>>, postcode: &str) -> usize {
    py.detach(|| {
        let there = contacts
            .par_iter()
            .filter(|contact| contact.get().postcode == postcode);
        there.count()
    })
}

/// Whether two names have the same length and differ in one letter at most.
fn nearly(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    one.chars().count() == other.chars().count() && pairs.filter(|(a, b)| a != b).count() <= 1
}

/// How far searches have come: any thread may ask for it while they run.
#[derive(Default)]
// exercise frozen: make the class frozen, and its number one that threads can share
// starter: #[pyclass(module = "gil")]
// starter: pub struct Search {
// starter:     compared: usize,
// starter: }
#[pyclass(frozen, module = "gil")]
pub struct Search {
    compared: AtomicUsize,
}
// end

#[pymethods]
impl Search {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// How many contacts have been compared so far, an `int`.
    fn compared(&self) -> usize {
        // exercise frozen: read the shared number
        // starter: self.compared
        self.compared.load(Ordering::Relaxed)
        // end
    }
}

/// Counts the customers whose name differs in one letter at most, while other Python threads run.
///
/// Takes a sequence of `contacts`, all `Contact`, the name `wanted`, a `str`, and a `search`, which
/// counts each contact as soon as it has been compared. Returns an `int`.
#[pyfunction]
pub fn count_namesakes(
    py: Python<'_>,
    contacts: Vec<Py<Contact>>,
    wanted: &str,
    search: Py<Search>,
) -> usize {
    // exercise frozen: do it detached, on all cores; `search` goes into the closure
    // starter: let mut found = 0;
    // starter: for contact in &contacts {
    // starter:     found += usize::from(nearly(&contact.get().name, wanted));
    // starter:     search.borrow_mut(py).compared += 1;
    // starter: }
    // starter: found
    py.detach(|| {
        let found = contacts.par_iter().filter(|contact| {
            let found = nearly(&contact.get().name, wanted);
            search.get().compared.fetch_add(1, Ordering::Relaxed);
            found
        });
        found.count()
    })
    // end
}
