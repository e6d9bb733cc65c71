//! Customers and settings out of bytes: few letters, few words, so that much is alike.

use matching_core::text::normalise_ascii;
use matching_core::{FIELDS, Settings};

/// Texts that ports stumble over when they meet.
const WORDS: [&str; 20] = [
    "ann", "anne", "lee", "leigh", "li", "smith", "smyth", "12", "21", "4 main street", "main street 4", "19700102", "19700201", "19701020",
    "zürich", "李小龙", "ıſ", "x", "harrington harrington harrington harrington harrington harrington abcdefghi", "harringtno harrington",
];

/// A supply of bytes; when it is used up, zeros.
pub struct Draw<'a>(pub &'a [u8]);

impl Draw<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// A clean text: nothing, a word, a word with an edit, or letters.
    pub fn text(&mut self) -> String {
        let kind = self.below(8);
        if kind == 0 {
            return String::new();
        }
        if kind == 7 {
            let letters: String = (0..self.below(12)).map(|_| char::from(b"abcehw 019"[self.below(10)])).collect();
            return normalise_ascii(&letters).unwrap().into_owned();
        }
        let mut letters: Vec<char> = WORDS[self.below(WORDS.len())].chars().collect();
        let place = self.below(letters.len());
        match kind {
            4 => _ = letters.remove(place),
            5 => letters.insert(place, char::from(b'a' + self.byte() % 26)),
            6 if place > 0 => letters.swap(place, place - 1),
            _ => {}
        }
        let words = letters.iter().collect::<String>();
        words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// A customer.
    pub fn customer(&mut self) -> [String; FIELDS] {
        // Most of the fields say nothing: the fewer bytes it takes, the sooner something is found.
        let known = self.byte() as usize | self.byte() as usize & 1 << 8;
        std::array::from_fn(|field| if known >> field & 1 == 1 { self.text() } else { String::new() })
    }

    /// How to compare.
    pub fn settings(&mut self) -> Settings {
        let weights = std::array::from_fn(|_| match self.below(5) {
            0 => 1.0,
            1 => 0.0,
            2 => 1000.0,
            3 => f64::from(self.byte()) / 10.0,
            _ => f64::from_bits(0x3fe0_0000_0000_0000 + u64::from(self.byte())), // a little more than a half
        });
        let mut blocking = Vec::new();
        for _ in 0..self.below(6) {
            let field = [1, 0, 5, 6, 8][self.below(5)];
            if !blocking.contains(&field) {
                blocking.push(field);
            }
        }
        Settings {
            threshold: f64::from(self.byte()) / 255.0,
            weights,
            blocking,
            max_block: match self.below(8) {
                most @ 1..4 => Some(most),
                _ => None,
            },
        }
    }
}
