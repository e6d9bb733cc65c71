//! A de-duplication while it runs, and what comes out of it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A running de-duplication as others see it: how far it is, and a way to end it. Any thread may watch it.
#[derive(Debug, Default)]
pub struct Job {
    done: AtomicUsize,
    stop: AtomicBool,
}

impl Job {
    /// A job that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many customers were compared with all others.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// End the job soon.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the job is to end.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn advance(&self, customers: usize) {
        self.done.fetch_add(customers, Ordering::Relaxed);
    }
}

/// How to go about it. The outcome is the same, except for how many pairs were scored.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Whether to use all cores.
    pub on_threads: bool,
    /// Whether to leave pairs as soon as their score cannot reach the threshold.
    pub pruning: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            on_threads: true,
            pruning: true,
        }
    }
}

/// Two customers that are likely the same person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The place of the first in the directory.
    pub left: u32,
    /// The place of the second in the directory, after the first.
    pub right: u32,
    /// How alike they are, from 0 to 1.
    pub score: f64,
}

/// What comparing some of the customers with those after them found.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The likely duplicates, in any order.
    pub found: Vec<Found>,
    /// How many pairs were looked at.
    pub compared: u64,
    /// How many of them had to be compared in all fields.
    pub scored: u64,
}

impl Part {
    /// Put two parts together.
    #[must_use]
    pub fn and(mut self, other: Part) -> Part {
        self.found.extend(other.found);
        Part {
            found: self.found,
            compared: self.compared + other.compared,
            scored: self.scored + other.scored,
        }
    }
}

/// What a de-duplication found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The likely duplicates: the most alike first, equals in the order of the directory.
    pub found: Vec<Found>,
    /// The places that hang together by pairs, at least two each, in the order of the directory.
    pub clusters: Vec<Vec<usize>>,
    /// How many pairs were looked at.
    pub compared: u64,
    /// How many of them had to be compared in all fields.
    pub scored: u64,
}
