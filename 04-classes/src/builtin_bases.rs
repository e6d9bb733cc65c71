//! Inheritance from classes of Python's own: a dict and an exception that know more.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A row of a file: a `dict` that knows the number of its line, an `int`.
///
/// Takes the number and what `dict` takes: a mapping, or pairs. Raises what `dict` raises.
#[pyclass(extends = PyDict, subclass, frozen, get_all, module = "classes")]
pub struct SourceRow {
    /// The number of the line, an `int`.
    line: u32,
}

#[pymethods]
impl SourceRow {
    #[new]
    #[expect(unused_variables, reason = "`__init__` gets the same arguments")]
    #[pyo3(signature = (line, fields=None, /))]
    fn new(line: u32, fields: Option<&Bound<'_, PyAny>>) -> Self {
        Self { line }
    }

    #[expect(unused_variables, reason = "`new` has taken the line")]
    #[pyo3(signature = (line, fields=None, /))]
    fn __init__(
        slf: &Bound<'_, Self>,
        line: u32,
        fields: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        if let Some(fields) = fields {
            slf.call_method1("update", (fields,))?;
        }
        Ok(())
    }

    /// Counts the fields whose value is `None`.
    fn unknown(slf: &Bound<'_, Self>) -> usize {
        let row = slf.as_super();
        row.iter().filter(|(_, value)| value.is_none()).count()
    }

    /// What `copy` and `pickle` make a row of; they set the fields one by one.
    fn __getnewargs__(&self) -> (u32,) {
        (self.line,)
    }
}

/// A record that we do not take, with its number, an `int`.
#[pyclass(extends = PyValueError, subclass, frozen, get_all, module = "classes")]
pub struct RejectedRecord {
    /// The number of the record, an `int`.
    record: u32,
}

#[pymethods]
impl RejectedRecord {
    #[new]
    #[expect(
        unused_variables,
        reason = "`BaseException` keeps all arguments, in `args`"
    )]
    #[pyo3(signature = (reason, record, /))]
    fn new(reason: &str, record: u32) -> Self {
        Self { record }
    }

    fn __str__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let reason = slf.as_super().getattr("args")?.get_item(0)?;
        Ok(format!("record {}: {reason}", slf.get().record))
    }
}

/// Checks that a record has a name. Raises `RejectedRecord` if it is blank.
#[pyfunction]
pub fn require_name(record: u32, name: &str) -> PyResult<()> {
    if name.trim().is_empty() {
        return Err(PyErr::new::<RejectedRecord, _>(("no name", record)));
    }
    Ok(())
}
