"""The matching in shadow mode, a drop-in for `matching`: the reference answers, the port runs beside it, and the log says where they differ.

What is not here is the reference's as it is. `python shadow.py` starts the service in shadow mode.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

import matching
from capstone import matching as port
from matching import *  # noqa: F403

__all__ = matching.__all__

Answer = TypeVar("Answer")

LOG = logging.getLogger(__name__)

COMPARED: Counter[str] = Counter()
"""How many calls were compared, by what they are."""

DIFFERENT: Counter[str] = Counter()
"""How many of these were different."""

_counting = Lock()


def note(what: str, expected: str, got: str, error: BaseException | None = None) -> None:
    """Count a comparison, and log it if the outcomes differ.

    Args:
        what: what was compared, such as "match".
        expected: the reference's outcome, as a text.
        got: the port's.
        error: the port's exception, if it raised one: the log shows where it comes from.
    """
    with _counting:
        COMPARED[what] += 1
        DIFFERENT[what] += expected != got
    if expected != got:
        LOG.warning("%s: the reference %s, the port %s", what, expected, got, exc_info=error)


def outcome(how: str, value: object) -> str:
    """Return an outcome as a text, `returned 1` or `raised ValueError('no')`; of a value without a `repr`, only the type."""
    try:
        return f"{how} {value!r}"
    except Exception:
        return f"{how} <{type(value).__name__}>"


def beside(what: str, reference: Callable[[], Answer], port: Callable[[], object]) -> Answer:
    """Answer with the reference, and compare the port with it.

    Both are called once, the reference first, and the port also if the reference raises. The comparison is noted: the outcomes are texts, as
    `outcome` makes them, `returned …` or `raised …`.

    Args:
        what: what is called, for the log.
        reference: a call of the reference.
        port: the same call of the port.

    Returns:
        What the reference returns, the very same object.

    Raises:
        Exception: the very exception that the reference raises. What the port raises never comes out, be it a panic, with two exceptions:
            `KeyboardInterrupt` and `SystemExit`, which are not its own.
    """
    # exercise ship: whatever the port does, the caller sees the reference only
    # starter: answer = reference()
    # starter: note(what, outcome("returned", answer), outcome("returned", port()))
    # starter: return answer
    failure = None
    try:
        answer = reference()
    except Exception as error:
        failure, expected = error, outcome("raised", error)
    else:
        expected = outcome("returned", answer)
    try:
        note(what, expected, outcome("returned", port()))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        note(what, expected, outcome("raised", error), error)
    if failure is not None:
        raise failure
    return answer
    # end


def in_port(value: Any) -> Any:
    """Return a customer or settings of the reference as the port's, which has classes of its own; anything else as it is."""
    if isinstance(value, matching.Customer):
        return port.Customer(*value)
    if isinstance(value, matching.Settings):
        return port.Settings(value.threshold, port.Weights(*value.weights), value.blocking, value.max_block)
    return value


class Matcher(matching.Matcher):
    """The reference's `Matcher`, with the port's beside it."""

    def __init__(self, customers: Iterable[matching.Customer], settings: matching.Settings | None = None) -> None:
        customers = tuple(customers)  # it may be an iterator, and serves two
        beside("Matcher", lambda: self._begin(customers, settings), lambda: self._begin_port(customers, settings))

    def _begin(self, customers: tuple[matching.Customer, ...], settings: matching.Settings | None) -> "Matcher":
        super().__init__(customers, settings)
        return self

    def _begin_port(self, customers: tuple[matching.Customer, ...], settings: matching.Settings | None) -> object:
        self._port = port.Matcher([in_port(customer) for customer in customers], in_port(settings))
        return self._port

    def match(self, record: matching.Customer, limit: int = 10, min_score: float | None = None) -> list[matching.Match]:
        """See the reference."""
        return beside(
            "match",
            lambda: super(Matcher, self).match(record, limit, min_score),
            lambda: self._port.match(in_port(record), limit, min_score),
        )

    def deduplicate(
        self, progress: Callable[[int, int], object] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> matching.Deduplication:
        """See the reference. The port runs afterwards, and nobody is told of its progress."""
        found = super().deduplicate(progress, cancelled)  # if it is cancelled, there is nothing to compare
        return beside("deduplicate", lambda: found, lambda: self._port.deduplicate())


def deduplicate(
    customers: Iterable[matching.Customer],
    settings: matching.Settings | None = None,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> matching.Deduplication:
    """See the reference."""
    return Matcher(customers, settings).deduplicate(progress, cancelled)


if __name__ == "__main__":
    import os
    import runpy

    from service import hot_module

    # To the service, this is the reference: it is who answers.
    hot_module.IMPLEMENTATIONS["python"] = "shadow"
    os.environ[hot_module.VARIABLE] = "python"
    runpy.run_module("service", run_name="__main__")
