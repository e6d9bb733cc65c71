//! Step `checkpoint`: names counted over many files, on all cores, with progress, until done or interrupted.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use rayon::prelude::*;

/// How long the caller's thread waits between two looks for signals.
const LOOK: Duration = Duration::from_millis(20);

/// How often each name occurs.
type Counts = HashMap<String, usize>;

/// Counts the names of one file, a name a line; leaves off when `stop` is up. Errors name the file.
fn count_file(path: &Path, stop: &AtomicBool) -> io::Result<Counts> {
    let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
    let mut counts = Counts::new();
    let lines = BufReader::new(File::open(path).map_err(named)?).lines();
    for line in lines.take_while(|_| !stop.load(Ordering::Relaxed)) {
        let name = line.map_err(named)?.trim().to_lowercase();
        if !name.is_empty() {
            *counts.entry(name).or_default() += 1;
        }
    }
    Ok(counts)
}

/// The `top` most frequent names, the alphabet decides between equals.
fn ranked(counts: Counts, top: usize) -> Vec<(String, usize)> {
    let mut ranking: Vec<_> = counts.into_iter().collect();
    ranking.sort_unstable_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    ranking.truncate(top);
    ranking
}

/// Ranks the names in some files by how often they occur, whatever their case.
///
/// Takes the `paths` of files in UTF-8, a name a line; how many names to return (`top`); and `progress`, called after each file in the
/// caller's thread with two numbers: how many files are done, of how many. Returns a list of pairs, name in lower case and count, the
/// most frequent first. Raises the `OSError` that fits and names the file that cannot be read; what `progress` raises; what a signal's
/// handler raises: `KeyboardInterrupt` after Ctrl-C.
#[pyfunction]
#[pyo3(signature = (paths, top=10, progress=None))]
pub fn rank_names(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    top: usize,
    progress: Option<Py<PyAny>>,
) -> PyResult<Vec<(String, usize)>> {
    // exercise checkpoint: this counts one file after the other, and keeps the interpreter. Let go of it;
    // todo: count on all cores, while `gather` takes what comes; and whatever ends `gather`, end the work.
    // starter: let _ = py;
    // starter: let stop = &AtomicBool::new(false);
    // starter: let (sender, counted) = mpsc::channel();
    // starter: for path in &paths {
    // starter:     let _ = sender.send(count_file(path, stop));
    // starter: }
    // starter: let counts = gather(&counted, paths.len(), progress.as_ref())?;
    // starter: Ok(ranked(counts, top))
    let (paths, stop) = (&paths[..], &AtomicBool::new(false));
    let counts = py.detach(|| {
        thread::scope(|scope| {
            let (sender, counted) = mpsc::channel();
            scope.spawn(move || {
                paths.par_iter().for_each_with(sender, |sender, path| {
                    if !stop.load(Ordering::Relaxed) {
                        let _ = sender.send(count_file(path, stop)); // nobody listens after an error
                    }
                });
            });
            let counts = gather(&counted, paths.len(), progress.as_ref());
            stop.store(true, Ordering::Relaxed);
            counts
        })
    })?;
    Ok(ranked(counts, top))
    // end
}

/// What the caller's thread does, detached: it adds up the files as they come, reports them, and looks for signals.
fn gather(
    counted: &Receiver<io::Result<Counts>>,
    total: usize,
    progress: Option<&Py<PyAny>>,
) -> PyResult<Counts> {
    let mut all = Counts::new();
    // exercise checkpoint: this does nothing but wait for the files. Call `progress` after each; look for
    // todo: signals after each, and also while none is ready
    // starter: let _ = progress;
    // starter: for counts in counted.iter().take(total) {
    // starter:     for (name, count) in counts? {
    // starter:         *all.entry(name).or_default() += count;
    // starter:     }
    // starter: }
    let mut done = 0;
    while done < total {
        match counted.recv_timeout(LOOK) {
            Ok(counts) => {
                for (name, count) in counts? {
                    *all.entry(name).or_default() += count;
                }
                done += 1;
                if let Some(progress) = progress {
                    Python::attach(|py| progress.call1(py, (done, total)))?;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => panic!("a worker has panicked"),
        }
        Python::attach(|py| -> PyResult<()> { py.check_signals() })?;
    }
    // end
    Ok(all)
}
