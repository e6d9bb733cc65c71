//! Texts from Python: borrowed where Rust can read them, code points where it cannot, and what Unicode says from Python itself.

use std::borrow::Cow;
use std::collections::HashMap;

use matching_core::text::normalise_ascii;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The object as a text; raises the `TypeError` of the matching if it is none.
pub fn text<'a, 'py>(object: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    object.cast().or_else(|_| {
        let message = format!("expected a str, not {}", object.get_type().name()?);
        Err(PyTypeError::new_err(message))
    })
}

/// The code points of any text. Those with lone surrogates have no UTF-8, and so are no `&str`.
pub fn code_points(text: &Bound<'_, PyString>) -> PyResult<Vec<u32>> {
    let encoded =
        text.call_method1(intern!(text.py(), "encode"), ("utf-32-le", "surrogatepass"))?;
    let bytes: &[u8] = encoded.extract()?;
    Ok(bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect())
}

/// What becomes of a letter.
#[derive(Clone, Copy)]
enum Fate {
    Kept,
    Space,
    Dropped,
}

/// Normalises texts. What is not ASCII, it asks Python about: its version of Unicode is the one that counts.
#[derive(Default)]
pub struct Normaliser {
    fates: HashMap<char, Fate>,
}

impl Normaliser {
    /// The text without accents, punctuation, capitals and superfluous spaces; borrowed if it is like that already.
    pub fn normalised<'a>(&mut self, text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
        if let Some(clean) = text.to_str().ok().and_then(normalise_ascii) {
            return Ok(clean);
        }
        self.by_python(text).map(Cow::Owned)
    }

    /// The same for texts that are not ASCII.
    pub fn by_python(&mut self, text: &Bound<'_, PyString>) -> PyResult<String> {
        let py = text.py();
        let folded = text.call_method0(intern!(py, "casefold"))?;
        let unicodedata = py.import(intern!(py, "unicodedata"))?;
        let normalize = intern!(py, "normalize");
        let decomposed = unicodedata.call_method1(normalize, ("NFKD", folded))?;
        let mut kept = String::new();
        // A lone surrogate becomes a sign that is neither letter nor digit, as it is itself.
        for letter in decomposed.cast::<PyString>()?.to_string_lossy().chars() {
            match self.fate(&unicodedata, letter)? {
                Fate::Kept => kept.push(letter),
                Fate::Space => kept.push(' '),
                Fate::Dropped => {}
            }
        }
        let words: Vec<&str> = kept.split(' ').filter(|word| !word.is_empty()).collect();
        Ok(words.join(" "))
    }

    fn fate(&mut self, unicodedata: &Bound<'_, PyModule>, letter: char) -> PyResult<Fate> {
        if let Some(&fate) = self.fates.get(&letter) {
            return Ok(fate);
        }
        let py = unicodedata.py();
        let combining = unicodedata.call_method1(intern!(py, "combining"), (letter,))?;
        let fate = if combining.is_truthy()? {
            Fate::Dropped
        } else if PyString::new(py, letter.encode_utf8(&mut [0; 4]))
            .call_method0(intern!(py, "isalnum"))?
            .is_truthy()?
        {
            Fate::Kept
        } else {
            Fate::Space
        };
        self.fates.insert(letter, fate);
        Ok(fate)
    }
}
