//! The Python module, one line a step.

mod arrays_in;
mod arrays_out;
mod catching;
mod checkpoint;
mod conversions;
mod custom_errors;
mod customer_file;
mod customers;
mod exceptions;
mod logging;
mod mailing_list;
mod panics;
mod values;

use pyo3::prelude::*;

/// Chapter 3 of Hot Modules: values out, exceptions both ways.
#[pymodule]
mod _outputs {
    #[pymodule_export]
    use super::arrays_in::{
        deviation, first_link, mean_of_any, mean_of_vec, mean_score, score_address, sums_around,
    };
    #[pymodule_export]
    use super::arrays_out::{
        best_scores, compare_all, even_weights, even_weights_list, find_links, scale,
    };
    #[pymodule_export]
    use super::catching::{count_and_close, locate, preferences};
    #[pymodule_export]
    use super::checkpoint::read_customer_file;
    #[pymodule_export]
    use super::conversions::{address_line, read_address, read_people};
    #[pymodule_export]
    use super::custom_errors::{MailingListError, PostcodeError, load_mailing_list};
    #[pymodule_export]
    use super::exceptions::{
        count_records, first_year, postcodes_of, year_of_birth, years_of_birth,
    };
    #[pymodule_export]
    use super::logging::{check_phones, check_postcodes, log_levels_changed};
    #[pymodule_export]
    use super::panics::{Points, birth_year, birth_year_or_panic, merge_bonus};
    #[pymodule_export]
    use super::values::{describe, read_customer};

    /// Runs whenever Python executes the module.
    #[pymodule_init]
    fn init() {
        super::logging::install();
    }
}
