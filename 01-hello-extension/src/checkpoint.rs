//! Step `checkpoint`: people's names in one spelling.

// exercise checkpoint: write the module `hello.names` from its specification in the page; the tests hold you to it
// starter: use pyo3::prelude::*;
// starter:
// starter: /// Names of people, in one spelling.
// starter: #[pymodule(submodule, name = "_names")]
// starter: pub mod names {}
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Names of people, in one spelling.
#[pymodule(submodule, module = "hello.names", name = "_names")]
pub mod names {
    /// Words that stand in lower case before a surname.
    #[pymodule_export]
    pub(super) const PARTICLES: [&str; 11] = [
        "da", "de", "della", "den", "der", "di", "du", "la", "le", "van", "von",
    ];

    #[pymodule_export]
    use super::{clean_name, clean_names};
}

/// Spells a name as the rules of this module want it: `" o’BRIEN-smith"` becomes `"O'Brien-Smith"`.
///
/// Takes the `name`, and the words that stay in lower case before the last one (`PARTICLES` if `None`), by keyword only.
/// Returns a `str`. Raises `ValueError` for a name without words, and for a character that no name has; its position counts code points.
#[pyfunction]
#[pyo3(signature = (name, /, *, particles: "list[str] | tuple[str, ...] | None" = None))]
fn clean_name(name: &str, particles: Option<Vec<String>>) -> PyResult<String> {
    clean(name, particles.as_deref()).map_err(PyValueError::new_err)
}

/// Spells many names as `clean_name` does.
///
/// Takes a list or a tuple of `str`; `particles` as for `clean_name`.
/// Returns a list of `str`, in the same order. Raises `ValueError` as `clean_name` does, and tells which of the names it is, from 0.
#[pyfunction]
#[pyo3(signature = (
    names: "list[str] | tuple[str, ...]", /, *, particles: "list[str] | tuple[str, ...] | None" = None
))]
fn clean_names(names: Vec<String>, particles: Option<Vec<String>>) -> PyResult<Vec<String>> {
    let mut cleaned = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        match clean(name, particles.as_deref()) {
            Ok(spelt) => cleaned.push(spelt),
            Err(what) => return Err(PyValueError::new_err(format!("names[{index}]: {what}"))),
        }
    }
    Ok(cleaned)
}

/// The name in one spelling, or what is wrong with it.
fn clean(name: &str, particles: Option<&[String]>) -> Result<String, String> {
    let allowed = |c: char| c.is_alphabetic() || c.is_whitespace() || c == '-' || is_apostrophe(c);
    if let Some((position, c)) = name.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        return Err(format!(
            "unexpected '{c}' at position {position} in '{name}'"
        ));
    }
    let lower = name.replace(is_apostrophe, "'").to_lowercase();
    let mut words: Vec<String> = lower.split_whitespace().map(str::to_owned).collect();
    let Some(last) = words.pop() else {
        return Err(format!("no name in '{name}'"));
    };
    let is_particle = |word: &String| match particles {
        Some(particles) => particles.contains(word),
        None => names::PARTICLES.contains(&word.as_str()),
    };
    for word in words.iter_mut().filter(|word| !is_particle(word)) {
        *word = capitalised(word);
    }
    words.push(capitalised(&last));
    Ok(words.join(" "))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '`')
}

/// A capital at the beginning, after every hyphen, and after an apostrophe that two more characters of the part follow.
fn capitalised(word: &str) -> String {
    let mut spelt = String::with_capacity(word.len());
    let mut capital = true;
    for (at, c) in word.char_indices() {
        if capital {
            spelt.extend(c.to_uppercase());
        } else {
            spelt.push(c);
        }
        let rest = &word[at + c.len_utf8()..];
        let follow = rest.chars().take_while(|c| *c != '-').count();
        capital = c == '-' || (c == '\'' && follow >= 2);
    }
    spelt
}
// end
