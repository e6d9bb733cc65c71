//! The whole job in one call: blocks, scores, clusters.

use crate::rows::{Row, keys, row, score};
use pyo3::prelude::*;
use rapidfuzz::distance::{jaro_winkler, osa};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two customers with this score or more are likely the same person.
const THRESHOLD: f64 = 0.7;

/// Two rows, and how alike they are.
type Found = (usize, usize, f64);

/// Return how many letters are to be edited, as `osa_distance` does, computed by the crate rapidfuzz.
#[pyfunction]
pub fn crate_osa_distance(left: &str, right: &str) -> usize {
    osa::distance(left.chars(), right.chars())
}

/// Return the similarity of two texts that `jaro_winkler` returns, computed by the crate rapidfuzz.
#[pyfunction]
pub fn crate_jaro_winkler(left: &str, right: &str) -> f64 {
    jaro_winkler::similarity(left.chars(), right.chars())
}

/// Find the customers of a directory that are likely the same person.
///
/// Takes an iterable of `customers` and the function `normalise`, as `CustomerTable` does, and raises what that raises.
/// Returns a `tuple` of three. The pairs: a `list` of `(left, right, score)`, the most alike first, where `left` and `right` are rows.
/// The clusters: a `list` with a `list` of rows for each. And how many pairs were compared, an `int`.
#[pyfunction]
pub fn find_duplicates(
    customers: &Bound<'_, PyAny>,
    normalise: &Bound<'_, PyAny>,
) -> PyResult<(Vec<Found>, Vec<Vec<usize>>, usize)> {
    let rows = customers
        .try_iter()?
        .map(|customer| row(&customer?, normalise));
    let rows: Vec<Row> = rows.collect::<PyResult<_>>()?;
    let (mut pairs, compared) = scored_pairs(&rows);
    let clusters = clusters(rows.len(), &pairs);
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
    Ok((pairs, clusters, compared))
}

/// Scores all rows that share a block, each two of them once, in the order of rows. Returns the likely duplicates among them, and how many
/// pairs were scored.
fn scored_pairs(rows: &[Row]) -> (Vec<Found>, usize) {
    let (mut found, mut compared) = (Vec::new(), 0);
    // exercise loop: compare a row with those that share a block with it, not with all
    // starter: for left in 0..rows.len() {
    // starter:     let partners = left + 1..rows.len();
    let keys: Vec<_> = rows.iter().map(keys).collect();
    let mut blocks: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, own) in keys.iter().enumerate() {
        for key in own {
            blocks.entry(key).or_default().push(place);
        }
    }
    for (left, own) in keys.iter().enumerate() {
        let places = own.iter().filter_map(|key| blocks.get(key)).flatten();
        let partners: BTreeSet<usize> = places.copied().filter(|right| *right > left).collect();
        // end
        for right in partners {
            compared += 1;
            let alike = score(&rows[left], &rows[right]);
            if alike >= THRESHOLD {
                found.push((left, right, alike));
            }
        }
    }
    (found, compared)
}

/// Puts the rows together that hang together by pairs (union-find), in the order of their first rows.
fn clusters(total: usize, pairs: &[Found]) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..total).collect();
    for &(left, right, _) in pairs {
        let (a, b) = (root(&mut parents, left), root(&mut parents, right));
        parents[a.max(b)] = a.min(b);
    }
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..total {
        clusters
            .entry(root(&mut parents, place))
            .or_default()
            .push(place);
    }
    clusters
        .into_values()
        .filter(|rows| rows.len() > 1)
        .collect()
}

/// The first row of the cluster that a row belongs to. Shortens the way there for the next time.
fn root(parents: &mut [usize], mut place: usize) -> usize {
    while parents[place] != place {
        parents[place] = parents[parents[place]];
        place = parents[place];
    }
    place
}
