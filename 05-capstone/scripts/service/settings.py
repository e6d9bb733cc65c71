"""The settings of the service, each an environment variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How the service runs.

    Attributes:
        database: the SQLite file; made if there is none (`CUSTOMERS_DATABASE`).
        largest_body: the most bytes that a request may bring (`CUSTOMERS_LARGEST_BODY`).
        most_matches: the most matches that one request may ask for (`CUSTOMERS_MOST_MATCHES`).
        largest_page: the most items on one page of a result (`CUSTOMERS_LARGEST_PAGE`).
    """

    database: Path = Path("customers.sqlite")
    largest_body: int = 64 * 1024 * 1024
    most_matches: int = 100
    largest_page: int = 1000

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "ServiceSettings":
        """Read the settings; a variable that is unset or empty leaves the default.

        Raises:
            ValueError: a number is no whole number of at least 1; the message names the variable.
        """
        database = environ.get("CUSTOMERS_DATABASE") or cls().database
        numbers = {name: _whole(environ, f"CUSTOMERS_{name.upper()}") for name in ("largest_body", "most_matches", "largest_page")}
        return cls(Path(database), **{name: number for name, number in numbers.items() if number is not None})


def _whole(environ: Mapping[str, str], variable: str) -> int | None:
    text = environ.get(variable)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise ValueError(f"{variable} must be a whole number of at least 1, not {text!r}")
    return int(text)
