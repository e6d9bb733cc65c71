//! By what customers are put into blocks: equal texts, or names that sound alike.

use std::collections::HashMap;
use std::str::from_utf8;

use crate::column::Column;
use crate::text::sound;
use crate::{FIELDS, Sketch};

/// The number of no block.
pub const NONE: u32 = u32::MAX;

/// The fields that are blocked by their sound: given name, surname, suburb.
const SOUNDING: [bool; FIELDS] = [true, true, false, false, false, true, false, false, false];

/// What the customers of a block have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The number of the field's text.
    Text(u32),
    /// The sound of the field's text.
    Sound([u8; 4]),
}

impl Key {
    /// The key as a text; `column` is that of its field.
    pub fn text<'a>(&'a self, column: &'a Column) -> &'a str {
        match self {
            Key::Text(number) => column.text(*number),
            Key::Sound(code) => from_utf8(code).unwrap_or_default(), // a capital letter and digits
        }
    }
}

/// The blocks' keys. Blocks are numbered over all fields, in the order in which customers need them.
#[derive(Debug, Default)]
pub struct Keys {
    all: Vec<(usize, Key)>,
    /// For each field the blocks of its texts, by the numbers of the texts.
    of_texts: [Vec<u32>; FIELDS],
    of_sounds: [HashMap<[u8; 4], u32>; FIELDS],
}

impl Keys {
    /// Return the number of the block of a column's text, `NONE` if it has no key; the texts of a field come in the order of their numbers.
    pub fn add(&mut self, field: usize, sketch: &Sketch, column: &Column) -> u32 {
        if let Some(&block) = self.of_texts[field].get(sketch.value as usize) {
            return block;
        }
        let next = u32::try_from(self.all.len()).expect("fewer than 2^32 blocks");
        let (block, key) = if SOUNDING[field] {
            sound(column.text(sketch.value)).map_or((NONE, None), |code| {
                (
                    *self.of_sounds[field].entry(code).or_insert(next),
                    Some(Key::Sound(code)),
                )
            })
        } else if sketch.is_known() {
            (next, Some(Key::Text(sketch.value)))
        } else {
            (NONE, None)
        };
        if block == next {
            self.all.extend(key.map(|key| (field, key)));
        }
        self.of_texts[field].push(block);
        block
    }

    /// Return the number of the block that any text belongs to, `NONE` if there is no such block.
    pub fn look_up(&self, field: usize, sketch: &Sketch, text: &str) -> u32 {
        let block = match self.of_texts[field].get(sketch.value as usize) {
            None if SOUNDING[field] => {
                sound(text).and_then(|code| self.of_sounds[field].get(&code))
            }
            block => block,
        };
        block.copied().unwrap_or(NONE)
    }

    /// The field and the key of each block.
    pub fn all(&self) -> &[(usize, Key)] {
        &self.all
    }
}
