//! A customer directory, ready to be compared.

use std::borrow::Cow;

use crate::FIELDS;
use crate::blocks::Blocks;
use crate::builder::Builder;
use crate::column::Column;
use crate::keys::Keys;
use crate::sketch::Sketches;

/// How customers are compared.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Two customers with this score or more are likely the same person.
    pub threshold: f64,
    /// How much each field counts; at least 0, and finite.
    pub weights: [f64; FIELDS],
    /// The places of the fields by which customers are put into blocks, each at most once.
    pub blocking: Vec<usize>,
    /// Blocks of more customers than this are left out.
    pub max_block: Option<usize>,
}

/// A block that was left out for its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The place of the field.
    pub field: usize,
    /// What its customers have in common: the field's text, or the text's sound.
    pub key: String,
    /// How many customers it has.
    pub customers: usize,
}

/// Where the customers of a block are compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// In this directory.
    Here,
    /// In another part of the directory, which is in other hands: two customers who share the block meet there, if not in one before it.
    Elsewhere,
    /// Nowhere: two customers who share it share nothing.
    LeftOut,
}

/// A customer, packed: what a glance needs lies together.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub fields: Sketches,
    /// The numbers of its blocks, in the order of the settings' fields.
    pub blocks: [u32; FIELDS],
}

/// The customers of a directory: cleaned, packed, in blocks.
#[derive(Debug)]
pub struct Directory {
    pub(crate) settings: Settings,
    pub(crate) records: Vec<Record>,
    pub(crate) columns: [Column; FIELDS],
    pub(crate) keys: Keys,
    pub(crate) blocks: Blocks,
    pub(crate) left_out: Vec<LeftOut>,
}

impl Directory {
    /// Take in the cleaned fields of customers, in order.
    ///
    /// # Panics
    ///
    /// As [`Builder::add`] and [`Builder::build`].
    pub fn new<'a>(
        customers: impl IntoIterator<Item = [Cow<'a, str>; FIELDS]>,
        settings: Settings,
    ) -> Self {
        Builder::of(customers).build(settings)
    }

    /// Take in the cleaned fields of some customers of a directory, in order, to compare them in some of its blocks; see [`Builder::build_part`].
    ///
    /// # Panics
    ///
    /// As `new`.
    pub fn part<'a>(
        customers: impl IntoIterator<Item = [Cow<'a, str>; FIELDS]>,
        settings: Settings,
        place: impl FnMut(usize, &str, usize) -> Block,
    ) -> Self {
        Builder::of(customers).build_part(settings, place)
    }

    /// How many customers there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many blocks there are, those left out included.
    pub fn blocks(&self) -> usize {
        self.keys.all().len()
    }

    /// The blocks that were left out, in the order in which the directory needed them.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}
