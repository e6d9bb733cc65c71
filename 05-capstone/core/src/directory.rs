//! A customer directory, ready to be compared.

use std::borrow::Cow;

use crate::FIELDS;
use crate::blocks::Blocks;
use crate::column::Column;
use crate::keys::{Keys, NONE};
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
    left_out: Vec<LeftOut>,
}

impl Directory {
    /// Take in the cleaned fields of customers, in order.
    ///
    /// # Panics
    ///
    /// If there are 2^32 customers, or `settings.blocking` names a field that does not exist.
    pub fn new<'a>(
        customers: impl IntoIterator<Item = [Cow<'a, str>; FIELDS]>,
        settings: Settings,
    ) -> Self {
        let most = settings.max_block.unwrap_or(usize::MAX);
        Self::part(customers, settings, |_, _, size| {
            if size > most {
                Block::LeftOut
            } else {
                Block::Here
            }
        })
    }

    /// Take in the cleaned fields of some customers of a directory, in order, to compare them in some of its blocks.
    ///
    /// `place` says of each block where it is compared; it is given the place of its field, its key, and how many of these customers it has.
    ///
    /// # Panics
    ///
    /// As `new`.
    pub fn part<'a>(
        customers: impl IntoIterator<Item = [Cow<'a, str>; FIELDS]>,
        settings: Settings,
        mut place: impl FnMut(usize, &str, usize) -> Block,
    ) -> Self {
        let customers: Vec<_> = customers.into_iter().collect();
        let empty = Record {
            fields: Sketches::default(),
            blocks: [NONE; FIELDS],
        };
        let mut records = vec![empty; customers.len()];
        let mut columns: [Column; FIELDS] = Default::default();
        for (field, column) in columns.iter_mut().enumerate() {
            // One column after the other: what it looks up stays in the processor's cache.
            for (record, customer) in records.iter_mut().zip(&customers) {
                record.fields[field] = column.add(&customer[field]);
            }
        }
        let mut keys = Keys::default();
        let mut sizes = Vec::new();
        for (record, customer) in records.iter_mut().zip(&customers) {
            for (block, &field) in record.blocks.iter_mut().zip(&settings.blocking) {
                *block = keys.add(field, &record.fields[field], &customer[field]);
                if *block != NONE {
                    sizes.resize(keys.all().len(), 0);
                    sizes[*block as usize] += 1;
                }
            }
        }
        assert!(
            u32::try_from(records.len()).is_ok(),
            "fewer than 2^32 customers"
        );
        let numbered = || keys.all().iter().zip(&sizes);
        let places: Vec<_> = numbered()
            .map(|((field, key), &size)| place(*field, key.text(&columns[*field]), size as usize))
            .collect();
        let blocks = Blocks::new(&mut records, &sizes, &places);
        let left_out = numbered()
            .zip(&places)
            .filter(|&(_, &place)| place == Block::LeftOut)
            .map(|(((field, key), &size), _)| LeftOut {
                field: *field,
                key: key.text(&columns[*field]).to_owned(),
                customers: size as usize,
            });
        let left_out = left_out.collect();
        Directory {
            settings,
            records,
            columns,
            keys,
            blocks,
            left_out,
        }
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
