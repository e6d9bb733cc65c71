"""Starts the service on this machine, with real customers in it: `python -m service --help`."""

import argparse
import logging
import os
import sqlite3
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import febrl
import uvicorn

from . import hot_module
from .app import create_app
from .listening import listening
from .settings import ServiceSettings
from .store import Store

SETS = {"1": ["1"], "2": ["2"], "3": ["3"], "4": ["4a", "4b"]}
"""The Febrl sets, and the files that each consists of."""

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
    """Fill the directory if it is empty, and serve it until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m service", description="The customer directory, with a Febrl set in it.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="0: any that is free")
    parser.add_argument(
        "--database", type=Path, help="the SQLite file to keep customers and jobs in; without: one that is deleted at the end"
    )
    parser.add_argument(
        "--data", choices=[*SETS, "none"], default="3", help="the Febrl set to begin with, where there are no customers yet"
    )
    for name in hot_module.IMPLEMENTATIONS:
        parser.add_argument(f"--{name}", dest="matching", action="store_const", const=name, help=f"as {hot_module.VARIABLE}={name}")
    arguments = parser.parse_args()
    if arguments.matching:
        os.environ[hot_module.VARIABLE] = arguments.matching
    logging.basicConfig(level=logging.INFO, format="%(levelname)-8s %(name)s: %(message)s")
    try:
        with nullcontext() if arguments.database else tempfile.TemporaryDirectory() as folder:
            serve(
                arguments.host, arguments.port, arguments.database or Path(folder, "customers.sqlite"), arguments.data, arguments.database
            )
    except (ValueError, ImportError, OSError, sqlite3.Error) as error:
        sys.exit(f"The service cannot start: {error}")


def serve(host: str, port: int, database: Path, data: str, kept: Path | None) -> None:
    """Serve a database until Ctrl-C."""
    matching = hot_module.chosen()
    app = create_app(replace(ServiceSettings.from_environ(), database=database), matching)
    store = Store(database)
    try:
        if not store.count() and data != "none":
            store.add([customer for file in SETS[data] for customer in febrl.load(file)])
        store.forget_switch()
        customers = store.directory()[1]
    finally:
        store.close()
    example = next((row for row in customers if row[1] and row[2]), ("", "mitchell", "waller"))
    with listening(host, port) as door:
        address = f"http://{f'[{host}]' if ':' in host else host}:{door.getsockname()[1]}"
        ending = f" The customers stay in {kept}." if kept else ""
        values = {"customers": len(customers), "matching": hot_module.name_of(matching), "given_name": example[1], "surname": example[2]}
        print(WELCOME.format(address=address, database=ending, **values), flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5)).run(sockets=[door])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("The service has ended.")
