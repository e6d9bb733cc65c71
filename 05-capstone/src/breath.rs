//! Long work that needs the interpreter all along: in between, others get it.

use pyo3::prelude::*;

/// So many items are worked on at a time: a millisecond or so.
const PORTION: usize = 1024;

/// After each portion of items: looks for signals, and lets go of the interpreter for a moment, in which a thread that waits for it takes it.
pub fn taken(py: Python<'_>, items: usize) -> PyResult<()> {
    if items % PORTION == PORTION - 1 {
        py.check_signals()?;
        py.detach(|| ());
    }
    Ok(())
}
