//! Types of one's own, in both directions: derived, and by hand.

use pyo3::conversion::FromPyObjectOwned;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// An address: in from an object with these attributes, out as a `dict`.
#[derive(FromPyObject, IntoPyObject)]
pub struct Address {
    number: u32,
    street: String,
    #[pyo3(default)]
    unit: Option<u32>,
}

/// Reads an address: an object with the attributes `number`, an `int`, `street`, a `str`, and
/// perhaps `unit`, an `int` or `None`. Returns a `dict` of the three.
/// Raises `AttributeError` for one that is missing, `TypeError` for one that is wrong.
#[pyfunction]
#[pyo3(signature = (address: "object") -> "dict[str, str | int | None]")]
pub fn read_address(address: Address) -> Address {
    address
}

/// An address in one of three shapes, which are tried in this order.
#[derive(FromPyObject)]
pub enum AnyAddress {
    Row(u32, String),
    #[pyo3(from_item_all)]
    Items {
        number: u32,
        street: String,
    },
    Object(Address),
}

/// Reads an address from a `tuple` of number and street, from a `dict`, or as `read_address` does.
/// Returns a `str`. Raises `TypeError` for anything else, with a line for each of the three.
#[pyfunction]
#[pyo3(signature = (address: "object") -> "str")]
pub fn address_line(address: AnyAddress) -> String {
    match address {
        AnyAddress::Row(number, street)
        | AnyAddress::Items { number, street }
        | AnyAddress::Object(Address { number, street, .. }) => format!("{number} {street}"),
    }
}

const STATES: [&str; 8] = ["act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa"];

/// A state of Australia, one of `STATES`; in Python a `str`, in lower or upper case.
#[derive(IntoPyObject)]
pub struct State(&'static str);

impl<'py> FromPyObject<'_, 'py> for State {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, Self::Error> {
        let text: &str = obj.extract()?;
        let known = STATES.iter().find(|s| s.eq_ignore_ascii_case(text));
        known
            .map(|state| Self(state))
            .ok_or_else(|| PyValueError::new_err(format!("no such state: '{text}'")))
    }
}

/// Converts the field of that name; the exception for a wrong one gets a note that names the field.
fn field<'py, T: FromPyObjectOwned<'py>>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<T> {
    value.extract().map_err(|error: T::Error| {
        let error: PyErr = error.into();
        match error.add_note(value.py(), format!("in the field '{name}'")) {
            Ok(()) => error,
            Err(failed) => failed,
        }
    })
}

/// A customer: in from a `dict`, a `tuple` or an object, out as a `dict`.
#[derive(IntoPyObject)]
pub struct Person {
    name: String,
    state: State,
    born: Option<u16>,
}

impl<'py> FromPyObject<'_, 'py> for Person {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, Self::Error> {
        // exercise conversions: take a tuple of the three, and an object with these attributes, too;
        // todo: and let the exception for a wrong field name it
        // starter: Ok(Self {
        // starter:     name: obj.get_item("name")?.extract()?,
        // starter:     state: obj.get_item("state")?.extract()?,
        // starter:     born: obj.get_item("born")?.extract()?,
        // starter: })
        let get = |name| {
            if obj.is_instance_of::<PyDict>() {
                obj.get_item(name)
            } else {
                obj.getattr(name)
            }
        };
        let [name, state, born]: [Bound<'py, PyAny>; 3] = if obj.is_instance_of::<PyTuple>() {
            obj.extract()?
        } else {
            [get("name")?, get("state")?, get("born")?]
        };
        Ok(Self {
            name: field("name", &name)?,
            state: field("state", &state)?,
            born: field("born", &born)?,
        })
        // end
    }
}

/// Reads `records`, each of them a `dict` with the keys `name`, a `str`, `state`, a `str`, and
/// `born`, an `int` or `None`; or a `tuple` of the three; or an object, such as a dataclass, that
/// has them as attributes. Takes a sequence, returns a `list` with a `dict` for each.
/// Raises `KeyError` or `AttributeError` if a field is missing, `ValueError` if a tuple has not
/// three items. For a wrong field, the exception names it in a note: `TypeError`; `ValueError` (no
/// such state); `OverflowError` (no year from 0 to 65535).
#[pyfunction]
#[pyo3(signature = (records: "list[object] | tuple[object, ...]") -> "list[dict[str, str | int | None]]")]
pub fn read_people(records: Vec<Person>) -> Vec<Person> {
    records
}
