//! The attributes of a class, and what reading one copies.

use pyo3::prelude::*;
use pyo3::types::PyList;

/// A postal address.
#[pyclass(module = "classes")]
#[derive(Clone)]
pub struct Address {
    /// Number and street, a `str`.
    #[pyo3(get, set)]
    street: String,
    /// Four digits, a `str`; read-only.
    #[pyo3(get)]
    postcode: String,
    /// How sure we are of it, from 0 to 1: no attribute, Rust keeps it to itself.
    #[expect(dead_code, reason = "there to show that Python does not see it")]
    confidence: f64,
}

/// Makes an `Address` of number and `street`, and `postcode`, each a `str`.
#[pyfunction]
pub fn address(street: String, postcode: String) -> Address {
    Address {
        street,
        postcode,
        confidence: 1.0,
    }
}

/// The people at one address. None of its attributes can be set.
#[pyclass(frozen, get_all, module = "classes")]
pub struct Household {
    /// The surnames, a `list` of `str`: a new one each time.
    surnames: Vec<String>,
    /// Where they live, an `Address`: a new one each time.
    address: Address,
    /// What we noted down, a `list`: always the same one.
    notes: Py<PyList>,
}

/// Makes a `Household` of the `surnames`, a `list` of `str`, at an `Address`.
#[pyfunction]
pub fn household(surnames: Vec<String>, address: &Bound<'_, Address>) -> Household {
    Household {
        surnames,
        address: address.borrow().clone(),
        notes: PyList::empty(address.py()).unbind(),
    }
}

/// A customer.
///
/// Its number stays; surname, phone and address can be set.
#[pyclass(module = "classes")]
pub struct Customer {
    // exercise attributes: make these fields the attributes that the comments describe
    // starter: /// The customer's number, an `int`; read-only.
    // starter: id: u32,
    // starter: /// The surname, a `str`; can be set.
    // starter: surname: String,
    // starter: /// The phone number, a `str` or `None`; can be set.
    // starter: phone: Option<String>,
    // starter: /// The `Address`, always the very object that it was set to; can be set.
    // starter: address: Address,
    /// The customer's number, an `int`; read-only.
    #[pyo3(get)]
    id: u32,
    /// The surname, a `str`; can be set.
    #[pyo3(get, set)]
    surname: String,
    /// The phone number, a `str` or `None`; can be set.
    #[pyo3(get, set)]
    phone: Option<String>,
    /// The `Address`, always the very object that it was set to; can be set.
    #[pyo3(get, set)]
    address: Py<Address>,
    // end
}

/// Makes a `Customer` without a phone.
///
/// Takes the number, an `int`, the `surname`, a `str`, and the `address`, an `Address`.
#[pyfunction]
pub fn customer(id: u32, surname: String, address: Bound<'_, Address>) -> Customer {
    Customer {
        id,
        surname,
        phone: None,
        // exercise attributes: hand over the address as your field needs it
        // starter: address: address.borrow().clone(),
        address: address.unbind(),
        // end
    }
}
