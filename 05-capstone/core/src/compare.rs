//! Comparing customers: one with the directory, or all with each other.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::blocks::NONE;
use crate::clusters::clusters;
use crate::directory::Record;
use crate::score::{COMPARISONS, weighted_mean};
use crate::{Directory, FIELDS, Found, Job, Outcome, Part, Plan, bounds};

/// So many customers are compared between two looks at the job.
const CHUNK: usize = 16;

/// A customer who is compared with others.
struct Subject<'a> {
    record: &'a Record,
    texts: [&'a str; FIELDS],
}

impl Directory {
    /// Compare all customers that share a block; `None` if the job was stopped.
    pub fn compare_all(&self, job: &Job, plan: Plan) -> Option<Outcome> {
        let chunk = |number: usize| {
            if job.is_stopped() {
                return None;
            }
            let lefts = number * CHUNK..self.len().min((number + 1) * CHUNK);
            let part = self.compare(lefts.clone(), plan.pruning);
            job.advance(lefts.len());
            Some(part)
        };
        let chunks = 0..self.len().div_ceil(CHUNK);
        let parts: Option<Vec<Part>> = if plan.on_threads {
            chunks.into_par_iter().map(chunk).collect()
        } else {
            chunks.map(chunk).collect()
        };
        Some(self.outcome(parts?))
    }

    /// Compare some customers with those after them that share a block.
    pub fn compare(&self, lefts: Range<usize>, pruning: bool) -> Part {
        let mut part = Part::default();
        let least = self.settings.threshold;
        for left in lefts {
            let record = &self.records[left];
            let subject = Subject {
                record,
                texts: std::array::from_fn(|field| {
                    self.columns[field].text(record.fields[field].value)
                }),
            };
            let place = u32::try_from(left).unwrap_or(u32::MAX);
            self.for_each_partner(record, Some(place), |right| {
                part.compared += 1;
                if let Some(score) = self.score(&subject, right, least, pruning) {
                    part.scored += 1;
                    if score >= least {
                        part.found.push(Found {
                            left: place,
                            right,
                            score,
                        });
                    }
                }
            });
        }
        part
    }

    /// Put the parts of a comparison together.
    pub fn outcome(&self, parts: impl IntoIterator<Item = Part>) -> Outcome {
        let Part {
            mut found,
            compared,
            scored,
        } = parts.into_iter().fold(Part::default(), Part::and);
        found.sort_unstable_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
        });
        let clusters = clusters(self.len(), &found);
        Outcome {
            found,
            clusters,
            compared,
            scored,
        }
    }

    /// Return the places and scores of the customers that share a block with a record and score `least` or more, in the order of the directory.
    pub fn match_record(&self, customer: &[Cow<'_, str>; FIELDS], least: f64) -> Vec<(usize, f64)> {
        let fields = std::array::from_fn(|field| self.columns[field].look_up(&customer[field]));
        let mut blocks = [NONE; FIELDS];
        for &field in &self.settings.blocking {
            blocks[field] = self.blocks.look_up(field, &fields[field], &customer[field]);
        }
        let record = Record { fields, blocks };
        let subject = Subject {
            record: &record,
            texts: customer.each_ref().map(AsRef::as_ref),
        };
        let mut found = Vec::new();
        self.for_each_partner(&record, None, |right| {
            if let Some(score) = self
                .score(&subject, right, least, true)
                .filter(|&score| score >= least)
            {
                found.push((right as usize, score));
            }
        });
        found.sort_unstable_by_key(|&(place, _)| place);
        found
    }

    /// Call with each customer that shares a block with a record, once; only with those after a place, if one is given.
    fn for_each_partner(&self, record: &Record, after: Option<u32>, mut call: impl FnMut(u32)) {
        let blocking = &self.settings.blocking;
        for (turn, &field) in blocking.iter().enumerate() {
            let members = self.blocks.members(record.blocks[field]);
            let begin = after.map_or(0, |after| members.partition_point(|&place| place <= after));
            for &place in &members[begin..] {
                let other = &self.records[place as usize];
                let share = |&field: &usize| {
                    record.blocks[field] == other.blocks[field] && other.blocks[field] != NONE
                };
                if !blocking[..turn].iter().any(share) {
                    call(place);
                }
            }
        }
    }

    /// Return the score of two customers, or `None` if it is below `least` for certain.
    fn score(&self, left: &Subject<'_>, right: u32, least: f64, pruning: bool) -> Option<f64> {
        let Record { fields, .. } = &self.records[right as usize];
        let compare = |field: usize| {
            if left.record.fields[field].value == fields[field].value {
                return 1.0;
            }
            COMPARISONS[field].similarity(
                left.texts[field],
                self.columns[field].text(fields[field].value),
            )
        };
        let weights = &self.settings.weights;
        if pruning {
            return bounds::score(&left.record.fields, fields, weights, least, compare);
        }
        let known: [bool; FIELDS] = std::array::from_fn(|field| {
            left.record.fields[field].is_known() && fields[field].is_known()
        });
        let similarities =
            std::array::from_fn(|field| if known[field] { compare(field) } else { 0.0 });
        Some(weighted_mean(
            &similarities,
            &std::array::from_fn(|field| if known[field] { weights[field] } else { 0.0 }),
        ))
    }
}
