"""The settings of the service, each an environment variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NUMBERS = {
    "largest_body": ("the most bytes that a request may bring", 2**30),
    "most_matches": ("the most matches that one request may ask for", 10_000),
    "largest_page": ("the most items on one page of a result", 100_000),
    "job_threads": ("the threads that a job computes on", 1024),
    "switch_interval": ("the microseconds after which a thread that waits for the interpreter gets it", 1_000_000),
    "longest_wait": ("the most seconds that a change waits for others to have written theirs", 3600),
}
"""The settings that are whole numbers: what they are, and the most that they can be set to."""


def _cores_but_one() -> int:
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, (mine or 1) - 1)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How the service runs.

    Attributes:
        database: the SQLite file; made if there is none (`CUSTOMERS_DATABASE`).
        largest_body: the most bytes that a request may bring (`CUSTOMERS_LARGEST_BODY`).
        most_matches: the most matches that one request may ask for (`CUSTOMERS_MOST_MATCHES`).
        largest_page: the most items on one page of a result (`CUSTOMERS_LARGEST_PAGE`).
        job_threads: the threads that a job computes on; one less than there are cores, so that one is left to whoever asks
            (`CUSTOMERS_JOB_THREADS`).
        switch_interval: the microseconds after which a thread that waits for the interpreter gets it (`CUSTOMERS_SWITCH_INTERVAL`).
        longest_wait: the most seconds that a change waits for others to have written theirs (`CUSTOMERS_LONGEST_WAIT`).
    """

    database: Path = Path("customers.sqlite")
    largest_body: int = 64 * 1024 * 1024
    most_matches: int = 100
    largest_page: int = 1000
    job_threads: int = field(default_factory=_cores_but_one)
    switch_interval: int = 1000
    longest_wait: float = 10

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "ServiceSettings":
        """Read the settings; a variable that is unset or empty leaves the default.

        Raises:
            ValueError: a number is no whole number of at least 1, or is beyond all reason; the message names the variable.
        """
        database = environ.get("CUSTOMERS_DATABASE") or cls().database
        numbers = {name: _whole(environ, f"CUSTOMERS_{name.upper()}", most) for name, (_, most) in NUMBERS.items()}
        return cls(Path(database), **{name: number for name, number in numbers.items() if number is not None})


def described() -> str:
    """Return the variables with what they mean and their defaults, a line each."""
    defaults = ServiceSettings()
    return "\n".join(
        f"  CUSTOMERS_{name.upper():<15} {meaning}: {getattr(defaults, name)}, if set at most {most}"
        for name, (meaning, most) in NUMBERS.items()
    )


def _whole(environ: Mapping[str, str], variable: str, most: int) -> int | None:
    text = environ.get(variable)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise ValueError(f"{variable} must be a whole number from 1 to {most}, not {text[:40]!r}")
    return int(text)
