//! Long work in Rust that Ctrl-C can end.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use rayon::prelude::*;

/// How long the main thread waits between two looks for signals.
const LOOK: Duration = Duration::from_millis(20);

/// Whether two names differ in exactly one letter.
fn one_letter_apart(one: &str, other: &str) -> bool {
    one.chars().count() == other.chars().count()
        && one
            .chars()
            .zip(other.chars())
            .filter(|(a, b)| a != b)
            .count()
            == 1
}

/// How many of the names behind number `row` differ from it in one letter.
fn typos_of(names: &[String], row: usize) -> usize {
    let behind = names[row + 1..].iter();
    behind
        .filter(|other| one_letter_apart(&names[row], other))
        .count()
}

/// Counts the pairs of names that differ in exactly one letter, on one core.
///
/// Takes a sequence of `str` and the number of `rows`, 1 or more, to count between two looks for signals: a row is one name
/// compared with all those behind it. Returns an `int`. Raises what a signal's handler raises: `KeyboardInterrupt` after Ctrl-C.
#[pyfunction]
#[pyo3(signature = (names, rows=NonZeroUsize::MIN))]
pub fn count_typos(py: Python<'_>, names: Vec<String>, rows: NonZeroUsize) -> PyResult<usize> {
    let mut pairs = 0;
    for begin in (0..names.len()).step_by(rows.get()) {
        let end = names.len().min(begin.saturating_add(rows.get()));
        pairs += py.detach(|| (begin..end).map(|row| typos_of(&names, row)).sum::<usize>());
        py.check_signals()?;
    }
    Ok(pairs)
}

/// Counts the pairs of names that differ in exactly one letter, on all cores.
///
/// Takes a sequence of `str` and returns an `int`. Raises what a signal's handler raises: `KeyboardInterrupt` after Ctrl-C.
#[pyfunction]
pub fn count_typos_on_all_cores(py: Python<'_>, names: Vec<String>) -> PyResult<usize> {
    let (names, stop) = (&names[..], &AtomicBool::new(false));
    py.detach(|| {
        thread::scope(|scope| {
            let (done, result) = mpsc::channel();
            scope.spawn(move || done.send(work(names, stop)));
            wait(&result, stop)
        })
    })
}

/// What the workers do.
fn work(names: &[String], stop: &AtomicBool) -> usize {
    let rows = (0..names.len()).into_par_iter();
    rows.map(|row| {
        // exercise interrupts: if the work is to stop, there is nothing to count in this row
        // starter: let _ = stop;
        if stop.load(Ordering::Relaxed) {
            return 0;
        }
        // end
        typos_of(names, row)
    })
    .sum()
}

/// What the caller's thread does meanwhile, detached: it waits for the result, and looks for signals.
fn wait(result: &Receiver<usize>, stop: &AtomicBool) -> PyResult<usize> {
    loop {
        match result.recv_timeout(LOOK) {
            Ok(pairs) => return Ok(pairs),
            Err(RecvTimeoutError::Disconnected) => panic!("a worker has panicked"),
            Err(RecvTimeoutError::Timeout) => {
                // exercise interrupts: no result yet. Let Python handle its signals; if that raises
                // todo: an exception, tell the workers to stop, and return it
                // starter: let _ = stop;
                Python::attach(|py| {
                    py.check_signals()
                        .inspect_err(|_| stop.store(true, Ordering::Relaxed))
                })?;
                // end
            }
        }
    }
}
