//! Enums: plain ones, and ones with data.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// A state or territory of Australia, by its abbreviation, a `str`. Raises `ValueError` for any other text.
// exercise enums: members in capitals; equal, ordered and hashable; nobody changes one
// starter: #[pyclass(module = "classes")]
#[pyclass(frozen, eq, ord, hash, rename_all = "UPPERCASE", module = "classes")]
// end
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Australian Capital Territory.
    Act,
    /// New South Wales.
    Nsw,
    /// Queensland.
    Qld,
    /// Victoria.
    Vic,
}

#[pymethods]
impl State {
    #[new]
    fn new(name: &str) -> PyResult<Self> {
        let mut all = Self::all().into_iter();
        all.find(|state| state.name() == name)
            .ok_or_else(|| PyValueError::new_err(format!("no state: {name:?}")))
    }

    /// Returns all states, a `list`.
    #[staticmethod]
    fn all() -> Vec<Self> {
        vec![Self::Act, Self::Nsw, Self::Qld, Self::Vic]
    }

    /// The abbreviation, a `str`.
    #[getter]
    fn name(&self) -> String {
        format!("{self:?}").to_uppercase()
    }

    fn __getnewargs__(&self) -> (String,) {
        (self.name(),)
    }
}

/// What a comparison of two records has come to.
#[pyclass(frozen, eq, module = "classes")]
#[derive(PartialEq)]
pub enum Verdict {
    /// Two records of one person.
    Same(),
    /// Records of two people.
    Different {
        /// Why, a `str`.
        reason: String,
    },
    // exercise enums: a third variant, `Perhaps`, with the attributes `score`, a `float`,
    // todo: and `differing`, a `list` of `str`; a docstring for each of the three
    // starter:
    /// Perhaps one person: somebody has to look.
    Perhaps {
        /// How much agrees, a `float` from 0 to 1.
        score: f64,
        /// The names of the fields that differ, a `list` of `str`: a new one each time.
        differing: Vec<String>,
    },
    // end
}

#[pymethods]
impl Verdict {
    fn __getnewargs__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let names: Vec<String> = slf.as_any().getattr("__match_args__")?.extract()?;
        let fields = names.iter().map(|name| slf.as_any().getattr(name.as_str()));
        PyTuple::new(slf.py(), fields.collect::<PyResult<Vec<_>>>()?)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let names: Vec<String> = slf.as_any().getattr("__match_args__")?.extract()?;
        let fields = names.iter().map(|name| {
            let field = slf.as_any().getattr(name.as_str())?;
            Ok(format!("{name}={}", field.repr()?))
        });
        let fields = fields.collect::<PyResult<Vec<_>>>()?.join(", ");
        Ok(format!("{}({fields})", slf.as_any().get_type().qualname()?))
    }
}

/// Judges two records by their `score`, a `float`, and the names of the fields that differ, a sequence of `str`.
///
/// Returns `Verdict.Same` if no field differs, else `Verdict.Perhaps` from a score of 0.5 on, else `Verdict.Different`.
// exercise enums: all three verdicts, as objects of their variants
// starter: #[pyfunction]
// starter: pub fn decide(py: Python<'_>, score: f64, differing: Vec<String>) -> PyResult<Py<Verdict>> {
// starter:     if differing.is_empty() {
// starter:         return Py::new(py, Verdict::Same());
// starter:     }
// starter:     let reason = format!("{} with a score of {score}", differing.join(", "));
// starter:     Py::new(py, Verdict::Different { reason })
// starter: }
#[pyfunction]
pub fn decide(score: f64, differing: Vec<String>) -> Verdict {
    if differing.is_empty() {
        return Verdict::Same();
    }
    if score >= 0.5 {
        return Verdict::Perhaps { score, differing };
    }
    let reason = format!("{} with a score of {score}", differing.join(", "));
    Verdict::Different { reason }
}
// end
