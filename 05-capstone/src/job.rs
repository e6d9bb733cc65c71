//! The de-duplication as a job that reports, can be cancelled, and can be interrupted.

use matching_core::{Directory, Outcome, Plan};
use pyo3::prelude::*;

use crate::failures;

/// Compares all customers of a directory.
///
/// `progress` is called with (0, total), and with (done, total) whenever `done * 100 / total` has grown; `cancelled` is asked before the first
/// customer, and then again and again. Both are called in the caller's thread, attached, and what they raise comes out. As soon as `cancelled`
/// returns something true, the job ends with `failures::cancelled(py, done, total)`. Signals are looked for all along.
pub fn run(
    py: Python<'_>,
    directory: &Directory,
    progress: Option<&Bound<'_, PyAny>>,
    cancelled: Option<&Bound<'_, PyAny>>,
    plan: Plan,
) -> PyResult<Outcome> {
    let total = directory.len();
    let mut parts = Vec::new();
    if let Some(progress) = progress {
        progress.call1((0, total))?;
    }
    for left in 0..total {
        if let Some(cancelled) = cancelled {
            if cancelled.call0()?.is_truthy()? {
                return Err(failures::cancelled(py, left, total));
            }
        }
        parts.push(directory.compare(left..left + 1, plan.pruning));
        if (left + 1) * 100 / total > left * 100 / total {
            py.check_signals()?;
            if let Some(progress) = progress {
                progress.call1((left + 1, total))?;
            }
        }
    }
    Ok(directory.outcome(parts))
}
