//! Threads to compute on.

use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The process whose threads are in `POOL`; 0 until somebody needs them.
static HOME: AtomicU32 = AtomicU32::new(0);
static POOL: OnceLock<ThreadPool> = OnceLock::new();

/// Do some work on all cores; `None` if the machine gives no threads.
///
/// A fork copies the memory, but of the threads only the one that calls it: in the new process nobody would ever do what `POOL` is given, and
/// somebody may have been about to make it. So processes other than the first one leave it alone, and make threads for each work.
pub fn on_threads<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let here = process::id();
    let home = HOME.compare_exchange(0, here, Ordering::Relaxed, Ordering::Relaxed);
    if home.is_err_and(|home| home != here) {
        return Some(threads()?.install(work));
    }
    if POOL.get().is_none() {
        let _ = POOL.set(threads()?); // two may make them at the same time: one of the pools is dropped
    }
    POOL.get().map(|pool| pool.install(work))
}

fn threads() -> Option<ThreadPool> {
    ThreadPoolBuilder::new().build().ok()
}
