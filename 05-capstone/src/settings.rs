//! Settings: checked in Python when they were made, read here once.

use std::convert::Infallible;

use matching_core::{FIELDS, NAMES, Settings};
use pyo3::exceptions::PyKeyError;
use pyo3::intern;
use pyo3::prelude::*;

use crate::value_types;

/// What the core has to know of some `Settings`.
pub fn for_core(settings: &Bound<'_, PyAny>) -> PyResult<Settings> {
    let py = settings.py();
    let mut blocking = Vec::new();
    for name in settings.getattr(intern!(py, "blocking"))?.try_iter()? {
        let name = name?;
        let place = NAMES
            .iter()
            .position(|&known| name.eq(known).unwrap_or(false));
        blocking.push(place.ok_or_else(|| PyKeyError::new_err(name.unbind()))?);
    }
    let max_block = settings.getattr(intern!(py, "max_block"))?;
    Ok(Settings {
        threshold: settings.getattr(intern!(py, "threshold"))?.extract()?,
        weights: weights(&settings.getattr(intern!(py, "weights"))?)?,
        blocking,
        max_block: (!max_block.is_none()).then(|| saturated(&max_block)),
    })
}

/// The weights of the fields, in the core's order.
pub fn weights(weights: &Bound<'_, PyAny>) -> PyResult<[f64; FIELDS]> {
    weights.extract()
}

/// An int of at least 1; more than there can be of anything stands for as many as there are.
pub fn saturated(number: &Bound<'_, PyAny>) -> usize {
    number.extract().unwrap_or(usize::MAX)
}

/// The argument `limit`: 10, or what was given, checked where its turn comes.
pub enum Limit<'py> {
    Ten,
    Given(Bound<'py, PyAny>),
}

impl Limit<'_> {
    pub fn checked(&self) -> PyResult<usize> {
        match self {
            Limit::Ten => Ok(10),
            Limit::Given(limit) => {
                let whole = value_types::whole(limit.py())?;
                Ok(saturated(&whole.call1(("limit", limit))?))
            }
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Limit<'py> {
    type Error = Infallible;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Limit::Given(object.to_owned()))
    }
}
