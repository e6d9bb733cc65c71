//! How alike two customers can be at most, judged at a glance.

use std::array::from_fn;

use crate::FIELDS;
use crate::score::{COMPARISONS, Comparison, weighted_mean};
use crate::similarity::{raised, share_kept};
use crate::sketch::{Sketch, Sketches};

/// Rounding never takes a true score this much above its bound.
const SLACK: f64 = 1e-9;

/// Return how alike two texts of a field can be at most; both are known.
#[inline]
pub fn bound(field: usize, left: &Sketch, right: &Sketch) -> f64 {
    match COMPARISONS[field] {
        Comparison::JaroWinkler => jaro_winkler(left, right),
        Comparison::Osa | Comparison::Date => osa_similarity(left, right),
        Comparison::Equality => f64::from(u8::from(left.value == right.value)),
    }
}

/// A letter that only one of the texts has is no match. At best all others are, in the same order.
fn jaro_winkler(left: &Sketch, right: &Sketch) -> f64 {
    let shared = (left.letters & right.letters).count_ones();
    let matches = (left.length - (left.kinds - shared)).min(right.length - (right.kinds - shared));
    let matches = f64::from(matches);
    let jaro = (matches / f64::from(left.length) + matches / f64::from(right.length) + 1.0) / 3.0;
    let prefix = (left.start ^ right.start).trailing_zeros() / 8;
    if shared == 0 {
        0.0
    } else {
        raised(jaro, prefix as usize)
    }
}

/// An edit touches one letter of each text at most: no fewer are needed than one text has letters more, or letters that the other has not.
/// (Two dates of which one has day and month the other way round have the same letters, so nothing is less than 1 here.)
fn osa_similarity(left: &Sketch, right: &Sketch) -> f64 {
    // exercise prune: how many edits does it take at least, as far as one can tell at a glance? Until then: perhaps none
    // starter: let edits = 0;
    // starter: let longest = 1;
    let shared = (left.letters & right.letters).count_ones();
    let alone = left.kinds.max(right.kinds) - shared;
    let edits = left.length.abs_diff(right.length).max(alone) as usize;
    let longest = left.length.max(right.length) as usize;
    // end
    share_kept(edits, longest)
}

/// Return the score of two customers, or `None` as soon as it is certain to be below `least`.
///
/// `compare` compares the texts of a field: letter by letter, which takes its time.
pub fn score(
    left: &Sketches,
    right: &Sketches,
    weights: &[f64; FIELDS],
    least: f64,
    compare: impl Fn(usize) -> f64,
) -> Option<f64> {
    let is_known = |field: usize| left[field].is_known() && right[field].is_known();
    let known: [f64; FIELDS] = from_fn(|field| if is_known(field) { weights[field] } else { 0.0 });
    let mut similarities = from_fn(|field| {
        let known = is_known(field);
        if known {
            bound(field, &left[field], &right[field])
        } else {
            0.0
        }
    });
    for field in 0..FIELDS {
        // exercise prune: leave the pair as soon as it cannot reach `least` any more
        // starter:
        if weighted_mean(&similarities, &known) < least - SLACK {
            return None;
        }
        // end
        if known[field] > 0.0 {
            similarities[field] = compare(field);
        }
    }
    Some(weighted_mean(&similarities, &known))
}
