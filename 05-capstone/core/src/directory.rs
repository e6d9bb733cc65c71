//! A customer directory, ready to be compared.

use std::borrow::Cow;

use crate::FIELDS;
use crate::blocks::{Blocks, Key, NONE};
use crate::column::Column;
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

/// A customer, packed: what a glance needs lies together.
#[derive(Debug)]
pub(crate) struct Record {
    pub fields: Sketches,
    /// For each field the number of its block.
    pub blocks: [u32; FIELDS],
}

/// The customers of a directory: cleaned, packed, in blocks.
#[derive(Debug)]
pub struct Directory {
    pub(crate) settings: Settings,
    pub(crate) records: Vec<Record>,
    pub(crate) columns: [Column; FIELDS],
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
        let (columns, blocks) = Default::default();
        let mut directory = Directory {
            settings,
            records: Vec::new(),
            columns,
            blocks,
            left_out: Vec::new(),
        };
        for customer in customers {
            directory.push(&customer);
        }
        directory.leave_out();
        directory
    }

    fn push(&mut self, customer: &[Cow<'_, str>; FIELDS]) {
        let place = u32::try_from(self.records.len()).expect("fewer than 2^32 customers");
        let fields: Sketches =
            std::array::from_fn(|field| self.columns[field].add(&customer[field]));
        let mut blocks = [NONE; FIELDS];
        for &field in &self.settings.blocking {
            blocks[field] = self
                .blocks
                .add(place, field, &fields[field], &customer[field]);
        }
        self.records.push(Record { fields, blocks });
    }

    fn leave_out(&mut self) {
        let Some(most) = self.settings.max_block else {
            return;
        };
        for (field, key, customers) in self.blocks.leave_out(most) {
            let key = match key {
                Key::Text(number) => self.columns[field].text(number).to_owned(),
                Key::Sound(code) => code.iter().copied().map(char::from).collect(),
            };
            self.left_out.push(LeftOut {
                field,
                key,
                customers,
            });
        }
        for record in &mut self.records {
            for block in &mut record.blocks {
                if self.blocks.members(*block).is_empty() {
                    *block = NONE;
                }
            }
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
        self.blocks.len()
    }

    /// The blocks that were left out, in the order in which the directory needed them.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}
