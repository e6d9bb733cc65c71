//! Step `parallel`: a job on all cores that reports, can be cancelled, and can be interrupted.

use std::ops::Range;
use std::process;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use matching_core::{Directory, Job, Outcome, Plan};
use pyo3::prelude::*;

use crate::nesting::Nested;
use crate::{failures, forks};

/// How long the caller's thread waits between two looks.
const LOOK: Duration = Duration::from_millis(20);

/// The caller's side of a job: whom to tell, and whom to ask.
struct Caller {
    progress: Option<Py<PyAny>>,
    cancelled: Option<Py<PyAny>>,
    total: usize,
    process: u32,
}

impl Caller {
    fn report(&self, py: Python<'_>, done: usize) -> PyResult<()> {
        if let Some(progress) = &self.progress {
            let answer = progress.call1(py, (done, self.total));
            forks::end_a_copy_of(py, self.process)?;
            answer?;
        }
        Ok(())
    }

    /// Looks for signals, and asks whether the job was cancelled, unless all customers are done.
    fn ask(&self, py: Python<'_>, done: usize) -> PyResult<()> {
        py.check_signals()?;
        match &self.cancelled {
            Some(cancelled) if done < self.total => {
                let answer = cancelled.call0(py);
                forks::end_a_copy_of(py, self.process)?;
                if answer?.is_truthy(py)? {
                    return Err(failures::cancelled(py, done, self.total));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Reports each hundredth of the job that `news`, the customers done since, brought with them, and asks after each.
    fn tell(&self, py: Python<'_>, news: Range<usize>) -> PyResult<()> {
        for done in news.start + 1..=news.end {
            if done * 100 / self.total > (done - 1) * 100 / self.total {
                self.report(py, done)?;
                self.ask(py, done)?;
            }
        }
        Ok(())
    }
}

/// Compares all customers of a directory.
///
/// `progress` is called with (0, total), and with (done, total) whenever `done * 100 / total` has grown; `cancelled` is asked before the first
/// customer, and then again and again. Both are called in the caller's thread, and what they raise comes out. As soon as `cancelled` returns
/// something true, the job ends with `failures::cancelled(py, done, total)`. Signals are looked for all along.
pub fn run(
    py: Python<'_>,
    directory: &Directory,
    progress: Option<&Bound<'_, PyAny>>,
    cancelled: Option<&Bound<'_, PyAny>>,
    plan: Plan,
) -> PyResult<Outcome> {
    let _nested = Nested::new()?;
    let caller = &Caller {
        progress: progress.map(|progress| progress.clone().unbind()),
        cancelled: cancelled.map(|cancelled| cancelled.clone().unbind()),
        total: directory.len(),
        process: process::id(),
    };
    caller.report(py, 0)?;
    // exercise parallel: this compares one customer after the other, and keeps the interpreter. Let go of it, and let
    // todo: `compare_all` work in a thread of its own while `watch` waits; and whatever ends `watch`, end the work
    // starter: let mut parts = Vec::new();
    // starter: for left in 0..caller.total {
    // starter:     caller.ask(py, left)?;
    // starter:     parts.push(directory.compare(left..left + 1, plan.pruning));
    // starter:     caller.tell(py, left..left + 1)?;
    // starter: }
    // starter: Ok(directory.outcome(parts))
    caller.ask(py, 0)?;
    let job = &Job::new();
    py.detach(|| {
        thread::scope(|scope| {
            let (sender, result) = mpsc::channel();
            scope.spawn(move || sender.send(directory.compare_all(job, plan)));
            let outcome = watch(&result, job, caller);
            job.stop();
            outcome
        })
    })
    // end
}

/// What the caller's thread does meanwhile, detached: it waits for the outcome, and every 20 ms it tells the caller what is done, and asks.
fn watch(result: &Receiver<Option<Outcome>>, job: &Job, caller: &Caller) -> PyResult<Outcome> {
    // exercise parallel: this does nothing but wait for the outcome. Every 20 ms, tell the caller what is done since, and
    // todo: ask; and tell the caller of the last customers before you return the outcome
    // starter: let _ = (job, caller);
    // starter: match result.recv() {
    // starter:     Ok(Some(outcome)) => Ok(outcome),
    // starter:     _ => panic!("a worker has panicked"),
    // starter: }
    let mut told = 0;
    loop {
        let outcome = match result.recv_timeout(LOOK) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("a worker has panicked"),
        };
        let done = job.done();
        Python::attach(|py| {
            caller.tell(py, told..done)?;
            caller.ask(py, done)
        })?;
        if let Some(outcome) = outcome {
            return Ok(outcome);
        }
        told = done;
    }
    // end
}
