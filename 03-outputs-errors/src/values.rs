//! What a Rust value becomes in Python.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString};

/// What `describe` returns: a `dict` with these keys.
#[derive(IntoPyObject)]
pub struct Description<'a> {
    length: usize,
    ascii: bool,
    number: Option<u32>,
    words: Vec<&'a str>,
    letters: BTreeMap<char, usize>,
    utf8: &'a [u8],
}

/// Describes an `address`, a `str`.
///
/// Returns a `dict`: `length`, in code points; `ascii`, a `bool`; `number`, the number at the
/// beginning, or `None`; `words`, a `list` of `str`; `letters`, a `dict` of how often each letter
/// occurs; `utf8`, the address as `bytes`.
#[pyfunction]
#[pyo3(signature = (address) -> "dict[str, object]")]
pub fn describe(address: &str) -> Description<'_> {
    let words: Vec<&str> = address.split_whitespace().collect();
    let mut letters = BTreeMap::new();
    for letter in address.chars().filter(|c| c.is_alphabetic()) {
        *letters.entry(letter).or_default() += 1;
    }
    Description {
        length: address.chars().count(),
        ascii: address.is_ascii(),
        number: words.first().and_then(|word| word.parse().ok()),
        words,
        letters,
        utf8: address.as_bytes(),
    }
}

/// A postcode: a number in Rust, a text of four digits or more in Python.
pub struct Postcode(u16);

impl<'py> IntoPyObject<'py> for Postcode {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        format!("{:04}", self.0).into_pyobject(py)
    }
}

/// Year, month and day of birth as they stand in a file: there may be no such day.
pub struct BirthDate(i32, u8, u8);

impl<'py> IntoPyObject<'py> for BirthDate {
    // exercise values: make this a `datetime.date`, and an error if there is no such day
    // starter: type Target = PyString;
    // starter: type Output = Bound<'py, PyString>;
    // starter: type Error = Infallible;
    // starter:
    // starter: fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
    // starter:     let Self(year, month, day) = self;
    // starter:     format!("{year}-{month}-{day}").into_pyobject(py)
    // starter: }
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        let Self(year, month, day) = self;
        PyDate::new(py, year, month, day)
    }
    // end
}

/// What `read_customer` returns.
#[derive(IntoPyObject)]
pub struct Customer<'a> {
    postcode: Postcode,
    // exercise values: give these three the types that `read_customer` promises
    // starter: name: String,
    // starter: words: Vec<&'a str>,
    // starter: date_of_birth: BirthDate,
    name: (&'a str, &'a str),
    words: BTreeSet<&'a str>,
    date_of_birth: Option<BirthDate>,
    // end
}

/// Reads a customer, as a spreadsheet has it.
///
/// Takes two names, each a `str`; the `postcode`, an `int` that may have lost leading zeros; the
/// `date_of_birth`, `None` or a `tuple` of year, month and day.
/// Returns a `dict`: `postcode`, a `str` of four digits or more; `name`, a `tuple` of the two
/// names; `words`, the `set` of the words in both; `date_of_birth`, a `datetime.date` or `None`.
/// If there is no such day, raises what `datetime.date` raises: a `ValueError` with its message.
#[pyfunction]
#[pyo3(signature = (given_name, surname, postcode, date_of_birth) -> "dict[str, object]")]
pub fn read_customer<'a>(
    given_name: &'a str,
    surname: &'a str,
    postcode: u16,
    date_of_birth: Option<(i32, u8, u8)>,
) -> Customer<'a> {
    let words = given_name.split_whitespace();
    let birth = date_of_birth.map(|(year, month, day)| BirthDate(year, month, day));
    Customer {
        postcode: Postcode(postcode),
        // exercise values: and fill them in
        // starter: name: format!("{given_name} {surname}"),
        // starter: words: words.collect(),
        // starter: date_of_birth: birth.unwrap_or(BirthDate(1900, 1, 1)),
        name: (given_name, surname),
        words: words.chain(surname.split_whitespace()).collect(),
        date_of_birth: birth,
        // end
    }
}
