//! Properties: attributes that check what they are set to, that are computed, that can be deleted.

use pyo3::exceptions::{PyAttributeError, PyValueError};
use pyo3::prelude::*;

/// How to reach a customer.
///
/// Takes the `email` address and, with `None` as their default, the `phone` number and the `postcode`, each a `str`.
/// Raises `ValueError` for an address without a `@`, and for a postcode that is not four digits.
#[pyclass(eq, module = "classes")]
#[derive(PartialEq)]
pub struct Contact {
    email: String,
    phone: Option<String>,
    postcode: Option<String>,
}

fn checked_email(email: &str) -> PyResult<String> {
    if !email.contains('@') {
        return Err(PyValueError::new_err(format!("no address: {email:?}")));
    }
    Ok(email.trim().to_lowercase())
}

fn checked_postcode(postcode: &str) -> PyResult<String> {
    if postcode.len() != 4 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PyValueError::new_err(format!("no postcode: {postcode:?}")));
    }
    Ok(postcode.to_owned())
}

fn unknown(what: &str) -> PyErr {
    PyAttributeError::new_err(format!("the {what} is not known"))
}

#[pymethods]
impl Contact {
    #[new]
    #[pyo3(signature = (email, phone=None, postcode=None))]
    fn new(email: &str, phone: Option<String>, postcode: Option<&str>) -> PyResult<Self> {
        Ok(Self {
            email: checked_email(email)?,
            phone,
            postcode: postcode.map(checked_postcode).transpose()?,
        })
    }

    /// The e-mail address, a `str` in lower case; can be set. Raises `ValueError` for one without a `@`.
    #[getter]
    fn email(&self) -> &str {
        &self.email
    }

    #[setter]
    fn set_email(&mut self, email: &str) -> PyResult<()> {
        self.email = checked_email(email)?;
        Ok(())
    }

    /// What follows the last `@` of the e-mail address, a `str`; read-only.
    #[getter]
    fn domain(&self) -> &str {
        self.email.rsplit('@').next().unwrap_or_default()
    }

    /// The phone number, a `str`; can be set and deleted. Raises `AttributeError` if it is not known.
    #[getter]
    fn phone(&self) -> PyResult<&str> {
        self.phone.as_deref().ok_or_else(|| unknown("phone"))
    }

    #[setter]
    fn set_phone(&mut self, phone: String) {
        self.phone = Some(phone);
    }

    #[deleter]
    fn delete_phone(&mut self) -> PyResult<()> {
        let known = self.phone.take();
        known.map(drop).ok_or_else(|| unknown("phone"))
    }

    // exercise properties: `postcode` can be read, checked and set, deleted; `region`, with a docstring, is computed from it
    // starter: /// The postcode, a `str` of four digits; can be set and deleted. Raises `AttributeError` if it is not known.
    // starter: #[getter]
    // starter: fn postcode(&self) -> Option<&str> {
    // starter:     self.postcode.as_deref()
    // starter: }
    /// The postcode, a `str` of four digits; can be set and deleted. Raises `AttributeError` if it is not known.
    #[getter]
    fn postcode(&self) -> PyResult<&str> {
        self.postcode.as_deref().ok_or_else(|| unknown("postcode"))
    }

    #[setter]
    fn set_postcode(&mut self, postcode: &str) -> PyResult<()> {
        self.postcode = Some(checked_postcode(postcode)?);
        Ok(())
    }

    #[deleter]
    fn delete_postcode(&mut self) -> PyResult<()> {
        let known = self.postcode.take();
        known.map(drop).ok_or_else(|| unknown("postcode"))
    }

    /// The first digit of the postcode, a `str`, which tells the state; read-only. Raises `AttributeError` if it is not known.
    #[getter]
    fn region(&self) -> PyResult<&str> {
        self.postcode().map(|postcode| &postcode[..1])
    }
    // end

    fn __getnewargs__(&self) -> (&str, Option<&str>, Option<&str>) {
        (&self.email, self.phone.as_deref(), self.postcode.as_deref())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let arguments = self.__getnewargs__().into_pyobject(py)?;
        Ok(format!("Contact{}", arguments.repr()?))
    }
}
