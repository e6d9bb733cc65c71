//! Callbacks that fork.

use std::process;

use pyo3::intern;
use pyo3::prelude::*;

/// What the process says before it ends. 70 is the exit code of an internal error (`EX_SOFTWARE`).
const SAID: &str = "A callback of a job has forked. The job's threads are not in the new process, which ends here: the job goes on in the old one.\n";

/// Ends this process at once if it is not `home`, where the job was started, but a copy that a callback has made of it by `os.fork`.
///
/// A fork copies one thread, the caller's, and not the one that compares. The caller's would wait for it for ever, whatever the callback did.
pub fn end_a_copy_of(py: Python<'_>, home: u32) -> PyResult<()> {
    if process::id() != home {
        let stderr = py
            .import(intern!(py, "sys"))?
            .getattr(intern!(py, "stderr"))?;
        let _ = stderr.call_method1(intern!(py, "write"), (SAID,));
        let _ = stderr.call_method0(intern!(py, "flush"));
        py.import(intern!(py, "os"))?
            .call_method1(intern!(py, "_exit"), (70,))?;
    }
    Ok(())
}
