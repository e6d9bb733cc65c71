//! The Python module, one line a step.

mod attributes;
mod borrows;
mod constructors;
mod mutability;

use pyo3::prelude::*;

/// Chapter 4 of Hot Modules: classes.
#[pymodule]
mod _classes {
    #[pymodule_export]
    use super::attributes::{Address, Customer, Household, address, customer, household};

    #[pymodule_export]
    use super::constructors::{DeliveryAddress, MailingList, Postcode};

    #[pymodule_export]
    use super::borrows::Passed;

    #[pymodule_export]
    use super::mutability::{Spellings, Suburbs};
}
