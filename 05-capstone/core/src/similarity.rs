//! How alike two texts are, from 0 to 1. The unit is the code point.
//!
//! The comparisons are the crate `rapidfuzz`'s, with the details that the Python module has settled.

use rapidfuzz::HashableChar;
use rapidfuzz::distance::{jaro as rapid_jaro, osa};

/// A text as a sequence of letters: of code points, unless it is all ASCII.
pub trait Text {
    /// What the text consists of.
    type Letter: HashableChar + Copy + Eq;

    /// The letters in order.
    fn letters(&self) -> impl DoubleEndedIterator<Item = Self::Letter> + Clone;

    /// How many letters there are.
    fn length(&self) -> usize {
        self.letters().count()
    }
}

impl Text for str {
    type Letter = char;

    fn letters(&self) -> impl DoubleEndedIterator<Item = char> + Clone {
        self.chars()
    }
}

impl Text for [u8] {
    type Letter = u8;

    fn letters(&self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        self.iter().copied()
    }

    fn length(&self) -> usize {
        self.len()
    }
}

/// Code points, lone surrogates included, which a Python `str` may hold and a Rust `str` may not.
impl Text for [u32] {
    type Letter = u32;

    fn letters(&self) -> impl DoubleEndedIterator<Item = u32> + Clone {
        self.iter().copied()
    }

    fn length(&self) -> usize {
        self.len()
    }
}

/// Return the Jaro similarity of two texts.
pub fn jaro<T: Text + ?Sized>(left: &T, right: &T) -> f64 {
    rapid_jaro::similarity(left.letters(), right.letters())
}

/// Return the Jaro similarity of two texts, raised if they are alike and begin alike.
pub fn jaro_winkler<T: Text + ?Sized>(left: &T, right: &T) -> f64 {
    let jaro = jaro(left, right);
    if jaro <= 0.7 {
        return jaro;
    }
    let prefix = left
        .letters()
        .zip(right.letters())
        .take(4)
        .take_while(|(a, b)| a == b);
    raised(jaro, prefix.count())
}

/// Return a Jaro similarity as Winkler raises it for a common prefix of up to four letters.
pub(crate) fn raised(jaro: f64, prefix: usize) -> f64 {
    const PARTS: [f64; 5] = [0.0, 0.1, 2.0 * 0.1, 3.0 * 0.1, 4.0 * 0.1];
    jaro + PARTS[prefix.min(4)] * (1.0 - jaro)
}

/// Return how many letters to insert, delete, replace or swap with their neighbour turn one text into the other (optimal string alignment).
pub fn osa_distance<T: Text + ?Sized>(left: &T, right: &T) -> usize {
    osa::distance(left.letters(), right.letters())
}

/// Return the similarity of two texts by their `osa_distance`.
pub fn osa_similarity<T: Text + ?Sized>(left: &T, right: &T) -> f64 {
    share_kept(osa_distance(left, right), left.length().max(right.length()))
}

/// Return 1 less the share of a text's letters that so many edits touch.
#[expect(clippy::cast_precision_loss, reason = "no text is that long")]
pub(crate) fn share_kept(edits: usize, longest: usize) -> f64 {
    if longest == 0 {
        1.0
    } else {
        1.0 - edits as f64 / longest as f64
    }
}

/// Return the similarity of two dates written as YYYYMMDD: 0.9 if day and month changed places, else their `osa_similarity`.
pub fn date_similarity<T: Text + ?Sized>(left: &T, right: &T) -> f64 {
    if is_swapped(left, right) {
        0.9
    } else {
        osa_similarity(left, right)
    }
}

fn is_swapped<T: Text + ?Sized>(left: &T, right: &T) -> bool {
    let of_right = || right.letters();
    let swapped = of_right()
        .take(4)
        .chain(of_right().skip(6))
        .chain(of_right().skip(4).take(2));
    left.length() == 8
        && right.length() == 8
        && !left.letters().eq(of_right())
        && left.letters().eq(swapped)
}

/// Return 1 for equal texts, else 0.
pub fn equality<T: Text + ?Sized>(left: &T, right: &T) -> f64 {
    f64::from(u8::from(left.letters().eq(right.letters())))
}
