//! What has no counterpart in Python: jobs, parts, sketches.

use std::borrow::Cow;

use matching_core::{Directory, FIELDS, Job, Plan, Settings, Sketch};

const SERIAL: Plan = Plan {
    on_threads: false,
    pruning: true,
};

fn directory(customers: usize) -> Directory {
    let cleaned = (0..customers).map(|number| {
        let mut fields = [const { Cow::Borrowed("") }; FIELDS];
        fields[1] = Cow::Borrowed(["miller", "millar", "smith"][number % 3]);
        fields[6] = Cow::Owned(format!("30{}", number % 7));
        fields
    });
    Directory::new(
        cleaned,
        Settings {
            threshold: 0.8,
            weights: [1.0; FIELDS],
            blocking: vec![1, 6],
            max_block: None,
        },
    )
}

#[test]
fn a_job_counts_customers() {
    let directory = directory(100);
    for plan in [SERIAL, Plan::default()] {
        let job = Job::new();
        assert!(directory.compare_all(&job, plan).is_some());
        assert_eq!(job.done(), 100);
    }
}

#[test]
fn a_stopped_job_has_no_outcome() {
    let directory = directory(100);
    for plan in [SERIAL, Plan::default()] {
        let job = Job::new();
        job.stop();
        assert!(job.is_stopped());
        assert!(directory.compare_all(&job, plan).is_none());
        assert_eq!(job.done(), 0);
    }
}

#[test]
fn parts_make_up_the_whole() {
    let directory = directory(100);
    let whole = directory.compare_all(&Job::new(), Plan::default()).unwrap();
    for size in [1, 7, 100] {
        let parts = (0..100)
            .step_by(size)
            .map(|begin| directory.compare(begin..(begin + size).min(100), true));
        let outcome = directory.outcome(parts);
        assert_eq!(
            (outcome.found, outcome.clusters),
            (whole.found.clone(), whole.clusters.clone())
        );
        assert_eq!(
            (outcome.compared, outcome.scored),
            (whole.compared, whole.scored)
        );
    }
}

#[test]
fn pairs_are_compared_once_though_they_share_two_blocks() {
    let directory = directory(21); // 7 + 7 + 7 surnames in two sounds, 3 in each postcode
    let outcome = directory.compare_all(&Job::new(), SERIAL).unwrap();
    let pairs = |size: u64| size * (size - 1) / 2;
    let (by_surname, by_postcode, by_both) = (pairs(14) + pairs(7), 7 * pairs(3), 7);
    assert_eq!(outcome.compared, by_surname + by_postcode - by_both);
    assert_eq!((directory.len(), directory.blocks()), (21, 2 + 7));
}

#[test]
fn an_empty_directory() {
    let directory = directory(0);
    let outcome = directory.compare_all(&Job::new(), Plan::default()).unwrap();
    assert!(directory.is_empty() && outcome.found.is_empty() && outcome.clusters.is_empty());
    assert_eq!(
        (outcome.compared, outcome.scored, directory.blocks()),
        (0, 0, 0)
    );
}

#[test]
fn sketches() {
    let sketch = Sketch::new(7, "ab 1b");
    assert_eq!(
        (sketch.value, sketch.length, sketch.letters.count_ones()),
        (7, 5, 4)
    );
    assert_eq!(sketch.start.to_le_bytes(), *b"ab 1");
    assert!(!Sketch::new(0, "").is_known());
    assert_eq!(Sketch::new(0, "李小").length, 2);
    assert_eq!(Sketch::new(0, "李小").start >> 16, 0);
}
