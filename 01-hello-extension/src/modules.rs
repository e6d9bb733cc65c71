//! Step `modules`: parts of one extension module, each with its own names.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Birth dates, as `YYYYMMDD`.
#[pymodule(submodule, module = "hello.dates", name = "_dates")]
pub mod dates {
    /// How many digits a date has.
    #[pymodule_export]
    const DIGITS: usize = 8;

    #[pymodule_export]
    use super::iso_date;
}

/// Writes a date with hyphens: `"19581231"` becomes `"1958-12-31"`.
///
/// Takes a `str`, returns a `str`. Raises `ValueError` for anything but eight digits.
#[pyfunction]
fn iso_date(text: &str) -> PyResult<String> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("a date has 8 digits: {text:?}");
        return Err(PyValueError::new_err(message));
    }
    Ok(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

/// Addresses, with every state written in one way.
// exercise modules: say where Python finds this module, and give it the constant `STATES`
// todo: (a tuple: "act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa") and the function `state`
// starter: #[pymodule(submodule, name = "_addresses")]
// starter: pub mod addresses {}
#[pymodule(submodule, module = "hello.addresses", name = "_addresses")]
pub mod addresses {
    type Code = &'static str;

    /// The states and territories of Australia, abbreviated, in alphabetical order.
    #[pymodule_export]
    const STATES: (Code, Code, Code, Code, Code, Code, Code, Code) =
        ("act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa");

    #[pymodule_export]
    use super::state;
}
// end

/// Abbreviates a state: `"New South Wales"`, `"N.S.W."` and `"nsw"` all become `"nsw"`.
///
/// Takes a `str`, of which only the letters count, returns a `str`. Raises `ValueError` if no state is called that.
#[pyfunction]
fn state(text: &str) -> PyResult<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    Ok(match letters.as_str() {
        "act" | "australiancapitalterritory" => "act",
        "nsw" | "newsouthwales" => "nsw",
        "nt" | "northernterritory" => "nt",
        "qld" | "queensland" => "qld",
        "sa" | "southaustralia" => "sa",
        "tas" | "tasmania" => "tas",
        "vic" | "victoria" => "vic",
        "wa" | "westernaustralia" => "wa",
        _ => {
            let message = format!("no state is called {text:?}");
            return Err(PyValueError::new_err(message));
        }
    })
}
