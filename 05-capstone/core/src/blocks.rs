//! Which customers are worth comparing: those that share a block.

use std::collections::HashMap;

use crate::text::sound;
use crate::{FIELDS, Sketch};

/// The number of no block.
pub const NONE: u32 = u32::MAX;

/// The fields that are blocked by their sound: given name, surname, suburb.
const SOUNDING: [bool; FIELDS] = [true, true, false, false, false, true, false, false, false];

/// What the customers of a block have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The number of the field's text.
    Text(u32),
    /// The sound of the field's text.
    Sound([u8; 4]),
}

/// The blocks of a directory, numbered in the order in which its customers need them.
#[derive(Debug, Default)]
pub struct Blocks {
    numbers: HashMap<(usize, Key), u32>,
    keys: Vec<(usize, Key)>,
    members: Vec<Vec<u32>>,
}

impl Blocks {
    /// Put a customer into the block of one of its fields; returns the block's number, `NONE` if the field has no key.
    pub fn add(&mut self, place: u32, field: usize, sketch: &Sketch, text: &str) -> u32 {
        let Some(key) = key(field, sketch, text) else {
            return NONE;
        };
        let next = u32::try_from(self.members.len()).expect("fewer than 2^32 blocks");
        let number = *self.numbers.entry((field, key)).or_insert(next);
        if number == next {
            self.keys.push((field, key));
            self.members.push(Vec::new());
        }
        self.members[number as usize].push(place);
        number
    }

    /// Return the number of the block that a field's text belongs to, `NONE` if there is no such block.
    pub fn look_up(&self, field: usize, sketch: &Sketch, text: &str) -> u32 {
        key(field, sketch, text)
            .and_then(|key| self.numbers.get(&(field, key)).copied())
            .unwrap_or(NONE)
    }

    /// Return the places of the customers in a block, in order.
    pub fn members(&self, number: u32) -> &[u32] {
        if number == NONE {
            &[]
        } else {
            &self.members[number as usize]
        }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Take away the blocks of more than `most` customers; returns field, key and number of customers of each, in order.
    pub fn leave_out(&mut self, most: usize) -> Vec<(usize, Key, usize)> {
        let mut left_out = Vec::new();
        for (&(field, key), members) in self.keys.iter().zip(&mut self.members) {
            if members.len() > most {
                left_out.push((field, key, std::mem::take(members).len()));
            }
        }
        left_out
    }
}

fn key(field: usize, sketch: &Sketch, text: &str) -> Option<Key> {
    if SOUNDING[field] {
        sound(text).map(Key::Sound)
    } else {
        sketch.is_known().then_some(Key::Text(sketch.value))
    }
}
