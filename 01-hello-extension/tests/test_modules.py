"""Step modules: a native submodule, its constants, the version, and a Python package in front."""

import importlib
import inspect
import pickle
import subprocess
import sys
from importlib.metadata import version

import hello
import pytest

STATES = ("act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa")


@pytest.fixture
def addresses():
    return importlib.import_module("hello.addresses")


@pytest.fixture
def native():
    """The native module, as it hangs in its parent, whether or not `import` finds it."""
    return importlib.import_module("hello._hello")._addresses


def in_a_new_process(program: str, given: bytes = b"") -> str:
    done = subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode().strip()


def test_version_is_the_one_that_pip_shows():
    assert hello.__version__ == version("hot-modules-hello")


def test_version_is_written_only_in_cargo_toml(generated_stubs):
    lines = (generated_stubs / "hello/_hello/__init__.pyi").read_text().splitlines()
    declared = [line for line in lines if line.startswith("__version__")]
    # A number that the source repeats shows in the stub: `__version__: Final = "…"`.
    assert declared == ["__version__: Final[str]"], "the number is written in src/lib.rs, or missing; Cargo knows it"


def test_native_module_knows_where_it_lives(native):
    assert native.__name__ == "hello.addresses._addresses"


def test_native_module_has_a_docstring(native):
    assert native.__doc__ == "Addresses, with every state written in one way."


def test_native_module_offers_these_names_and_no_others(native):
    assert sorted(native.__all__) == ["STATES", "state"]


def test_states(native):
    assert native.STATES == STATES


def test_states_are_a_tuple_that_nobody_can_change(native):
    assert type(native.STATES) is tuple


def test_facade_offers_what_the_native_module_does(addresses, native):
    assert sorted(addresses.__all__) == ["STATES", "state"]
    assert addresses.STATES is native.STATES
    assert addresses.state is native.state


def test_state_is_written_in_rust(addresses):
    assert inspect.isbuiltin(addresses.state)


@pytest.mark.parametrize("text", ["nsw", " NSW", "N.S.W.", "New South Wales", "new\u00a0south\tWALES"])
def test_state(addresses, text):
    assert addresses.state(text) == "nsw"


@pytest.mark.parametrize("code", STATES)
def test_every_state_has_its_own_abbreviation(addresses, code):
    assert addresses.state(code.upper()) == code


@pytest.mark.parametrize("text", ["", "nrw", "n s w x", "ｎｓｗ"])  # noqa: RUF001 - wide letters
def test_no_such_state(addresses, text):
    with pytest.raises(ValueError, match="no state is called"):
        addresses.state(text)


def test_real_customers(addresses, customers):
    states = {customer["state"] for customer in customers}
    known = {addresses.state(text) for text in states if text in addresses.STATES}
    assert known == set(STATES)


def test_import_finds_the_native_module_in_a_new_process():
    program = "import hello.addresses._addresses, sys; native = hello.addresses._addresses"
    assert in_a_new_process(f"{program}; print(native.state('Victoria'), native is sys.modules[native.__name__])") == "vic True"


def test_import_finds_the_names_of_the_package():
    assert in_a_new_process("from hello.addresses import STATES, state; print(state(STATES[-1]))") == "wa"


def test_another_process_can_unpickle_the_function(addresses):
    # This is what multiprocessing does with a function that it sends to a worker.
    pickled = pickle.dumps(addresses.state)
    assert in_a_new_process("import pickle, sys; print(pickle.load(sys.stdin.buffer)('Tasmania'))", pickled) == "tas"
