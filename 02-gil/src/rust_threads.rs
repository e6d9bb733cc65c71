//! Work on all cores: threads by hand, and rayon.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{fs, io, panic, thread};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use rayon::prelude::*;

/// What a name sounds like, roughly: its letters without vowels and without repetitions.
fn skeleton(name: &str) -> String {
    let mut letters: Vec<char> = name
        .chars()
        .filter(|letter| !"aeiouy".contains(*letter))
        .collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Counts the names that sound like another one, on threads that it starts itself.
///
/// Takes a sequence of `names`, all `str`, the name `wanted`, and how many `threads` to start at
/// most. Returns an `int`. Raises `ValueError` if `threads` is 0.
#[pyfunction]
pub fn count_same_sound_by_hand(
    py: Python<'_>,
    names: Vec<PyBackedStr>,
    wanted: &str,
    threads: NonZeroUsize,
) -> usize {
    let wanted = skeleton(wanted);
    let count = |part: &[PyBackedStr]| {
        let same = part.iter().filter(|name| skeleton(name) == wanted);
        same.count()
    };
    let size = names.len().div_ceil(threads.get()).max(1);
    py.detach(|| {
        thread::scope(|scope| {
            // `collect` starts all of them before the first one is waited for: an iterator is lazy.
            let workers: Vec<_> = names
                .chunks(size)
                .map(|part| scope.spawn(move || count(part)))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|e| panic::resume_unwind(e)))
                .sum()
        })
    })
}

/// Counts the names that sound like another one, on rayon's threads: one for each core.
///
/// Takes a sequence of `names`, all `str`, and the name `wanted`. Returns an `int`.
#[pyfunction]
pub fn count_same_sound(py: Python<'_>, names: Vec<PyBackedStr>, wanted: &str) -> usize {
    let wanted = skeleton(wanted);
    py.detach(|| {
        let same = names.par_iter().filter(|name| skeleton(name) == wanted);
        same.count()
    })
}

/// How many records a file has: lines that are not blank.
fn records(path: &Path) -> io::Result<usize> {
    let text = fs::read(path)?;
    let lines = text.split(|&byte| byte == b'\n');
    Ok(lines.filter(|line| !line.trim_ascii().is_empty()).count())
}

/// Counts the records of customers in files, several files at the same time, while other Python threads run.
///
/// Takes a sequence of `paths`, each a `str` or a path object. Returns a `list` with a number for
/// each file, in the order of the paths. Raises `OSError` for a file that cannot be read.
#[pyfunction]
pub fn count_records(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Vec<usize>> {
    // exercise rust_threads: this reads one file after the other, and keeps the interpreter meanwhile
    // todo: read them in rayon's threads
    // starter: let _ = py;
    // starter: let mut counts = Vec::new();
    // starter: for path in paths {
    // starter:     counts.push(records(&path)?);
    // starter: }
    // starter: Ok(counts)
    let counts = py.detach(|| {
        let counts = paths.par_iter().map(|path| records(path));
        counts.collect::<io::Result<Vec<usize>>>()
    });
    Ok(counts?)
    // end
}
