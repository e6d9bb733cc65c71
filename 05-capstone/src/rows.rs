//! A customer taken over from Python, and how alike two of them are: what the steps records and loop stand on.

use matching_core::FIELDS;
use matching_core::text::{normalise_ascii, soundex};
use pyo3::prelude::*;
use pyo3::types::PyString;
use rapidfuzz::distance::{jaro_winkler, osa};

/// The fields of a customer that are compared, normalised, in the order of `matching.COMPARISONS`.
pub type Row = [String; FIELDS];

/// How much each field counts.
const WEIGHTS: [f64; FIELDS] = [2.0, 3.0, 1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 3.0];

/// Takes a customer over: its fields without the id, normalised.
pub fn row(customer: &Bound<'_, PyAny>, normalise: &Bound<'_, PyAny>) -> PyResult<Row> {
    let fields: [Bound<'_, PyString>; FIELDS + 1] = customer.extract()?;
    let mut row = Row::default();
    for (clean, text) in row.iter_mut().zip(&fields[1..]) {
        *clean = cleaned(text, normalise)?;
    }
    Ok(row)
}

/// Normalises ASCII itself, and asks Python for the rest: what a letter is beyond ASCII, Python's tables decide.
fn cleaned(text: &Bound<'_, PyString>, normalise: &Bound<'_, PyAny>) -> PyResult<String> {
    match text.to_str().ok().and_then(normalise_ascii) {
        Some(clean) => Ok(clean.into_owned()),
        None => normalise.call1((text,))?.extract(),
    }
}

/// The blocks that a customer belongs to: the place of a field, and its sound or its text.
pub fn keys(row: &Row) -> Vec<(usize, String)> {
    let sounds = [1, 0, 5].map(|field| (field, soundex(&row[field])));
    let texts = [6, 8].map(|field| (field, row[field].clone()));
    let keys = sounds.into_iter().chain(texts);
    keys.filter(|(_, key)| !key.is_empty()).collect()
}

/// How alike two customers are: the weighted mean over the fields known of both, 0.0 if there is none.
pub fn score(left: &Row, right: &Row) -> f64 {
    let (mut total, mut known) = (0.0, 0.0);
    for (field, weight) in WEIGHTS.iter().enumerate() {
        let (a, b) = (&left[field], &right[field]);
        if !a.is_empty() && !b.is_empty() {
            total += weight * similarity(field, a, b);
            known += weight;
        }
    }
    if known > 0.0 { total / known } else { 0.0 }
}

/// How alike two texts of a field are, from 0 to 1, by the comparisons of the crate rapidfuzz.
fn similarity(field: usize, left: &str, right: &str) -> f64 {
    // Letters of one byte need no decoding.
    let ascii = left.is_ascii() && right.is_ascii();
    match field {
        0 | 1 | 5 if ascii => jaro_winkler::similarity(left.bytes(), right.bytes()),
        0 | 1 | 5 => jaro_winkler::similarity(left.chars(), right.chars()),
        7 => f64::from(left == right),
        8 if day_and_month_swapped(left, right) => 0.9,
        _ if ascii => osa::normalized_similarity(left.bytes(), right.bytes()),
        _ => osa::normalized_similarity(left.chars(), right.chars()),
    }
}

/// Whether two dates, written as YYYYMMDD, differ, but only in that day and month changed places.
fn day_and_month_swapped(left: &str, right: &str) -> bool {
    let part = |from, letters| right.chars().skip(from).take(letters);
    let swapped = part(0, 4).chain(part(6, 2)).chain(part(4, 2));
    left != right
        && left.chars().count() == 8
        && right.chars().count() == 8
        && left.chars().eq(swapped)
}
