"""What a matching module does when it is called, in a form that can be compared: the reference and the port must not differ in it."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from importlib import import_module
from types import ModuleType

IMPLEMENTATIONS = {"reference": "matching", "port": "capstone.matching"}
"""The modules that must do the same."""


EXAMPLES = int(os.environ.get("HOT_MODULES_EXAMPLES", "1"))
"""How many times the usual number of examples to try; more than 1 in session `parity`."""

DERANDOMISED = True
"""Whether the examples are always the same ones; session `soak` wants others each time."""


def load(implementation: str) -> ModuleType:
    """Return an implementation's module."""
    return import_module(IMPLEMENTATIONS[implementation])


def behaviour(module: ModuleType, call: Callable[[ModuleType], object]) -> tuple[object, ...]:
    """Return all that `call(module)` does: what it returns or raises, to the last bit, and what it logs."""
    with records() as logged:
        try:
            ended = ("returned", plain(call(module)))
        except BaseException as error:
            ended = ("raised", plain(error))
    return *ended, [(record.name, record.levelno, record.msg, plain(record.args)) for record in logged]


@contextmanager
def records(level: int = logging.DEBUG) -> Iterator[list[logging.LogRecord]]:
    """Collect the log records of the matching from this level on, and show them to nobody."""
    logger, logged = logging.getLogger("matching"), []
    handler = logging.Handler()
    handler.emit = logged.append
    former = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield logged
    finally:
        logger.removeHandler(handler)
        logger.setLevel(former[0])
        logger.propagate = former[1]


def plain(value: object) -> object:
    """Return a value as builtins that are equal only if the values are the same: types by name, floats bit by bit, exceptions with all they carry."""
    kind = type(value).__name__
    if isinstance(value, BaseException):
        bases = [base.__name__ for base in type(value).__mro__]
        notes = getattr(value, "__notes__", [])
        return bases, plain(value.args), str(value), plain(vars(value)), notes, plain(value.__cause__)
    if isinstance(value, float):
        return kind, value.hex()
    if isinstance(value, tuple | list):
        return kind, [plain(item) for item in value]
    if isinstance(value, dict):
        return kind, [(plain(key), plain(item)) for key, item in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        return kind, [(field.name, plain(getattr(value, field.name))) for field in fields(value)]
    return (kind, value) if isinstance(value, str | bytes | int | None) else kind
