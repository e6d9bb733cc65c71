//! Methods, and what Python's syntax asks of an object: `repr`, `str`, `==`, `<`, `hash`.

use std::collections::BTreeMap;

use pyo3::prelude::*;

/// A suburb, equal to any with the same name in the same state; in order of states, then of names.
///
/// Takes the `name` and the `state`, each a `str`.
#[pyclass(frozen, get_all, eq, ord, hash, module = "classes")]
#[pyo3(str = "{name}, {state}")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Suburb {
    /// The state, a `str`.
    state: String,
    /// The name, a `str`.
    name: String,
}

#[pymethods]
impl Suburb {
    #[new]
    fn new(name: String, state: String) -> Self {
        Self { state, name }
    }

    fn __getnewargs__(&self) -> (&str, &str) {
        (&self.name, &self.state)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let arguments = (&self.name, &self.state).into_pyobject(py)?;
        Ok(format!("Suburb{}", arguments.repr()?))
    }
}

/// Who called how often. Logs are equal if their counts are, whoever called last. Takes no arguments.
#[pyclass(module = "classes")]
#[derive(Default)]
pub struct CallLog {
    counts: BTreeMap<String, u32>,
    /// Who called last, a `str`, or `None` if nobody did.
    #[pyo3(get)]
    last: Option<String>,
}

#[pymethods]
impl CallLog {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Notes down a call of `surname`, a `str`.
    fn add(&mut self, surname: String) {
        *self.counts.entry(surname.clone()).or_default() += 1;
        self.last = Some(surname);
    }

    /// How often `surname`, a `str`, has called, an `int`.
    fn count(&self, surname: &str) -> u32 {
        self.counts.get(surname).copied().unwrap_or_default()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.counts == other.counts
    }

    fn __repr__(&self) -> String {
        format!("<CallLog of {} customers>", self.counts.len())
    }
}

// exercise methods: a name is equal to one with the same parts, hashable, and sorted by surname, then by given name;
// todo: its `str` is `kayla harrington`
// starter: /// A customer's name. Takes the `given` name and the `surname`, each a `str`.
// starter: #[pyclass(frozen, get_all, module = "classes")]
// starter: pub struct FullName {
// starter:     /// The given name, a `str`.
// starter:     given: String,
// starter:     /// The surname, a `str`.
// starter:     surname: String,
// starter: }
/// A customer's name. Takes the `given` name and the `surname`, each a `str`.
#[pyclass(frozen, get_all, eq, ord, hash, module = "classes")]
#[pyo3(str = "{given} {surname}")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FullName {
    /// The surname, a `str`.
    surname: String,
    /// The given name, a `str`.
    given: String,
}
// end

#[pymethods]
impl FullName {
    #[new]
    fn new(given: String, surname: String) -> Self {
        Self { surname, given }
    }

    fn __getnewargs__(&self) -> (&str, &str) {
        (&self.given, &self.surname)
    }

    // exercise methods: `__repr__`, and `with_surname` with a docstring
    // starter:
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let arguments = (&self.given, &self.surname).into_pyobject(py)?;
        Ok(format!("FullName{}", arguments.repr()?))
    }

    /// Returns a `FullName` with the same given name and another `surname`, a `str`.
    fn with_surname(&self, surname: String) -> Self {
        Self::new(self.given.clone(), surname)
    }
    // end
}
