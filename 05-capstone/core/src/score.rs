//! How alike two customers are.

use crate::FIELDS;
use crate::similarity::{Text, date_similarity, equality, jaro_winkler, osa_similarity};

/// By which rule a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// [`jaro_winkler`]
    JaroWinkler,
    /// [`osa_similarity`]
    Osa,
    /// [`equality`]
    Equality,
    /// [`date_similarity`]
    Date,
}

/// How each field is compared: given name, surname, street number, first and second line of the address, suburb, postcode, state, date of birth.
pub const COMPARISONS: [Comparison; FIELDS] = [
    Comparison::JaroWinkler,
    Comparison::JaroWinkler,
    Comparison::Osa,
    Comparison::Osa,
    Comparison::Osa,
    Comparison::JaroWinkler,
    Comparison::Osa,
    Comparison::Equality,
    Comparison::Date,
];

impl Comparison {
    /// Compare two texts.
    pub fn similarity(self, left: &str, right: &str) -> f64 {
        if left.is_ascii() && right.is_ascii() {
            self.of(left.as_bytes(), right.as_bytes()) // letters are bytes
        } else {
            self.of(left, right)
        }
    }

    fn of<T: Text + ?Sized>(self, left: &T, right: &T) -> f64 {
        match self {
            Comparison::JaroWinkler => jaro_winkler(left, right),
            Comparison::Osa => osa_similarity(left, right),
            Comparison::Equality => equality(left, right),
            Comparison::Date => date_similarity(left, right),
        }
    }
}

/// Return how alike two customers are in each field; `None` where one of the texts is empty.
pub fn similarities(left: [&str; FIELDS], right: [&str; FIELDS]) -> [Option<f64>; FIELDS] {
    std::array::from_fn(|field| {
        let known = !left[field].is_empty() && !right[field].is_empty();
        known.then(|| COMPARISONS[field].similarity(left[field], right[field]))
    })
}

/// Return how alike two customers are: the weighted mean over the fields known of both, 0 if there is none.
pub fn score(left: [&str; FIELDS], right: [&str; FIELDS], weights: &[f64; FIELDS]) -> f64 {
    let found = similarities(left, right);
    let known = std::array::from_fn(|field| {
        if found[field].is_some() {
            weights[field]
        } else {
            0.0
        }
    });
    weighted_mean(&found.map(Option::unwrap_or_default), &known)
}

/// Return the mean of similarities, 0 if no weight is above 0. A weight of 0 leaves a field out, to the last bit.
pub(crate) fn weighted_mean(similarities: &[f64; FIELDS], weights: &[f64; FIELDS]) -> f64 {
    let (mut total, mut known) = (0.0, 0.0);
    for (similarity, weight) in similarities.iter().zip(weights) {
        total += weight * similarity;
        known += weight;
    }
    if known > 0.0 { total / known } else { 0.0 }
}
