//! Calling Python from Rust: an exception is a `PyErr` in a `Result`, to be judged, wrapped or passed on.

use pyo3::exceptions::{PyLookupError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

mod json {
    pyo3::import_exception!(json, JSONDecodeError);
}

/// Reads a customer's preferences, which are JSON.
///
/// Takes the `customer`, a `str` for the message, and the `text`; returns what `json.loads` makes of
/// it. Raises `ValueError` if it is no JSON, caused by the `json.JSONDecodeError`.
#[pyfunction]
pub fn preferences<'py>(
    py: Python<'py>,
    customer: &str,
    text: &str,
) -> PyResult<Bound<'py, PyAny>> {
    match py.import("json")?.call_method1("loads", (text,)) {
        Err(error) if error.is_instance_of::<json::JSONDecodeError>(py) => {
            let message = format!("preferences of {customer} are no JSON");
            let wrapped = PyValueError::new_err(message);
            wrapped.set_cause(py, Some(error));
            Err(wrapped)
        }
        other => other,
    }
}

/// Calls a Python object's `close` when it goes out of scope, however that comes about.
struct Closing<'a, 'py>(&'a Bound<'py, PyAny>);

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.call_method0("close") {
            // Nobody is left who could take it: `sys.unraisablehook` reports it.
            error.write_unraisable(self.0.py(), Some(self.0));
        }
    }
}

/// Counts the customers that a source has, and closes it.
///
/// Takes an object with `fetch`, which returns an iterable, and `close`. Returns an `int`.
/// Raises what `fetch` and the iterable raise, unchanged.
#[pyfunction]
pub fn count_and_close(source: &Bound<'_, PyAny>) -> PyResult<usize> {
    let _closing = Closing(source);
    let mut count = 0;
    for customer in source.call_method0("fetch")?.try_iter()? {
        customer?;
        count += 1;
    }
    Ok(count)
}

/// Locates addresses with a service, and closes it.
///
/// Takes a sequence of `str`, the `addresses`, and the `service`: an object with `find(address)`,
/// which returns a place, and `close()`.
/// Returns a `list`: for each address the place, or `None` if `find` raised a `LookupError`.
/// Raises `RuntimeError` if `find` raised an `OSError`, which is its cause; any other exception of
/// `find` unchanged. The service is closed in every case, after the last call of `find`.
#[pyfunction]
pub fn locate<'py>(
    addresses: Vec<PyBackedStr>,
    service: &Bound<'py, PyAny>,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    // exercise catching: close the service in every case, not only at the end
    // starter:
    let _closing = Closing(service);
    // end
    let py = service.py();
    let mut places = Vec::with_capacity(addresses.len());
    for address in &addresses {
        let found = service.call_method1("find", (address,));
        // exercise catching: decide by the type of the exception: None, wrapped, or unchanged
        // starter: let place = found.ok();
        let place = match found {
            Ok(place) => Some(place),
            Err(error) if error.is_instance_of::<PyLookupError>(py) => None,
            Err(error) if error.is_instance_of::<PyOSError>(py) => {
                let message = format!("service failed at {address:?}");
                let wrapped = PyRuntimeError::new_err(message);
                wrapped.set_cause(py, Some(error));
                return Err(wrapped);
            }
            Err(error) => return Err(error),
        };
        // end
        places.push(place);
    }
    // exercise catching: then this line has to go
    // starter: service.call_method0("close")?;
    // starter: Ok(places)
    Ok(places)
    // end
}
