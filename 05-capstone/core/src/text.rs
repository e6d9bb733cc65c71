//! Cleaning texts, and their sound.

use std::borrow::Cow;

/// Return a text without punctuation, capitals and superfluous spaces; `None` if it is not ASCII.
///
/// What is beyond ASCII depends on the version of Unicode, and Python's own is the one that counts: its caller has to ask Python.
pub fn normalise_ascii(text: &str) -> Option<Cow<'_, str>> {
    if is_clean(text.as_bytes()) {
        return Some(Cow::Borrowed(text));
    }
    if !text.is_ascii() {
        return None;
    }
    let mut clean = String::with_capacity(text.len());
    for word in text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean.make_ascii_lowercase();
    Some(Cow::Owned(clean))
}

/// Whether a text is what `normalise_ascii` would make of it: most texts are, and need no copy.
fn is_clean(text: &[u8]) -> bool {
    let mut last = b' ';
    for &letter in text {
        match letter {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b' ' if last != b' ' => {}
            _ => return false,
        }
        last = letter;
    }
    text.is_empty() || last != b' '
}

/// Return the American Soundex code of a name, "" if it has no letter from a to z.
pub fn soundex(name: &str) -> String {
    sound(name).map_or_else(String::new, |code| {
        code.iter().copied().map(char::from).collect()
    })
}

/// The American Soundex code of a name, if it has a letter from a to z (some beyond ASCII have such capitals: ı, ſ, ß).
pub(crate) fn sound(name: &str) -> Option<[u8; 4]> {
    let letters = name.chars().flat_map(char::to_uppercase);
    let mut letters = letters
        .filter_map(|letter| u8::try_from(letter).ok())
        .filter(u8::is_ascii_uppercase);
    let first = letters.next()?;
    let mut code = [first, b'0', b'0', b'0'];
    let (mut used, mut last) = (1, digit(first));
    if matches!(first, b'H' | b'W') {
        last = b'0';
    }
    for letter in letters {
        let digit = digit(letter);
        if digit != b'0' && digit != last {
            code[used] = digit;
            used += 1;
            if used == code.len() {
                break;
            }
        }
        if !matches!(letter, b'H' | b'W') {
            last = digit;
        }
    }
    Some(code)
}

/// The digit that stands for a consonant's sound; '0' for vowels, H and W.
fn digit(letter: u8) -> u8 {
    match letter {
        b'B' | b'F' | b'P' | b'V' => b'1',
        b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => b'2',
        b'D' | b'T' => b'3',
        b'L' => b'4',
        b'M' | b'N' => b'5',
        b'R' => b'6',
        _ => b'0',
    }
}
