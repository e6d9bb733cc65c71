//! Find the records of a customer directory that mean the same person: the matching in plain Rust, without Python.
//!
//! Texts come in cleaned ([`text::normalise_ascii`], or what the caller has for other than ASCII), nine for each customer, in the order of
//! [`COMPARISONS`]. A [`Directory`] holds them ready to be compared. All scores are those of the pure Python module, to the last bit.

mod blocks;
pub mod bounds;
mod builder;
mod clusters;
mod column;
mod compare;
mod directory;
mod job;
mod keys;
mod pool;
mod score;
pub mod similarity;
mod sketch;
pub mod text;

pub use builder::Builder;
pub use directory::{Block, Directory, LeftOut, Settings};
pub use job::{Found, Job, Outcome, Part, Plan};
pub use score::{COMPARISONS, Comparison, score, similarities};
pub use sketch::Sketch;

/// How many fields of a customer are compared.
pub const FIELDS: usize = 9;

/// Their names, in the order in which everything here has them.
pub const NAMES: [&str; FIELDS] = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
];

/// How many threads compare, in this process: as many as there are cores, or as `RAYON_NUM_THREADS` says when they are first needed.
pub fn threads() -> usize {
    rayon::current_num_threads()
}
