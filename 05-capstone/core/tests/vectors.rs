//! The core answers as the Python reference does: the vectors of `05-capstone/tests/vectors/`, to the last bit.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use matching_core::similarity::{
    date_similarity, jaro, jaro_winkler, osa_distance, osa_similarity,
};
use matching_core::text::{normalise_ascii, soundex};
use matching_core::{Directory, FIELDS, Job, Outcome, Plan, Settings, score};
use serde_json::Value;

type Compare<T> = fn(&T, &T) -> f64;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/vectors")
        .join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The vectors of a kind, and those that were found later.
fn vectors(kind: &str, name: &str) -> Vec<Value> {
    let found = &read("found.json")[kind];
    let (first, second) = if name.is_empty() {
        (read(&format!("{kind}.json")), found)
    } else {
        (read(&format!("{kind}.json"))[name].clone(), &found[name])
    };
    let mut all = list(&first).clone();
    all.extend(second.as_array().cloned().unwrap_or_default());
    all
}

fn rows(value: &Value) -> impl Iterator<Item = &[Value]> {
    list(value).iter().map(|row| list(row).as_slice())
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn whole(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// A text, or, where it is no valid Unicode, the list of its code points.
fn points(value: &Value) -> Vec<u32> {
    match value.as_str() {
        Some(text) => text.chars().map(u32::from).collect(),
        None => list(value)
            .iter()
            .map(|point| u32::try_from(point.as_u64().unwrap()).unwrap())
            .collect(),
    }
}

fn fields(value: &Value) -> [&str; FIELDS] {
    std::array::from_fn(|field| value[field].as_str().unwrap())
}

#[test]
fn normalising_ascii() {
    for row in &vectors("text", "normalise") {
        let Some(text) = row[0].as_str() else {
            continue;
        };
        let expected = text.is_ascii().then(|| row[1].as_str().unwrap());
        assert_eq!(normalise_ascii(text).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn sounds() {
    for row in &vectors("text", "soundex") {
        let Some(text) = row[0].as_str() else {
            continue;
        };
        assert_eq!(soundex(text), row[1].as_str().unwrap(), "{text:?}");
    }
}

#[expect(clippy::cast_precision_loss)]
#[test]
fn similarities_of_code_points() {
    let comparisons: [(&str, Compare<[u32]>); 5] = [
        ("jaro", |left, right| jaro(left, right)),
        ("jaro_winkler", |left, right| jaro_winkler(left, right)),
        ("osa_distance", |left, right| {
            osa_distance(left, right) as f64
        }),
        ("osa_similarity", |left, right| osa_similarity(left, right)),
        ("date_similarity", |left, right| {
            date_similarity(left, right)
        }),
    ];
    for (name, compare) in comparisons {
        for row in vectors("similarity", name) {
            let found = compare(&points(&row[0]), &points(&row[1]));
            assert_eq!(
                found.to_bits(),
                number(&row[2]).to_bits(),
                "{name} of {row:?} is {found}"
            );
        }
    }
}

#[test]
fn similarities_of_strings() {
    let comparisons: [(&str, Compare<str>); 3] = [
        ("jaro_winkler", jaro_winkler::<str>),
        ("osa_similarity", osa_similarity::<str>),
        ("date_similarity", date_similarity::<str>),
    ];
    for (name, compare) in comparisons {
        for row in vectors("similarity", name) {
            let (Some(left), Some(right)) = (row[0].as_str(), row[1].as_str()) else {
                continue;
            };
            assert_eq!(
                compare(left, right).to_bits(),
                number(&row[2]).to_bits(),
                "{name} of {row:?}"
            );
        }
    }
}

fn settings(vector: &Value) -> Settings {
    Settings {
        threshold: number(&vector["threshold"]),
        weights: std::array::from_fn(|field| number(&vector["weights"][field])),
        blocking: list(&vector["blocking"]).iter().map(whole).collect(),
        max_block: vector["max_block"]
            .as_u64()
            .map(|most| usize::try_from(most).unwrap()),
    }
}

fn directory(vector: &Value) -> Directory {
    let cleaned = list(&vector["cleaned"])
        .iter()
        .map(|customer| fields(customer).map(Cow::Borrowed));
    Directory::new(cleaned, settings(vector))
}

/// Pairs with the bits of their scores.
fn pairs(outcome: &Outcome) -> Vec<(usize, usize, u64)> {
    outcome
        .found
        .iter()
        .map(|pair| {
            (
                pair.left as usize,
                pair.right as usize,
                pair.score.to_bits(),
            )
        })
        .collect()
}

#[test]
fn outcomes_whatever_the_plan() {
    for vector in &vectors("directory", "") {
        let directory = directory(vector);
        let expected: Vec<_> = rows(&vector["pairs"])
            .map(|row| (whole(&row[0]), whole(&row[1]), number(&row[2]).to_bits()))
            .collect();
        let clusters: Vec<Vec<usize>> = rows(&vector["clusters"])
            .map(|row| row.iter().map(whole).collect())
            .collect();
        for (on_threads, pruning) in [(false, false), (false, true), (true, false), (true, true)] {
            let outcome = directory
                .compare_all(
                    &Job::new(),
                    Plan {
                        on_threads,
                        pruning,
                    },
                )
                .unwrap();
            assert_eq!(pairs(&outcome), expected);
            assert_eq!(outcome.clusters, clusters);
            assert_eq!(outcome.compared, vector["compared"].as_u64().unwrap());
            assert!(outcome.scored == outcome.compared || pruning);
        }
    }
}

#[test]
fn blocks_left_out() {
    for vector in &vectors("directory", "") {
        let directory = directory(vector);
        let found = directory
            .left_out()
            .iter()
            .map(|block| (block.field, block.key.as_str(), block.customers));
        assert!(found.eq(rows(&vector["left_out"]).map(|row| (
            whole(&row[0]),
            row[1].as_str().unwrap(),
            whole(&row[2])
        ))));
    }
}

#[test]
fn matches() {
    for vector in &vectors("directory", "") {
        let directory = directory(vector);
        for row in rows(&vector["matches"]) {
            let found = directory.match_record(&fields(&row[0]).map(Cow::Borrowed), 0.3);
            let found: Vec<_> = found
                .into_iter()
                .map(|(place, score)| (place, score.to_bits()))
                .collect();
            let expected: Vec<_> = rows(&row[1])
                .map(|row| (whole(&row[0]), number(&row[1]).to_bits()))
                .collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn scores_of_two_customers() {
    for vector in &vectors("directory", "") {
        let cleaned: Vec<_> = list(&vector["cleaned"]).iter().map(fields).collect();
        let found = cleaned
            .windows(2)
            .map(|two| score(two[0], two[1], &settings(vector).weights));
        assert!(found.eq(list(&vector["scores"]).iter().map(number)));
    }
}
