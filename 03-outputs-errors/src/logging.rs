//! Rust's log records in Python's `logging`: names, levels, the cache, and no deadlock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use log::{debug, info, warn};
use pyo3::prelude::*;
use pyo3_log::ResetHandle;

/// What empties the cache of loggers and levels, once the logger is installed.
static CACHE: OnceLock<ResetHandle> = OnceLock::new();

/// Hands this module's log records over to Python. Called whenever Python executes the module.
pub fn install() {
    // exercise logging: a second import is no reason to panic; keep the handle that resets the cache
    // starter: pyo3_log::init();
    if let Ok(handle) = pyo3_log::try_init() {
        CACHE.get_or_init(|| handle);
    }
    // end
}

/// Makes the records of this module heed a change of levels in `logging`: call it after one.
#[pyfunction]
pub fn log_levels_changed() {
    // exercise logging: empty the cache
    // starter:
    if let Some(cache) = CACHE.get() {
        cache.reset();
    }
    // end
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Counts what is no postcode, four digits, in a list of `str`. Returns an `int`.
///
/// Logs each bad one as a warning, each good one for debugging, and the count as an information.
#[pyfunction]
#[pyo3(signature = (postcodes: "list[str]"))]
pub fn check_postcodes(postcodes: Vec<String>) -> usize {
    let mut bad = 0;
    for (index, postcode) in postcodes.iter().enumerate() {
        if is_number(postcode, 4) {
            debug!("postcodes[{index}] is {postcode}");
        } else {
            warn!("postcodes[{index}] is {postcode:?}");
            bad += 1;
        }
    }
    info!("{bad} of {} postcodes are bad", postcodes.len());
    bad
}

/// Counts what is no phone number, ten digits, in a list of `str`, in two threads. Returns an `int`.
///
/// The thread that finds a bad one logs it at once: a warning of the logger `outputs.phones`, such as
/// `phones[2] is "07 5550"`.
#[pyfunction]
#[pyo3(signature = (phones: "list[str]"))]
pub fn check_phones(py: Python<'_>, phones: Vec<String>) -> usize {
    let phones: Vec<(usize, String)> = phones.into_iter().enumerate().collect();
    let half = phones.len().div_ceil(2);
    let bad = AtomicUsize::new(0);
    let check = |part: &[(usize, String)]| {
        for (index, phone) in part.iter().filter(|(_, phone)| !is_number(phone, 10)) {
            bad.fetch_add(1, Ordering::Relaxed);
            // exercise logging: log it
            // starter: let _ = (index, phone);
            warn!(target: "outputs::phones", "phones[{index}] is {phone:?}");
            // end
        }
    };
    // exercise logging: and now these threads may need the interpreter
    // starter: thread::scope(|scope| {
    // starter:     scope.spawn(|| check(&phones[..half]));
    // starter:     scope.spawn(|| check(&phones[half..]));
    // starter: });
    py.detach(|| {
        thread::scope(|scope| {
            scope.spawn(|| check(&phones[..half]));
            scope.spawn(|| check(&phones[half..]));
        });
    });
    // end
    bad.into_inner()
}
