//! Customers from Python: their texts borrowed, and normalised where they have to be.

use std::borrow::Cow;

use matching_core::text::normalise_ascii;
use matching_core::{Builder, FIELDS, NAMES};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PySet, PyString, PyTuple, PyType};

use crate::breath;
use crate::failures;
use crate::texts::{Normaliser, text};
use crate::value_types;

/// The texts of a customer, ready for the core.
pub type Cleaned<'a> = [Cow<'a, str>; FIELDS];

/// A plain customer is a tuple of ten texts.
type Fields<'a> = (
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
);

/// Takes in customers.
pub struct Intake<'py> {
    class: Bound<'py, PyType>,
    normaliser: Normaliser,
}

impl<'py> Intake<'py> {
    pub fn new(py: Python<'py>) -> PyResult<Self> {
        Ok(Self {
            class: value_types::customer(py)?.clone(),
            normaliser: Normaliser::default(),
        })
    }

    /// All customers, as the core takes them in.
    ///
    /// Raises for the first row with something wrong: it is no customer, a field is no text, or its id is an earlier row's.
    pub fn directory(&mut self, customers: &Bound<'py, PyTuple>) -> PyResult<Builder> {
        let ids = PySet::empty(customers.py())?;
        let mut builder = Builder::with_capacity(customers.len());
        for (row, customer) in customers.iter_borrowed().enumerate() {
            builder.add(&self.customer(row, customer)?);
            let id = self.id(&customer)?;
            ids.add(&id)?;
            if ids.len() == row {
                return Err(self.same_id(row, &id, customers));
            }
            breath::taken(customers.py(), row)?;
        }
        Ok(builder)
    }

    /// The texts of a customer; the row is for the message of the exception.
    pub fn customer<'a>(
        &mut self,
        row: usize,
        customer: Borrowed<'a, 'py, PyAny>,
    ) -> PyResult<Cleaned<'a>> {
        if customer.is_exact_instance(&self.class) {
            if let Ok(fields) = customer.extract::<Fields<'a>>() {
                let (_, given, surname, number, line_1, line_2, suburb, postcode, state, birth) =
                    fields;
                let fields = [
                    given, surname, number, line_1, line_2, suburb, postcode, state, birth,
                ];
                return self.plain(fields, customer);
            }
        }
        self.checked(row, &customer)
    }

    fn plain<'a>(
        &mut self,
        fields: [&'a str; FIELDS],
        customer: Borrowed<'a, 'py, PyAny>,
    ) -> PyResult<Cleaned<'a>> {
        let mut cleaned = Cleaned::default();
        for (place, (field, clean)) in fields.into_iter().zip(&mut cleaned).enumerate() {
            *clean = match normalise_ascii(field) {
                Some(text) => text,
                None => self
                    .normaliser
                    .by_python(customer.get_item(place + 1)?.cast()?)?
                    .into(),
            };
        }
        Ok(cleaned)
    }

    /// The same for whatever it is: step by step, as the module in Python does it.
    fn checked(&mut self, row: usize, customer: &Bound<'py, PyAny>) -> PyResult<Cleaned<'static>> {
        if !customer.is_instance(&self.class)? {
            let class = customer.get_type().name()?;
            let message = format!("row {row}: expected a Customer, not {class}");
            return Err(PyTypeError::new_err(message));
        }
        let (wanted, got) = (FIELDS + 1, customer.len()?);
        if got != wanted {
            let message = format!("row {row}: a Customer has {wanted} fields, not {got}");
            return Err(PyTypeError::new_err(message));
        }
        for (name, value) in ["id"].iter().chain(&NAMES).zip(customer.try_iter()?) {
            let value = value?;
            if !value.is_instance_of::<PyString>() {
                return Err(failures::no_text(row, name, &value));
            }
        }
        let mut cleaned = Cleaned::default();
        for (name, clean) in NAMES.into_iter().zip(&mut cleaned) {
            let value = customer.getattr(name)?;
            *clean = self
                .normaliser
                .normalised(text(&value)?)?
                .into_owned()
                .into();
        }
        Ok(cleaned)
    }

    /// The id of a customer.
    pub fn id(&self, customer: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        match customer.cast::<PyTuple>() {
            Ok(fields) if customer.is_exact_instance(&self.class) => fields.get_item(0),
            _ => customer.getattr(intern!(customer.py(), "id")),
        }
    }

    fn same_id(
        &self,
        row: usize,
        id: &Bound<'py, PyAny>,
        customers: &Bound<'py, PyTuple>,
    ) -> PyErr {
        let first = customers.iter_borrowed().position(|customer| {
            let other = self.id(&customer);
            other.and_then(|other| other.eq(id)).unwrap_or(false)
        });
        failures::same_id(row, id, first.unwrap_or(row))
    }
}
