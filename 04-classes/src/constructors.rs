//! Constructors: what makes an object when Python calls its class.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// An Australian postcode.
///
/// Takes the `digits`, a `str` of exactly four digits, 0 to 9. Raises `ValueError` for any other text.
#[pyclass(frozen, get_all, eq, hash, module = "classes")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Postcode {
    /// The four digits, a `str`.
    digits: String,
}

#[pymethods]
impl Postcode {
    #[new]
    pub fn new(digits: &str) -> PyResult<Self> {
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PyValueError::new_err(format!("no postcode: {digits:?}")));
        }
        let digits = digits.to_owned();
        Ok(Self { digits })
    }

    /// What a copy is made of: `copy` and `pickle` hand it to the constructor.
    fn __getnewargs__(&self) -> (&str,) {
        (&self.digits,)
    }

    fn __repr__(&self) -> String {
        format!("Postcode('{}')", self.digits)
    }
}

/// The names that a letter goes to.
///
/// Takes a sequence of `str`, `names`. The constructor of a subclass may take anything, and calls this one with the names.
#[pyclass(subclass, get_all, eq, module = "classes")]
#[derive(PartialEq)]
pub struct MailingList {
    /// The names, a `list` of `str`: a new one each time.
    names: Vec<String>,
}

#[pymethods]
impl MailingList {
    #[new]
    #[pyo3(signature = (*_args: "object", **_kwargs: "object"), text_signature = "(names)")]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        Self { names: Vec::new() }
    }

    fn __init__(&mut self, names: Vec<String>) {
        self.names = names;
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let names = self.names.as_slice().into_pyobject(py)?;
        Ok(format!("MailingList({})", names.repr()?))
    }
}

/// Where a parcel goes.
///
/// Takes the `street` with its number, a `str`, the `postcode`, a `Postcode`, and the `unit`, an `int` or `None`, which is the default.
/// White space at the ends of the street is left out. Raises `ValueError` (`the street is blank`) if nothing is left.
#[pyclass(frozen, get_all, eq, hash, module = "classes")]
#[derive(PartialEq, Eq, Hash)]
pub struct DeliveryAddress {
    /// Number and street, a `str`.
    street: String,
    /// The `Postcode`.
    postcode: Postcode,
    /// The unit, an `int` or `None`.
    unit: Option<u16>,
}

#[pymethods]
impl DeliveryAddress {
    // exercise constructors: the constructor that the docstring describes
    // starter:
    #[new]
    #[pyo3(signature = (street, postcode, unit=None))]
    fn new(street: &str, postcode: &Postcode, unit: Option<u16>) -> PyResult<Self> {
        let street = street.trim().to_owned();
        if street.is_empty() {
            return Err(PyValueError::new_err("the street is blank"));
        }
        Ok(Self {
            street,
            postcode: postcode.clone(),
            unit,
        })
    }
    // end

    fn __getnewargs__(&self) -> (&str, Postcode, Option<u16>) {
        (&self.street, self.postcode.clone(), self.unit)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let arguments = self.__getnewargs__().into_pyobject(py)?;
        Ok(format!("DeliveryAddress{}", arguments.repr()?))
    }
}
