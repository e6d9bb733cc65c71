//! Comparing customers: one with the directory, or all with each other.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::blocks::Row;
use crate::clusters::clusters;
use crate::directory::Record;
use crate::keys::NONE;
use crate::score::{COMPARISONS, weighted_mean};
use crate::{Directory, FIELDS, Found, Job, Outcome, Part, Plan, bounds, pool};

/// Threads take so many rows at once, or more.
const CHUNK: usize = 64;

/// Where the texts of a customer are that is compared with others.
#[derive(Clone, Copy)]
enum Texts<'a> {
    InDirectory,
    Given(&'a [Cow<'a, str>; FIELDS]),
}

impl Directory {
    /// Compare all customers that share a block; `None` if the job was stopped.
    ///
    /// It goes block by block: customers of one block stay in the processor's cache. What `job` counts is the customers' share of the rows done.
    pub fn compare_all(&self, job: &Job, plan: Plan) -> Option<Outcome> {
        let rows = self.blocks.rows().len();
        let row = |mut part: Part, row: usize| {
            if job.is_stopped() {
                return None;
            }
            self.compare_row(row, plan.pruning, &mut part);
            job.advance((row + 1) * self.len() / rows - row * self.len() / rows);
            Some(part)
        };
        let on_threads = || {
            let parts = (0..rows)
                .into_par_iter()
                .with_min_len(CHUNK)
                .try_fold(Part::default, row);
            parts.try_reduce(Part::default, |some, others| Some(some.and(others)))
        };
        let part = match plan.on_threads.then(|| pool::on_threads(on_threads)) {
            Some(Some(part)) => part,
            _ => (0..rows).try_fold(Part::default(), row),
        };
        if rows == 0 {
            job.advance(self.len());
        }
        Some(self.outcome([part?]))
    }

    /// Compare some customers with those after them that share a block.
    pub fn compare(&self, lefts: Range<usize>, pruning: bool) -> Part {
        let mut part = Part::default();
        for left in lefts {
            for &block in &self.records[left].blocks {
                let rows = self.blocks.of(block);
                let before = self.blocks.rows()[rows.clone()]
                    .partition_point(|row| (row.place as usize) < left);
                if !rows.is_empty() {
                    self.compare_row(rows.start + before, pruning, &mut part);
                }
            }
        }
        part
    }

    /// Compare the customer in a row with those in the rows after it.
    fn compare_row(&self, row: usize, pruning: bool, part: &mut Part) {
        let rows = self.blocks.rows();
        let Row {
            place: left,
            end,
            turn,
        } = rows[row];
        let record = &self.records[left as usize];
        let least = self.settings.threshold;
        for &Row { place: right, .. } in &rows[row + 1..end as usize] {
            let other = &self.records[right as usize];
            if shares_a_block(record, other, turn as usize) {
                continue; // they meet there
            }
            part.compared += 1;
            if let Some(score) = self.score(record, other, Texts::InDirectory, least, pruning) {
                part.scored += 1;
                if score >= least {
                    part.found.push(Found { left, right, score });
                }
            }
        }
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
        for (block, &field) in blocks.iter_mut().zip(&self.settings.blocking) {
            *block = self.keys.look_up(field, &fields[field], &customer[field]);
        }
        let record = Record { fields, blocks };
        let mut found = Vec::new();
        for (turn, &block) in blocks.iter().enumerate() {
            for &Row { place, .. } in &self.blocks.rows()[self.blocks.of(block)] {
                let other = &self.records[place as usize];
                if !shares_a_block(&record, other, turn) {
                    let score = self.score(&record, other, Texts::Given(customer), least, true);
                    found.extend(
                        score
                            .filter(|&score| score >= least)
                            .map(|score| (place as usize, score)),
                    );
                }
            }
        }
        found.sort_unstable_by_key(|&(place, _)| place);
        found
    }

    /// Return the score of two customers, or `None` if it is below `least` for certain.
    fn score(
        &self,
        left: &Record,
        right: &Record,
        texts: Texts<'_>,
        least: f64,
        pruning: bool,
    ) -> Option<f64> {
        let (left, right) = (&left.fields, &right.fields);
        let compare = |field: usize| {
            if left[field].value == right[field].value {
                return 1.0;
            }
            let text = match texts {
                Texts::InDirectory => self.columns[field].text(left[field].value),
                Texts::Given(texts) => &texts[field],
            };
            COMPARISONS[field].similarity(text, self.columns[field].text(right[field].value))
        };
        let weights = &self.settings.weights;
        if pruning {
            return bounds::score(left, right, weights, least, compare);
        }
        let known: [bool; FIELDS] =
            std::array::from_fn(|field| left[field].is_known() && right[field].is_known());
        let similarities =
            std::array::from_fn(|field| if known[field] { compare(field) } else { 0.0 });
        Some(weighted_mean(
            &similarities,
            &std::array::from_fn(|field| if known[field] { weights[field] } else { 0.0 }),
        ))
    }
}

/// Whether two customers share one of their first `turns` blocks.
fn shares_a_block(left: &Record, right: &Record, turns: usize) -> bool {
    left.blocks[..turns]
        .iter()
        .zip(&right.blocks)
        .any(|(a, b)| a == b && *a != NONE)
}
