//! Step `scale_out`: a part of a directory, for a worker in another process.

#![allow(clippy::doc_markdown, reason = "the docstrings are Python's")]

use std::collections::HashSet;

use matching_core::{Block, Directory, Job, NAMES, Plan};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::intake::Intake;
use crate::settings;

/// The keys of blocks: the name of a field, and the text or sound that the customers of the block have in common.
type Keys = HashSet<(String, String)>;

/// Return how many threads compare in this process: one for each core, or as many as `RAYON_NUM_THREADS` says when they are first needed.
#[pyfunction]
pub fn threads() -> usize {
    matching_core::threads()
}

/// Some blocks of a directory with their customers, cleaned, ready to be compared by a worker.
///
/// Two customers are compared in the first block that they share, in the order of `settings.blocking`: here, if it is one of these blocks.
///
/// Args:
///     places: where the customers stand in the whole directory, rising.
///     customers: a tuple of these customers, in the same order.
///     settings: how to compare. `max_block` means nothing here: how large a block is, only who sees the whole directory knows.
///     here: the keys of the blocks that are compared in this part, a set of pairs: the name of a field, and its text or sound.
///     left_out: the keys of the blocks that are compared nowhere. All other blocks are compared in other parts.
///
/// Raises:
///     ValueError: there are not as many places as customers, or they do not rise.
#[pyclass(frozen, module = "capstone")]
pub struct Part {
    places: Vec<u32>,
    customers: Py<PyTuple>,
    settings: Py<PyAny>,
    here: Keys,
    left_out: Keys,
    directory: Directory,
}

#[pymethods]
impl Part {
    #[new]
    fn new(
        places: Vec<u32>,
        customers: &Bound<'_, PyTuple>,
        settings: &Bound<'_, PyAny>,
        here: Keys,
        left_out: Keys,
    ) -> PyResult<Self> {
        if places.len() != customers.len() || !places.is_sorted_by(|a, b| a < b) {
            return Err(PyValueError::new_err("one place for each customer, rising"));
        }
        let builder = Intake::new(customers.py())?.directory(customers)?;
        let place = |field: usize, text: &str, _customers: usize| {
            let key = (NAMES[field].to_owned(), text.to_owned());
            // exercise scale_out: is the block with this key compared in this part, in another one, or in none?
            // starter: let _ = (&key, Block::Elsewhere, Block::LeftOut);
            // starter: Block::Here
            if left_out.contains(&key) {
                Block::LeftOut
            } else if here.contains(&key) {
                Block::Here
            } else {
                Block::Elsewhere
            }
            // end
        };
        Ok(Self {
            directory: builder.build_part(settings::for_core(settings)?, place),
            places,
            customers: customers.clone().unbind(),
            settings: settings.clone().unbind(),
            here,
            left_out,
        })
    }

    fn __len__(&self) -> usize {
        self.places.len()
    }

    // exercise scale_out: what pickle needs to make this part once more, in another process
    // starter:
    fn __getnewargs__(&self) -> (&[u32], &Py<PyTuple>, &Py<PyAny>, &Keys, &Keys) {
        (
            &self.places,
            &self.customers,
            &self.settings,
            &self.here,
            &self.left_out,
        )
    }
    // end

    /// Return the likely duplicates among the pairs that are compared in this part, and how many pairs these are.
    ///
    /// A duplicate is a tuple of two places in the whole directory and a score; the most alike come first, equals in the order of the directory.
    fn compare(&self, py: Python<'_>) -> (Vec<(u32, u32, f64)>, u64) {
        let job = Job::new(); // nobody stops it: to end it, end the worker
        let outcome = py.detach(|| self.directory.compare_all(&job, Plan::default()));
        let (found, compared) = outcome.map_or_else(Default::default, |it| (it.found, it.compared));
        let place = |row: u32| self.places[row as usize];
        let found = found.into_iter();
        let found = found.map(|pair| (place(pair.left), place(pair.right), pair.score));
        (found.collect(), compared)
    }
}
