//! The different texts of one field, each kept once and known by a number.

use std::collections::HashMap;
use std::sync::Arc;

use crate::sketch::Sketch;

/// The different texts of one field.
#[derive(Debug, Default)]
pub struct Column {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    sketches: Vec<Sketch>,
}

impl Column {
    /// Return the sketch of a text, which is kept.
    pub fn add(&mut self, text: &str) -> Sketch {
        if let Some(&number) = self.numbers.get(text) {
            return self.sketches[number as usize];
        }
        let number = u32::try_from(self.texts.len()).expect("fewer than 2^32 customers");
        let (text, sketch) = (Arc::<str>::from(text), Sketch::new(number, text));
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        self.sketches.push(sketch);
        sketch
    }

    /// Return the sketch of any text; one that is not in the column has a number that none in it has.
    pub fn look_up(&self, text: &str) -> Sketch {
        self.numbers.get(text).map_or_else(
            || Sketch::new(u32::MAX, text),
            |&number| self.sketches[number as usize],
        )
    }

    /// Return the text of a number that `add` gave.
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}
