//! What belongs to a class and not to one of its objects: static methods, class methods, class attributes.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// The number of a customer. Takes the `number`, an `int` from 0 to 4294967295.
#[pyclass(frozen, get_all, eq, ord, hash, subclass, module = "classes")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerNumber {
    /// The number, an `int`.
    number: u32,
}

#[pymethods]
impl CustomerNumber {
    /// What a written number begins with, a `str`.
    #[classattr]
    const PREFIX: &'static str = "C-";

    /// The number of the shop itself.
    #[classattr]
    #[pyo3(name = "SHOP")]
    fn shop() -> Self {
        Self { number: 0 }
    }

    #[new]
    fn new(number: u32) -> Self {
        Self { number }
    }

    /// Whether `text`, a `str`, looks like a written number, such as `C-223`: the prefix and digits. Returns a `bool`.
    #[staticmethod]
    fn is_written(text: &str) -> bool {
        let digits = text.strip_prefix(Self::PREFIX).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Makes an object of the class from a written number, the `str` `text`. Raises `ValueError` for any other text.
    #[classmethod]
    fn parse<'py>(cls: &Bound<'py, PyType>, text: &str) -> PyResult<Bound<'py, Self>> {
        if !Self::is_written(text) {
            return Err(PyValueError::new_err(format!("no number: {text:?}")));
        }
        let number: u32 = text[Self::PREFIX.len()..].parse()?;
        Ok(cls.call1((number,))?.cast_into()?)
    }

    fn __getnewargs__(&self) -> (u32,) {
        (self.number,)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("{}({})", slf.get_type().name()?, slf.get().number))
    }
}

/// A day of birth, from 1 January 1900. Takes `year`, `month` and `day`, each an `int`. Raises `ValueError` for a day that there is not.
#[pyclass(frozen, get_all, eq, ord, hash, subclass, module = "classes")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate {
    /// The year, an `int`.
    year: u16,
    /// The month, an `int`.
    month: u8,
    /// The day of the month, an `int`.
    day: u8,
}

#[pymethods]
impl BirthDate {
    #[new]
    fn new(year: u16, month: u8, day: u8) -> PyResult<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year < 1900 || day == 0 || day > days {
            let message = format!("no day of birth: {year:04}-{month:02}-{day:02}");
            return Err(PyValueError::new_err(message));
        }
        Ok(Self { year, month, day })
    }

    // exercise static_and_class_methods: `MIN`, `is_written` and `parse`, the latter two with docstrings
    // starter:
    /// The first day, a `BirthDate`.
    #[classattr]
    const MIN: Self = Self {
        year: 1900,
        month: 1,
        day: 1,
    };

    /// Whether `text`, a `str`, looks like a date in the records: eight digits. Returns a `bool`.
    #[staticmethod]
    fn is_written(text: &str) -> bool {
        text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Makes an object of the class from a date in the records, the `str` `text`, `YYYYMMDD`.
    /// Raises `ValueError` for any other text.
    #[classmethod]
    fn parse<'py>(cls: &Bound<'py, PyType>, text: &str) -> PyResult<Bound<'py, Self>> {
        if !Self::is_written(text) {
            return Err(PyValueError::new_err(format!("no date: {text:?}")));
        }
        let year: u16 = text[..4].parse()?;
        let (month, day): (u8, u8) = (text[4..6].parse()?, text[6..].parse()?);
        Ok(cls.call1((year, month, day))?.cast_into()?)
    }
    // end

    fn __getnewargs__(&self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let arguments = slf.get().__getnewargs__().into_pyobject(slf.py())?;
        Ok(format!("{}{}", slf.get_type().name()?, arguments.repr()?))
    }
}
