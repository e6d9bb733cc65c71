//! Inheritance: one class in Rust built on another.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Anybody we do business with: a number and a name. Raises `ValueError` if the name is blank.
#[pyclass(subclass, frozen, get_all, module = "classes")]
pub struct Party {
    /// The customer's number, an `int`.
    number: u32,
    /// The full name, a `str`.
    name: String,
}

#[pymethods]
impl Party {
    #[new]
    fn new(number: u32, name: String) -> PyResult<Self> {
        if name.trim().is_empty() {
            return Err(PyValueError::new_err("a party needs a name"));
        }
        Ok(Self { number, name })
    }

    /// What a copy is made of; `__repr__` shows it.
    #[pyo3(signature = () -> "tuple[object, ...]")]
    fn __getnewargs__(&self) -> (u32, &str) {
        (self.number, &self.name)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let args = slf.call_method0("__getnewargs__")?;
        Ok(format!("{}{}", slf.get_type().name()?, args.repr()?))
    }

    /// Returns the party as a `Company` with the business number `abn`, a `str`. Raises what `Company` raises.
    fn register(&self, py: Python<'_>, abn: String) -> PyResult<Py<Company>> {
        Py::new(py, Company::new(self.number, self.name.clone(), abn)?)
    }
}

/// A party that is a company. Raises `ValueError` if the name is blank or `abn` is not eleven digits.
#[pyclass(extends = Party, subclass, frozen, get_all, module = "classes")]
pub struct Company {
    /// The Australian Business Number, a `str` of eleven digits.
    abn: String,
}

#[pymethods]
impl Company {
    #[new]
    fn new(number: u32, name: String, abn: String) -> PyResult<PyClassInitializer<Self>> {
        let party = Party::new(number, name)?;
        if abn.len() != 11 || !abn.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(PyValueError::new_err(format!("no ABN: {abn:?}")));
        }
        Ok(PyClassInitializer::from(party).add_subclass(Self { abn }))
    }

    /// What a copy is made of; `__repr__` shows it.
    #[pyo3(signature = () -> "tuple[object, ...]")]
    fn __getnewargs__(slf: PyRef<'_, Self>) -> (u32, String, String) {
        let party = slf.as_super();
        (party.number, party.name.clone(), slf.abn.clone())
    }

    /// Returns the line at the foot of a letter, a `str`: the name and the ABN.
    fn footer(slf: PyRef<'_, Self>) -> String {
        format!("{} - ABN {}", slf.as_super().name, slf.abn)
    }
}

/// Tells the `abn` of a `Party`: a `str` if it is a `Company`, else `None`.
#[pyfunction]
pub fn abn_of(party: &Bound<'_, Party>) -> Option<String> {
    let company = party.cast::<Company>().ok()?;
    Some(company.get().abn.clone())
}

/// A company's branch. Raises what `Company` raises.
// exercise inheritance: a branch is a company
// starter: #[pyclass(frozen, get_all, module = "classes")]
#[pyclass(extends = Company, subclass, frozen, get_all, module = "classes")]
// end
pub struct Branch {
    /// Where the branch is, a `str`.
    suburb: String,
}

#[pymethods]
impl Branch {
    // exercise inheritance: make all the layers of a branch
    // starter: #[new]
    // starter: fn new(number: u32, name: String, abn: String, suburb: String) -> PyResult<Self> {
    // starter:     Ok(Self { suburb })
    // starter: }
    #[new]
    fn new(
        number: u32,
        name: String,
        abn: String,
        suburb: String,
    ) -> PyResult<PyClassInitializer<Self>> {
        Ok(Company::new(number, name, abn)?.add_subclass(Self { suburb }))
    }
    // end

    // exercise inheritance: `__getnewargs__`, with all four arguments
    // starter:
    /// What a copy is made of; `__repr__` shows it.
    fn __getnewargs__(slf: PyRef<'_, Self>) -> (u32, String, String, String) {
        let company = slf.as_super();
        let party = company.as_super();
        (
            party.number,
            party.name.clone(),
            company.abn.clone(),
            slf.suburb.clone(),
        )
    }
    // end
}
