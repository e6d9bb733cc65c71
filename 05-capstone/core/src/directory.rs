//! A customer directory, ready to be compared.

use std::borrow::Cow;

use crate::FIELDS;
use crate::blocks::Blocks;
use crate::column::Column;
use crate::keys::{Key, Keys, NONE};
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
        let most = settings.max_block.unwrap_or(usize::MAX);
        let blocks = Blocks::new(&mut records, &sizes, most);
        let left_out = keys
            .all()
            .iter()
            .zip(sizes)
            .filter(|&(_, size)| size as usize > most)
            .map(|(&(field, key), size)| {
                let key = match key {
                    Key::Text(number) => columns[field].text(number).to_owned(),
                    Key::Sound(code) => code.iter().copied().map(char::from).collect(),
                };
                LeftOut {
                    field,
                    key,
                    customers: size as usize,
                }
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
