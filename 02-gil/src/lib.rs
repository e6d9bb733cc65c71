//! The Python module, one line a step.

mod attach;
mod checkpoint;
mod detach;
mod free_threading;
mod frozen;
mod interrupts;
mod locks;
mod rust_threads;
mod token;

use pyo3::prelude::*;

/// Chapter 2 of Hot Modules: the interpreter lock.
#[pymodule]
mod _gil {
    #[pymodule_export]
    use super::token::{blank_record, find, last_line, survivors};

    #[pymodule_export]
    use super::detach::{count_words, count_words_attached, lookalikes, wordiest};

    #[pymodule_export]
    use super::rust_threads::{count_records, count_same_sound, count_same_sound_by_hand};

    #[pymodule_export]
    use super::attach::{count_vowels, report_blank, vowels_isolated, vowels_reattaching};

    #[pymodule_export]
    use super::frozen::{Contact, Search, count_in_postcode, count_namesakes};

    #[pymodule_export]
    use super::locks::{Journal, PostcodeRegister, birth_date};

    #[pymodule_export]
    use super::interrupts::{count_typos, count_typos_on_all_cores};

    #[pymodule_export]
    use super::free_threading::{CallCounter, CustomerNumbers, gil_enabled};

    #[pymodule_export]
    use super::checkpoint::rank_names;
}
