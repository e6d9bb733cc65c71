//! A collection of one's own: its length, its items and slices, `in`.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};

use crate::worklist_iterator::WorklistIterator;

/// The names that somebody has to look at, in order. Takes a sequence of `str`.
#[pyclass(sequence, eq, module = "classes")]
#[derive(PartialEq)]
pub struct Worklist {
    pub names: Vec<String>,
}

/// What may stand in brackets.
#[derive(FromPyObject)]
enum Key<'py> {
    Slice(Bound<'py, PySlice>),
    Index(isize),
}

/// What brackets return: one name, or some.
#[derive(IntoPyObject)]
enum Found {
    Name(String),
    Names(Worklist),
}

#[pymethods]
impl Worklist {
    #[new]
    fn new(names: Vec<String>) -> Self {
        Self { names }
    }

    fn __getnewargs__(&self) -> (&Vec<String>,) {
        (&self.names,)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let names = (&self.names).into_pyobject(py)?;
        Ok(format!("Worklist({})", names.repr()?))
    }

    /// Adds a `name`, a `str`, at the end.
    fn append(&mut self, name: String) {
        self.names.push(name);
    }

    fn __len__(&self) -> usize {
        self.names.len()
    }

    fn __contains__(&self, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(name) = name.cast::<PyString>() else {
            return Ok(false);
        };
        let name = name.to_str()?;
        Ok(self.names.iter().any(|each| each == name))
    }

    fn __getitem__(&self, key: Key<'_>) -> PyResult<Found> {
        let len = isize::try_from(self.names.len())?;
        match key {
            Key::Slice(slice) => {
                let range = slice.indices(len)?;
                let positions = (0..).map(|n| range.start + n * range.step);
                let positions = positions.take(range.slicelength);
                let names = positions.filter_map(|position| self.at(position));
                Ok(Found::Names(Self::new(names.collect())))
            }
            Key::Index(index) => {
                // exercise protocols: count from the end if the index is negative;
                // todo: an `IndexError`, `no name 7 in a list of 3`, if there is none
                // starter: Ok(Found::Name(self.at(index).unwrap_or_default()))
                let position = if index < 0 { index + len } else { index };
                let found = self.at(position).map(Found::Name);
                let message = || format!("no name {index} in a list of {len}");
                found.ok_or_else(|| PyIndexError::new_err(message()))
                // end
            }
        }
    }

    fn __iter__(slf: &Bound<'_, Self>) -> WorklistIterator {
        WorklistIterator::new(slf)
    }
}

impl Worklist {
    /// The name at a position from the front, if there is one.
    pub fn at(&self, position: isize) -> Option<String> {
        let position = usize::try_from(position).ok()?;
        self.names.get(position).cloned()
    }
}
