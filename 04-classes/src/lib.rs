//! The Python module, one line a step.

mod attributes;
mod constructors;

use pyo3::prelude::*;

/// Chapter 4 of Hot Modules: classes.
#[pymodule]
mod _classes {
    #[pymodule_export]
    use super::attributes::{Address, Customer, Household, address, customer, household};

    #[pymodule_export]
    use super::constructors::{DeliveryAddress, MailingList, Postcode};
}
