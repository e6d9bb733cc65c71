//! Reads mailing lists. Plain Rust: nothing in this file knows of Python.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::ParseIntError;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// Why a mailing list could not be read. Lines count from 1.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{source}")]
    File { path: PathBuf, source: io::Error },
    #[error("line {line} is not UTF-8")]
    Text { line: usize, source: FromUtf8Error },
    #[error("line {line} has no postcode: {text:?}")]
    NoPostcode { line: usize, text: String },
    // exercise custom_errors: say in the message what is wrong with which line; keep what `parse` said
    // starter: #[error("bad postcode")]
    // starter: BadPostcode { line: usize, value: String },
    #[error("postcode in line {line} is no number: {value:?}")]
    BadPostcode {
        line: usize,
        value: String,
        source: ParseIntError,
    },
    // end
}

/// The names and postcodes in a file with lines such as `waller,4011`, which end in `\n` or `\r\n`.
pub fn load(path: &Path) -> Result<Vec<(String, u16)>, LoadError> {
    let unreadable = |source| LoadError::File {
        path: path.to_owned(),
        source,
    };
    let file = BufReader::new(File::open(path).map_err(unreadable)?);
    let mut entries = Vec::new();
    for (line, bytes) in (1..).zip(file.split(b'\n')) {
        let mut bytes = bytes.map_err(unreadable)?;
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
        let text = String::from_utf8(bytes).map_err(|source| LoadError::Text { line, source })?;
        let Some((name, value)) = text.split_once(',') else {
            return Err(LoadError::NoPostcode { line, text });
        };
        // exercise custom_errors: keep what `parse` said
        // starter: let postcode = value.parse().map_err(|_| LoadError::BadPostcode {
        // starter:     line,
        // starter:     value: value.to_owned(),
        // starter: })?;
        let postcode = value.parse().map_err(|source| LoadError::BadPostcode {
            line,
            value: value.to_owned(),
            source,
        })?;
        // end
        entries.push((name.to_owned(), postcode));
    }
    Ok(entries)
}
