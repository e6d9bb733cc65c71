//! How a directory comes to be: customer by customer, and then the blocks.

use std::borrow::Cow;

use crate::blocks::Blocks;
use crate::column::Column;
use crate::directory::Record;
use crate::keys::{Keys, NONE};
use crate::sketch::Sketches;
use crate::{Block, Directory, FIELDS, LeftOut, Settings};

/// Customers as they are taken in, one after the other: nobody has to hold the cleaned texts of all of them.
#[derive(Debug, Default)]
pub struct Builder {
    records: Vec<Record>,
    columns: [Column; FIELDS],
}

impl Builder {
    /// Begin; so many customers are expected.
    pub fn with_capacity(customers: usize) -> Self {
        Builder {
            records: Vec::with_capacity(customers),
            columns: Default::default(),
        }
    }

    /// Take in customers.
    pub(crate) fn of<'a>(customers: impl IntoIterator<Item = [Cow<'a, str>; FIELDS]>) -> Self {
        let customers = customers.into_iter();
        let mut builder = Self::with_capacity(customers.size_hint().0);
        for customer in customers {
            builder.add(&customer);
        }
        builder
    }

    /// Take in the cleaned fields of the next customer.
    ///
    /// # Panics
    ///
    /// If there are 2^32 customers.
    pub fn add(&mut self, customer: &[Cow<'_, str>; FIELDS]) {
        let mut fields = Sketches::default();
        for (field, (column, text)) in fields.iter_mut().zip(self.columns.iter_mut().zip(customer))
        {
            *field = column.add(text);
        }
        let blocks = [NONE; FIELDS];
        self.records.push(Record { fields, blocks });
        assert!(
            u32::try_from(self.records.len()).is_ok(),
            "fewer than 2^32 customers"
        );
    }

    /// Put the customers into blocks.
    ///
    /// # Panics
    ///
    /// If `settings.blocking` names a field that does not exist.
    pub fn build(self, settings: Settings) -> Directory {
        let most = settings.max_block.unwrap_or(usize::MAX);
        self.build_part(settings, |_, _, size| {
            if size > most {
                Block::LeftOut
            } else {
                Block::Here
            }
        })
    }

    /// Put the customers of a part of a directory into blocks, and compare them in some of those only.
    ///
    /// `place` says of each block where it is compared; it is given the place of its field, its key, and how many of these customers it has.
    ///
    /// # Panics
    ///
    /// As `build`.
    pub fn build_part(
        self,
        settings: Settings,
        mut place: impl FnMut(usize, &str, usize) -> Block,
    ) -> Directory {
        let Builder {
            mut records,
            columns,
        } = self;
        let mut keys = Keys::default();
        let mut sizes = Vec::new();
        for record in &mut records {
            for (block, &field) in record.blocks.iter_mut().zip(&settings.blocking) {
                *block = keys.add(field, &record.fields[field], &columns[field]);
                if *block != NONE {
                    sizes.resize(keys.all().len(), 0);
                    sizes[*block as usize] += 1;
                }
            }
        }
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
}
