//! The Python module, one line a step.

mod attributes;
mod borrows;
mod builtin_bases;
mod channels;
mod checkpoint;
mod column_tidier;
mod comparators;
mod constructors;
mod date_comparison;
mod enums;
mod inheritance;
mod methods;
mod mutability;
mod operators;
mod overriding;
mod pickling_and_gc;
mod properties;
mod protocols;
mod rejects;
mod reminders;
mod static_and_class_methods;
mod text_comparisons;
mod worklist_iterator;

use pyo3::prelude::*;

/// Chapter 4 of Hot Modules: classes.
#[pymodule]
mod _classes {
    #[pymodule_export]
    use super::attributes::{Address, Customer, Household, address, customer, household};

    #[pymodule_export]
    use super::constructors::{DeliveryAddress, MailingList, Postcode};

    #[pymodule_export]
    use super::methods::{CallLog, FullName, Suburb};

    #[pymodule_export]
    use super::properties::Contact;

    #[pymodule_export]
    use super::static_and_class_methods::{BirthDate, CustomerNumber};

    #[pymodule_export]
    use super::inheritance::{Branch, Company, Party, abn_of};

    #[pymodule_export]
    use super::builtin_bases::{RejectedRecord, SourceRow, require_name};

    #[pymodule_export]
    use super::overriding::{StreetTidier, Tidier};

    #[pymodule_export]
    use super::column_tidier::ColumnTidier;

    #[pymodule_export]
    use super::protocols::Worklist;

    #[pymodule_export]
    use super::worklist_iterator::WorklistIterator;

    #[pymodule_export]
    use super::operators::{Agreement, BlockingKey};

    #[pymodule_export]
    use super::rejects::Rejects;

    #[pymodule_export]
    use super::enums::{State, Verdict, decide};

    #[pymodule_export]
    use super::channels::{best_channel, cost_of};

    #[pymodule_export]
    use super::mutability::{Spellings, Suburbs};

    #[pymodule_export]
    use super::borrows::Passed;

    #[pymodule_export]
    use super::pickling_and_gc::Entry;

    #[pymodule_export]
    use super::reminders::{Reminder, Search, search};

    #[pymodule_export]
    use super::checkpoint::Comparator;

    #[pymodule_export]
    use super::text_comparisons::{EditDistance, Exact};

    #[pymodule_export]
    use super::date_comparison::DateComparison;

    #[pymodule_export]
    use super::comparators::Comparators;
}
