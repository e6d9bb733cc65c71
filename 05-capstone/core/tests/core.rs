//! What has no counterpart in Python: jobs, parts, sketches.

use std::borrow::Cow;

use matching_core::{Block, Directory, FIELDS, Job, Plan, Settings, Sketch};

const SERIAL: Plan = Plan {
    on_threads: false,
    pruning: true,
};

fn customers(number: usize) -> impl Iterator<Item = [Cow<'static, str>; FIELDS]> {
    (0..number).map(|number| {
        let mut fields = [const { Cow::Borrowed("") }; FIELDS];
        fields[1] = Cow::Borrowed(["miller", "millar", "smith"][number % 3]);
        fields[6] = Cow::Owned(format!("30{}", number % 7));
        fields
    })
}

fn settings(max_block: Option<usize>) -> Settings {
    Settings {
        threshold: 0.8,
        weights: [1.0; FIELDS],
        blocking: vec![1, 6],
        max_block,
    }
}

fn directory(number: usize) -> Directory {
    Directory::new(customers(number), settings(None))
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

#[test]
fn each_pair_is_compared_in_one_part() {
    // 67 millers and millars make a block, which 40 leaves out, 33 smiths another; seven postcodes have 14 or 15.
    for max_block in [None, Some(40), Some(14)] {
        let whole = Directory::new(customers(100), settings(max_block));
        let mut left_out = Vec::new();
        for block in whole.left_out() {
            left_out.push((block.field, block.key.clone()));
        }
        let parts = (0..3).map(|part| {
            let place = |field, key: &str, _| {
                if left_out.contains(&(field, key.to_owned())) {
                    Block::LeftOut
                } else if key.bytes().map(usize::from).sum::<usize>() % 3 == part {
                    Block::Here
                } else {
                    Block::Elsewhere
                }
            };
            let directory = Directory::part(customers(100), settings(None), place);
            let all = directory.compare(0..100, true);
            let by_block = directory.compare_all(&Job::new(), SERIAL).unwrap();
            assert_eq!(all.compared, by_block.compared);
            all
        });
        let parts = whole.outcome(parts);
        let alone = whole.compare_all(&Job::new(), SERIAL).unwrap();
        assert_eq!(parts.found, alone.found);
        assert_eq!(parts.compared, alone.compared);
    }
}
