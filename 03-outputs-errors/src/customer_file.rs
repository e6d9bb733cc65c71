//! Customer files and what can be wrong with them. For the step `checkpoint`; nothing to do in here.

use std::path::{Path, PathBuf};
use std::{fs, io, str};

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::customers::{Customer, Day, Postcode};

/// Why a file has no rows at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{source}")]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{path}: not the header of a customer file")]
    NoHeader { path: String },
}

impl From<FileError> for PyErr {
    fn from(error: FileError) -> Self {
        let message = error.to_string();
        match error {
            FileError::Unreadable { path, source } => {
                let code = source.raw_os_error();
                PyOSError::new_err((code, message, path.into_os_string(), code))
            }
            FileError::NoHeader { .. } => PyValueError::new_err(message),
        }
    }
}

/// Why a row is bad.
#[derive(Debug, thiserror::Error)]
pub enum BadRow {
    #[error("not UTF-8")]
    Text,
    #[error("{0} columns instead of 11")]
    Columns(usize),
    #[error("no rec_id")]
    NoId,
    #[error("postcode {0:?} is not four digits")]
    Postcode(String),
    #[error("date_of_birth {0:?} is no day")]
    BirthDate(String),
    #[error("rec_id {id:?} stands in line {line} already")]
    Duplicate { id: String, line: u32 },
}

/// The lines of a file that are not blank, with their numbers from 1; without a byte order mark.
fn lines(file: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let lines = (1..).zip(file.split(|byte| *byte == b'\n'));
    lines.filter(|(_, line)| !line.trim_ascii().is_empty())
}

/// Reads a file and looks at its header.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = fs::read(path).map_err(|source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let columns = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, \
                   postcode, state, date_of_birth, soc_sec_id";
    let header = lines(&file).next().map(|(_, line)| str::from_utf8(line));
    let is_header = |line: &str| line.split(',').map(str::trim).eq(columns.split(", "));
    if !matches!(header, Some(Ok(line)) if is_header(line)) {
        let path = path.display().to_string();
        return Err(FileError::NoHeader { path });
    }
    Ok(file)
}

/// The rows of a file that was read, each with the number of its line: customers, or what is wrong first. That a
/// `rec_id` was there before, no row can know.
pub fn rows(file: &[u8]) -> impl Iterator<Item = (u32, Result<Customer, BadRow>)> {
    lines(file).skip(1).map(|(line, row)| (line, parse(row)))
}

fn parse(row: &[u8]) -> Result<Customer, BadRow> {
    let row = str::from_utf8(row).map_err(|_| BadRow::Text)?;
    let columns: Vec<&str> = row.split(',').map(str::trim).collect();
    let &[id, given_name, surname, _, _, _, _, postcode, _, born, _] = columns.as_slice() else {
        return Err(BadRow::Columns(columns.len()));
    };
    if id.is_empty() {
        return Err(BadRow::NoId);
    }
    let bad_postcode = || BadRow::Postcode(postcode.to_owned());
    let birth_date = |text| Day::read(text).ok_or_else(|| BadRow::BirthDate(text.to_owned()));
    Ok(Customer {
        rec_id: id.to_owned(),
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
        postcode: Postcode::read(postcode).ok_or_else(bad_postcode)?,
        date_of_birth: Some(born)
            .filter(|text| !text.is_empty())
            .map(birth_date)
            .transpose()?,
    })
}
