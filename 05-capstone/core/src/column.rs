//! The different texts of one field, each kept once and known by a number.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::sketch::Sketch;

/// The different texts of one field.
#[derive(Debug, Default)]
pub struct Column {
    sketches: Vec<Sketch>,
    texts: Texts,
    /// The numbers of the texts, to be found by the texts.
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Column {
    /// Return the sketch of a text, which is kept.
    pub fn add(&mut self, text: &str) -> Sketch {
        let Self {
            sketches,
            texts,
            numbers,
            hasher,
        } = self;
        let found = numbers.entry(
            hasher.hash_one(text),
            |&number| texts.get(number) == text,
            |&number| hasher.hash_one(texts.get(number)),
        );
        match found {
            Entry::Occupied(number) => sketches[*number.get() as usize],
            Entry::Vacant(free) => {
                let number = texts.push(text);
                let sketch = Sketch::new(number, text);
                sketches.push(sketch);
                free.insert(number);
                sketch
            }
        }
    }

    /// Return the sketch of any text; one that is not in the column has a number that none in it has.
    pub fn look_up(&self, text: &str) -> Sketch {
        let hash = self.hasher.hash_one(text);
        let found = self.numbers.find(hash, |&number| self.text(number) == text);
        found.map_or_else(
            || Sketch::new(u32::MAX, text),
            |&number| self.sketches[number as usize],
        )
    }

    /// Return the text of a number that `add` gave.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number)
    }
}

/// Texts, one after the other in one piece of memory.
#[derive(Debug, Default)]
struct Texts {
    letters: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.ends.len()).expect("fewer than 2^32 customers");
        self.letters.push_str(text);
        self.ends.push(self.letters.len());
        number
    }

    fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[number]]
    }
}
