//! The class `Matcher`.

#![allow(clippy::doc_markdown, reason = "the docstrings are Python's")]

use std::sync::{Arc, Mutex, PoisonError};

use matching_core::{Directory, Outcome, Plan};
use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{PyTraverseError, PyVisit};

use crate::intake::Intake;
use crate::settings::{self, Limit};
use crate::{failures, job, results, value_types};

/// What a `Matcher` holds, once it is initialised.
struct State {
    customers: Py<PyTuple>,
    settings: Py<PyAny>,
    threshold: f64,
    directory: Directory,
}

impl State {
    fn new(customers: &Bound<'_, PyTuple>, settings: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = customers.py();
        let builder = Intake::new(py)?.directory(customers)?;
        let for_core = settings::for_core(settings)?;
        Ok(Self {
            customers: customers.clone().unbind(),
            settings: settings.clone().unbind(),
            threshold: for_core.threshold,
            directory: py.detach(|| builder.build(for_core)),
        })
    }

    fn outcome(
        &self,
        py: Python<'_>,
        progress: Option<&Bound<'_, PyAny>>,
        cancelled: Option<&Bound<'_, PyAny>>,
        plan: Plan,
    ) -> PyResult<Outcome> {
        let outcome = job::run(py, &self.directory, progress, cancelled, plan)?;
        failures::log_outcome(py, self.directory.len(), &outcome)?;
        Ok(outcome)
    }

    fn log(&self, py: Python<'_>) -> PyResult<()> {
        failures::log_blocks(py, self.directory.len(), self.directory.blocks())?;
        let most = self.settings.bind(py).getattr(intern!(py, "max_block"))?;
        for block in self.directory.left_out() {
            failures::log_left_out(block, &most)?;
        }
        Ok(())
    }
}

/// The customers of a directory, cleaned once and put into blocks, ready to be compared.
///
/// Args:
///     customers: the directory; no two customers have the same id.
///     settings: how to compare; `None` means `Settings()`.
///
/// Raises:
///     InvalidRecord: a field is no text, or an id occurs twice. Says which row.
///     TypeError: one of them is no `Customer`, or the settings are no `Settings`.
#[pyclass(subclass, frozen, dict, weakref, module = "capstone.matching")]
pub struct Matcher {
    /// `__init__` fills it in, as in Python: subclasses may have an `__init__` of their own.
    state: Mutex<Option<Arc<State>>>,
}

impl Matcher {
    /// A new one: `Matcher(customers, settings)`.
    pub fn of(customers: &Bound<'_, PyAny>, settings: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let matcher = Self {
            state: Mutex::default(),
        };
        matcher.__init__(customers, settings)?;
        Ok(matcher)
    }

    fn state(&self) -> PyResult<Arc<State>> {
        let state = self
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        state.ok_or_else(|| {
            PyAttributeError::new_err("'Matcher' object has no attribute '_customers'")
        })
    }

    fn set_state(&self, state: State) {
        let state = Some(Arc::new(state));
        let former = std::mem::replace(
            &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner),
            state,
        );
        drop(former); // not while the lock is held: Python code may run when its objects go
    }

    /// What `deduplicate` finds, before it becomes Python's.
    pub fn outcome(&self, py: Python<'_>) -> PyResult<Outcome> {
        self.state()?.outcome(py, None, None, Plan::default())
    }

    /// `deduplicate`, as `plan` says.
    pub fn deduplicate_by<'py>(
        &self,
        py: Python<'py>,
        progress: Option<&Bound<'py, PyAny>>,
        cancelled: Option<&Bound<'py, PyAny>>,
        plan: Plan,
    ) -> PyResult<Bound<'py, PyAny>> {
        let state = self.state()?;
        let outcome = state.outcome(py, progress, cancelled, plan)?;
        let intake = Intake::new(py)?;
        let customers = state.customers.bind(py).iter_borrowed();
        let ids = customers
            .map(|customer| intake.id(&customer))
            .collect::<PyResult<Vec<_>>>()?;
        results::deduplication(py, &ids, &outcome)
    }
}

#[pymethods]
impl Matcher {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs), text_signature = "(customers, settings=None)")]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        let state = Mutex::default();
        Self { state }
    }

    #[pyo3(signature = (customers, settings=None))]
    fn __init__(
        &self,
        customers: &Bound<'_, PyAny>,
        settings: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let py = customers.py();
        let customers = py
            .get_type::<PyTuple>()
            .call1((customers,))?
            .cast_into::<PyTuple>()?;
        let settings = match settings {
            Some(settings) => settings.clone(),
            None => value_types::settings(py)?.call0()?,
        };
        if !settings.is_instance(value_types::settings(py)?)? {
            let message = format!(
                "settings must be Settings, not {}",
                settings.get_type().name()?
            );
            return Err(PyTypeError::new_err(message));
        }
        let state = State::new(&customers, &settings)?;
        state.log(py)?;
        self.set_state(state);
        Ok(())
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.state()?.directory.len())
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("<Matcher of {} customers>", slf.len()?))
    }

    /// The directory, as it was given.
    #[getter]
    fn customers(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        Ok(self.state()?.customers.clone_ref(py))
    }

    /// How customers are compared.
    #[getter]
    fn settings(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.state()?.settings.clone_ref(py))
    }

    /// Return the customers most like a record, the most alike first; equals come in the order of the directory.
    ///
    /// Args:
    ///     record: any record; a customer of the same id is taken for the record itself, and left out.
    ///     limit: return at most so many.
    ///     min_score: leave out those with a lower score; `None` means the threshold of the settings.
    ///
    /// Raises:
    ///     InvalidRecord: a field of the record is no text (row 0).
    ///     InvalidSetting: `limit` is no int of at least 1, or `min_score` no number from 0 to 1.
    ///     TypeError: the record is no `Customer`.
    #[pyo3(
        name = "match",
        text_signature = "($self, record, limit=10, min_score=None)"
    )]
    #[pyo3(signature = (record, limit: "int" = Limit::Ten, min_score=None))]
    fn find<'py>(
        &self,
        record: &Bound<'py, PyAny>,
        limit: Limit<'py>,
        min_score: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let py = record.py();
        let state = self.state()?;
        let mut intake = Intake::new(py)?;
        let cleaned = intake.customer(0, record.as_borrowed())?;
        let limit = limit.checked()?;
        let least = match min_score {
            Some(score) => value_types::number(py)?
                .call1(("min_score", score, 1.0))?
                .extract()?,
            None => state.threshold,
        };
        let mut found = state.directory.match_record(&cleaned, least);
        found.sort_by(|(_, a), (_, b)| b.total_cmp(a)); // stable: equals stay in the order of the directory
        results::matches(&intake, state.customers.bind(py), record, &found, limit)
    }

    fn __getstate__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let state = slf.get().state()?;
        let own = slf.getattr(intern!(slf.py(), "__dict__"))?;
        (&state.customers, &state.settings, own).into_pyobject(slf.py())
    }

    fn __setstate__(
        slf: &Bound<'_, Self>,
        state: (Bound<'_, PyTuple>, Bound<'_, PyAny>, Bound<'_, PyDict>),
    ) -> PyResult<()> {
        let (customers, settings, own) = state;
        slf.getattr(intern!(slf.py(), "__dict__"))?
            .cast::<PyDict>()?
            .update(own.as_mapping())?;
        slf.get().set_state(State::new(&customers, &settings)?);
        Ok(())
    }

    /// As for a class in Python: made anew without arguments, then given its state.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let make = py
            .import(intern!(py, "copyreg"))?
            .getattr(intern!(py, "__newobj__"))?;
        (
            make,
            (slf.get_type(),),
            slf.call_method0(intern!(py, "__getstate__"))?,
        )
            .into_pyobject(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Nobody else has the state while another thread changes it: then it is not garbage.
        if let Ok(state) = self.state.try_lock() {
            if let Some(state) = state.as_ref() {
                visit.call(&state.customers)?;
                visit.call(&state.settings)?;
            }
        }
        Ok(())
    }

    fn __clear__(&self) {
        let former = self
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(former); // as above: not while the lock is held
    }

    /// Compare all customers that share a block, and find those that are likely the same person.
    ///
    /// Args:
    ///     progress: called with how many customers are done, and of how many: at the start with 0, then at each hundredth.
    ///     cancelled: asked again and again; as soon as it returns true, the job ends.
    ///
    /// Raises:
    ///     Cancelled: `cancelled` returned true.
    ///     Exception: what `progress` or `cancelled` raises.
    #[pyo3(signature = (progress=None, cancelled=None))]
    fn deduplicate<'py>(
        &self,
        py: Python<'py>,
        progress: Option<&Bound<'py, PyAny>>,
        cancelled: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.deduplicate_by(py, progress, cancelled, Plan::default())
    }
}
