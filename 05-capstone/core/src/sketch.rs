//! What is known of a text at a glance.

use crate::FIELDS;
use crate::similarity::Text;

/// What is known of a text without looking at its letters one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The number of the text among those of its field; equal texts have equal numbers.
    pub value: u32,
    /// How many letters it has.
    pub length: u32,
    /// The set of its letters: one bit each for a to z and 0 to 9; all others share the rest.
    pub letters: u64,
    /// The first four letters, one byte each, the first one lowest; letters beyond ASCII may look alike here.
    pub start: u32,
    /// How many bits there are in `letters`.
    pub kinds: u32,
}

/// The sketches of a customer's fields.
pub type Sketches = [Sketch; FIELDS];

impl Sketch {
    /// Look at a text.
    pub fn new(value: u32, text: &str) -> Self {
        let mut letters: u64 = 0;
        for letter in text.chars() {
            letters |= 1 << place(letter);
        }
        let start = text
            .chars()
            .take(4)
            .enumerate()
            .fold(0, |start, (place, letter)| {
                start | (letter as u32 & 0xff) << (8 * place)
            });
        Sketch {
            value,
            length: u32::try_from(text.length()).unwrap_or(u32::MAX),
            letters,
            start,
            kinds: letters.count_ones(),
        }
    }

    /// Whether anything is known of the field.
    pub fn is_known(&self) -> bool {
        self.length > 0
    }
}

fn place(letter: char) -> u32 {
    match letter {
        'a'..='z' => letter as u32 - 'a' as u32,
        '0'..='9' => 26 + letter as u32 - '0' as u32,
        other => 36 + other as u32 % 28,
    }
}
