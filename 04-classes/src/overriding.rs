//! Overriding: a subclass that calls its base's method, and a base that calls its subclass's.

use std::collections::HashMap;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Tidies texts up: in small letters, with one space between words. A subclass may override `tidy`.
#[pyclass(subclass, frozen, module = "classes")]
pub struct Tidier {}

#[pymethods]
impl Tidier {
    #[new]
    pub fn new() -> Self {
        Self {}
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("<{}>", slf.get_type().name()?))
    }

    /// Returns a `text`, a `str`, as it should be written, a new `str`.
    #[expect(clippy::unused_self, reason = "as a method, it can be overridden")]
    pub fn tidy(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").to_lowercase()
    }

    /// Tells whether two `str` are one when tidied up, as the object's own class does it. Raises what `tidy` raises.
    fn same(slf: &Bound<'_, Self>, one: &str, other: &str) -> PyResult<bool> {
        let tidy = intern!(slf.py(), "tidy");
        let one = slf.call_method1(tidy, (one,))?;
        one.eq(slf.call_method1(tidy, (other,))?)
    }

    /// Counts the texts, a sequence of `str`, that `Tidier` itself would change, whatever a subclass does.
    fn count_untidy(&self, texts: Vec<String>) -> usize {
        let untidy = |text: &&String| self.tidy(text) != **text;
        texts.iter().filter(untidy).count()
    }

    /// Tidies many texts up, one by one, as the object's own class does it.
    ///
    /// Takes a sequence of `str`, returns a `list` of `str`. Raises what `tidy` raises, and `TypeError` if it returns no `str`.
    // exercise overriding: ask the object for `tidy`, as Python would
    // starter: fn tidy_all(&self, texts: Vec<Bound<'_, PyString>>) -> PyResult<Vec<String>> {
    // starter:     texts
    // starter:         .iter()
    // starter:         .map(|text| Ok(self.tidy(text.to_str()?)))
    // starter:         .collect()
    // starter: }
    fn tidy_all(slf: &Bound<'_, Self>, texts: Vec<Bound<'_, PyString>>) -> PyResult<Vec<String>> {
        texts
            .iter()
            .map(|text| {
                slf.call_method1(intern!(slf.py(), "tidy"), (text,))?
                    .extract()
            })
            .collect()
    }
    // end
}

/// Tidies streets up. Takes a `dict` that says what abbreviations stand for, all in small letters.
#[pyclass(extends = Tidier, subclass, frozen, get_all, module = "classes")]
pub struct StreetTidier {
    /// What abbreviations stand for, a `dict` of `str`: a new one each time.
    words: HashMap<String, String>,
}

#[pymethods]
impl StreetTidier {
    #[new]
    fn new(words: HashMap<String, String>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Tidier::new()).add_subclass(Self { words })
    }

    /// What a copy is made of.
    fn __getnewargs__(&self) -> (&HashMap<String, String>,) {
        (&self.words,)
    }

    /// Returns a `text`, a `str`, as it should be written, with its abbreviations written out.
    // exercise overriding: first what the base does, then `expand` each word
    // starter: fn tidy(&self, text: &str) -> String {
    // starter:     self.expand(text).to_string()
    // starter: }
    fn tidy(slf: PyRef<'_, Self>, text: &str) -> String {
        let tidied = slf.as_super().tidy(text);
        let words: Vec<&str> = tidied.split(' ').map(|word| slf.expand(word)).collect();
        words.join(" ")
    }
    // end
}

impl StreetTidier {
    /// What a word stands for: itself, unless it is an abbreviation.
    fn expand<'a>(&'a self, word: &'a str) -> &'a str {
        self.words.get(word).map_or(word, String::as_str)
    }
}
