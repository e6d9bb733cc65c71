//! What stands in a row of a customer file, and what becomes of it in Python. For the step `checkpoint`; nothing to do in here.

use std::convert::Infallible;

use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString};

/// A customer. In Python a `dict` with these keys.
#[derive(IntoPyObject)]
pub struct Customer {
    pub rec_id: String,
    pub given_name: String,
    pub surname: String,
    pub postcode: Postcode,
    pub date_of_birth: Option<Day>,
}

/// A postcode. In Python a `str` of four digits.
#[derive(Clone, Copy)]
pub struct Postcode(pub u16);

impl Postcode {
    /// The postcode that a text of four digits stands for.
    pub fn read(text: &str) -> Option<Self> {
        number(text, 4).map(Self)
    }
}

impl<'py> IntoPyObject<'py> for Postcode {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        format!("{:04}", self.0).into_pyobject(py)
    }
}

/// A day that exists. In Python a `datetime.date`.
#[derive(Clone, Copy)]
pub struct Day {
    pub year: u16,
    month: u8,
    of_month: u8,
}

impl Day {
    /// The day that a text such as `19081209` stands for, in the Gregorian calendar.
    pub fn read(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u16::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if year == 0 || !(1..=days).contains(&day) {
            return None;
        }
        Some(Self {
            year,
            month: month.try_into().ok()?,
            of_month: day.try_into().ok()?,
        })
    }
}

impl<'py> IntoPyObject<'py> for Day {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        PyDate::new(py, self.year.into(), self.month, self.of_month)
    }
}

/// The number that a text of so many digits stands for.
fn number(text: &str, digits: usize) -> Option<u16> {
    if text.len() != digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
