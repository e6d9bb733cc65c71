//! How alike two customers can be at most, judged at a glance.

use crate::FIELDS;
use crate::score::{COMPARISONS, Comparison, weighted_mean};
use crate::similarity::{raised, share_kept};
use crate::sketch::{Sketch, Sketches};

/// Rounding may take a true score this much above its bound, and never more.
const SLACK: f64 = 1e-9;

/// Return at least how alike the texts of a field are; both are known.
#[inline]
pub fn bound(field: usize, left: &Sketch, right: &Sketch) -> f64 {
    match COMPARISONS[field] {
        Comparison::JaroWinkler => jaro_winkler(left, right),
        Comparison::Osa | Comparison::Date => osa_similarity(left, right),
        Comparison::Equality => f64::from(u8::from(left.value == right.value)),
    }
}

/// A letter that only one of the texts has must be edited, and an edit touches one letter of each text at most.
/// (Day and month that changed places: no letter is the one's alone.)
fn osa_similarity(left: &Sketch, right: &Sketch) -> f64 {
    let alone = left.kinds.max(right.kinds) - (left.letters & right.letters).count_ones();
    let edits = left.length.abs_diff(right.length).max(alone);
    share_kept(edits as usize, left.length.max(right.length) as usize)
}

/// A letter that only one of the texts has is no match; at best there are no transpositions.
fn jaro_winkler(left: &Sketch, right: &Sketch) -> f64 {
    let common = (left.letters & right.letters).count_ones();
    let matches = (left.length - (left.kinds - common)).min(right.length - (right.kinds - common));
    let matches = f64::from(matches);
    let jaro = (matches / f64::from(left.length) + matches / f64::from(right.length) + 1.0) / 3.0;
    let prefix = (left.start ^ right.start).trailing_zeros() / 8;
    if common == 0 {
        0.0
    } else {
        raised(jaro, prefix as usize)
    }
}

/// Return the score of two customers, or `None` as soon as it is certain that it is below `least`.
///
/// `compare` compares the texts of a field.
pub fn score(
    left: &Sketches,
    right: &Sketches,
    weights: &[f64; FIELDS],
    least: f64,
    compare: impl Fn(usize) -> f64,
) -> Option<f64> {
    let is_known = |field: usize| left[field].is_known() && right[field].is_known();
    let known: [f64; FIELDS] =
        std::array::from_fn(|field| if is_known(field) { weights[field] } else { 0.0 });
    let mut similarities = std::array::from_fn(|field| {
        if is_known(field) {
            bound(field, &left[field], &right[field])
        } else {
            0.0
        }
    });
    for field in 0..FIELDS {
        if weighted_mean(&similarities, &known) < least - SLACK {
            return None;
        }
        if known[field] > 0.0 {
            similarities[field] = compare(field);
        }
    }
    Some(weighted_mean(&similarities, &known))
}
