"""The switch: which implementation of the matching the service runs on. No other file of the service imports one."""

import os
import warnings
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

VARIABLE = "CUSTOMERS_MATCHING"
"""The environment variable that chooses."""

IMPLEMENTATIONS = {"python": "matching", "rust": "capstone.matching"}
"""What the variable can be set to, and the module that it stands for."""


def load(name: str) -> ModuleType:
    """Import an implementation by its name in `IMPLEMENTATIONS`."""
    return import_module(IMPLEMENTATIONS[name])


def name_of(matching: ModuleType) -> str:
    """Return the name of an implementation, "python" or "rust"."""
    return next(name for name, module in IMPLEMENTATIONS.items() if module == matching.__name__)


def chosen(environ: Mapping[str, str] = os.environ) -> ModuleType:
    """Return the implementation that the environment asks for.

    `CUSTOMERS_MATCHING=python` is the reference, whatever else is installed or broken; `CUSTOMERS_MATCHING=rust` is the port. Unset or empty
    is the port too, but the reference in its place if no package `capstone` is installed, with a `RuntimeWarning` for the caller that says
    what to do about it.

    Raises:
        ValueError: the variable has any other value; the message names the variable, the value and what it can be.
        ImportError: the port is asked for by name and there is no package `capstone`; the message names the variable and says what to do.
            Also whatever importing the port raises if the package is there but cannot be used: that is no reason to fall back.
    """
    # exercise swap: choose by the variable, fall back where that is allowed, and say so
    # starter: return load("python")
    name = environ.get(VARIABLE, "")
    if name and name not in IMPLEMENTATIONS:
        raise ValueError(f"{VARIABLE} must be {' or '.join(IMPLEMENTATIONS)}, not {name!r}")
    try:
        return load(name or "rust")
    except ModuleNotFoundError as error:
        if error.name != "capstone":
            raise
        what_to_do = f"pip install hot-modules-capstone, or set {VARIABLE}=python"
        if name:
            raise ImportError(f"{VARIABLE}={name}, but the wheel is not installed: {what_to_do}", name=error.name) from error
        warnings.warn(f"the wheel is not installed, matching will be slow: {what_to_do}", RuntimeWarning, stacklevel=2)
        return load("python")
    # end
