"""What `python -m service` does: it fills the directory if it is empty, and serves it."""

import argparse
import os
import sqlite3
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import febrl
import generated
from customers import Customer

from . import hot_module
from .listening import listening
from .serving import log, serve
from .settings import ServiceSettings, described
from .store import Store

SETS = {"1": ["1"], "2": ["2"], "3": ["3"], "4": ["4a", "4b"]}
"""The Febrl sets, and the files that each consists of."""

MOST_WORKERS = 64

WELCOME = """
The customer directory listens on {address} with {customers} customers; {matching} does the matching.
Open it in a browser: {address}
Its description: {address}/openapi.json, and to click through: {address}/docs (needs the internet)

Or call it from another terminal:
  curl {address}/health
  curl {address}/matches -H 'Content-Type: application/json' -d '{{"given_name": "{given_name}", "surname": "{surname}"}}'
  curl -X POST {address}/jobs
  curl {address}/jobs/1
  curl '{address}/jobs/1/pairs?limit=3'

Ctrl-C ends it.{database}
"""


def main() -> None:
    """Fill the directory if it is empty, and serve it until a signal comes.

    Raises:
        KeyboardInterrupt: it came.
        SystemExit: the service cannot start; says why.
    """
    arguments = _parser().parse_args()
    if arguments.matching:
        os.environ[hot_module.VARIABLE] = arguments.matching
    log()
    try:
        with nullcontext() if arguments.database else tempfile.TemporaryDirectory() as folder:
            _run(arguments, arguments.database or Path(folder, "customers.sqlite"))
    except (ValueError, ImportError, OSError, sqlite3.Error, RuntimeWarning) as error:
        sys.exit(f"The service cannot start: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service",
        description="The customer directory, with a Febrl set in it.",
        epilog=f"Limits, and the environment variables that set them:\n{described()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="0: any that is free")
    parser.add_argument("--workers", type=int, default=1, help=f"how many processes serve, 1 to {MOST_WORKERS}; by default 1")
    parser.add_argument(
        "--database", type=Path, help="the SQLite file to keep customers and jobs in; without: one that is deleted at the end"
    )
    parser.add_argument(
        "--data", choices=[*SETS, "none"], default="3", help="the Febrl set to begin with, where there are no customers yet"
    )
    parser.add_argument("--generate", type=int, metavar="N", help="begin with N customers that are made up, in place of a Febrl set")
    for name in hot_module.IMPLEMENTATIONS:
        parser.add_argument(f"--{name}", dest="matching", action="store_const", const=name, help=f"as {hot_module.VARIABLE}={name}")
    return parser


def _customers(arguments: argparse.Namespace) -> list[Customer]:
    """What the directory begins with."""
    if arguments.generate is not None:
        return generated.directory(arguments.generate)
    return [customer for file in SETS.get(arguments.data, ()) for customer in febrl.load(file)]


def _run(arguments: argparse.Namespace, database: Path) -> None:
    if not 1 <= arguments.workers <= MOST_WORKERS:
        raise ValueError(f"the workers must be a number from 1 to {MOST_WORKERS}, not {arguments.workers}")
    if arguments.generate is not None and arguments.generate < 1:
        raise ValueError(f"--generate must be a number of at least 1, not {arguments.generate}")
    matching = hot_module.chosen()
    settings = replace(ServiceSettings.from_environ(), database=database)
    store = Store(database, settings.longest_wait)
    try:
        if not store.count():
            store.add(_customers(arguments))
        store.forget_switch()
        customers = store.directory()[1]
    finally:
        store.close()
    example = next((row for row in customers if row[1] and row[2]), ("", "mitchell", "waller"))
    host = arguments.host
    with listening(host, arguments.port) as door:
        address = f"http://{f'[{host}]' if ':' in host else host}:{door.getsockname()[1]}"
        ending = f" The customers stay in {arguments.database}." if arguments.database else ""
        values = {"customers": len(customers), "matching": hot_module.name_of(matching), "given_name": example[1], "surname": example[2]}
        print(WELCOME.format(address=address, database=ending, **values), flush=True)
        serve(door, settings, matching, arguments.workers)
