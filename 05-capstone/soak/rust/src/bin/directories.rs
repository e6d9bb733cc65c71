//! Whole jobs and searches, of small directories with any settings: by every plan what the definition says, to the last bit.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use matching_core::{Directory, FIELDS, Job, Plan};
use matching_core_fuzz::draw::Draw;
use matching_core_fuzz::plain;

fn cleaned(customer: &[String; FIELDS]) -> [Cow<'_, str>; FIELDS] {
    customer.each_ref().map(|text| Cow::Borrowed(text.as_str()))
}

fuzz_target!(|bytes: &[u8]| {
    let draw = &mut Draw(bytes);
    let settings = draw.settings();
    let probe = draw.customer();
    let mut all = Vec::new();
    while !draw.0.is_empty() && all.len() < 12 {
        all.push(draw.customer());
    }

    let (pairs, compared) = plain::pairs(&all, &settings);
    let directory = Directory::new(all.iter().map(cleaned), settings.clone());
    for (on_threads, pruning) in [(false, false), (false, true), (true, true)] {
        let job = Job::new();
        let outcome = directory.compare_all(&job, Plan { on_threads, pruning }).unwrap();
        let found: Vec<_> = outcome.found.iter().map(|pair| (pair.left as usize, pair.right as usize, pair.score)).collect();
        assert_eq!(found, pairs);
        assert_eq!(outcome.clusters, plain::clusters(all.len(), &pairs));
        assert_eq!((outcome.compared, job.done()), (compared, all.len()));
    }

    let mut matches = Vec::new();
    for (place, customer) in all.iter().enumerate() {
        let score = plain::score(&probe, customer, &settings.weights);
        // Whether a block is too big is a question of the directory, without the record.
        if plain::meet(customer, &probe, &all, &settings) && score >= settings.threshold {
            matches.push((place, score));
        }
    }
    assert_eq!(directory.match_record(&cleaned(&probe), settings.threshold), matches);
});
