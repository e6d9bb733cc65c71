//! The Python module, one line a step.

mod arrays;
mod breath;
mod candidate_loop;
mod comparisons;
mod failures;
mod forks;
mod functions;
mod intake;
mod job;
mod matcher;
mod nesting;
mod pruning;
mod records;
mod results;
mod rows;
mod scale_out;
mod scores;
mod settings;
mod texts;
mod value_types;

use pyo3::prelude::*;

/// Chapter 5 of Hot Modules: the port of a slow service module.
#[pymodule]
mod _capstone {
    use super::pymodule;

    /// Whether this is a debug build, many times slower than a release build: benchmarks refuse it.
    #[pymodule_export]
    const DEBUG_BUILD: bool = cfg!(debug_assertions);

    #[pymodule_export]
    use super::functions::{
        date_similarity, equality, jaro, jaro_winkler, osa_distance, osa_similarity,
    };

    #[pymodule_export]
    use super::records::CustomerTable;

    #[pymodule_export]
    use super::candidate_loop::{crate_jaro_winkler, crate_osa_distance, find_duplicates};

    #[pymodule_export]
    use super::pruning::{bounds, compared_fields, pruned};

    #[pymodule_export]
    use super::scores::deduplicate_with;

    #[pymodule_export]
    use super::arrays::{count_duplicates, duplicate_arrays, duplicate_rows};

    #[pymodule_export]
    use super::scale_out::{Part, threads};

    /// The port. What it holds says that it comes from `capstone.matching`, which is where people import it from, and where `pickle` looks for it.
    #[pymodule(module = "capstone")]
    mod matching {
        #[pymodule_export]
        use crate::comparisons::{
            date_similarity, equality, jaro, jaro_winkler, normalise, osa_distance, osa_similarity,
            soundex,
        };

        #[pymodule_export]
        use crate::matcher::Matcher;

        #[pymodule_export]
        use crate::scores::{deduplicate, score, similarities};
    }
}
