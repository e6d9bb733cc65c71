"""Measure the service under load, in processes for real, Python against Rust in one run, and write down what came of it.

Session `load` runs it on a release build: `python3 noxfile.py -s load -- --help`.
"""

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import generated
import psutil
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from served import Served
from service.store import Store
from whole_job.results import read, write
from whole_job.worker import cpu

from . import ends, figure, memory, page, phases, tables

IMPLEMENTATIONS = ("python", "rust")


class Run:
    """One run: where its services have their files, and what it does now."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder, self._progress = folder, progress
        self._task = progress.add_task("", total=None)
        self._services = 0
        self.part = ""

    def doing(self, what: str) -> None:
        """Show what is done now."""
        self._progress.update(self._task, description=f"{self.part}: {what}")

    def people(self, size: int) -> list[dict[str, str]]:
        """Put a directory into a file; returns some of its customers."""
        self.doing("generate the directory")
        customers = generated.directory(size)
        if not self._path(size).exists():
            store = Store(self._path(size))
            store.add(customers)
            store.close()
        return [customer._asdict() for customer in customers[:: max(1, size // 500)]]

    def serve(self, implementation: str, size: int, **environ: str) -> Served:
        """Start a service on a copy of a directory."""
        self._services += 1
        if not self._path(size).exists():
            self.people(size)
        database = self._folder / f"{self._services}.sqlite"
        shutil.copy(self._path(size), database)
        return Served(f"--{implementation}", "--data", "none", "--database", str(database), log=database.with_suffix(".log"), **environ)

    def _path(self, size: int) -> Path:
        return self._folder / f"customers-{size}.sqlite"


def load(run: Run, options: argparse.Namespace) -> dict:
    """The load at each size."""
    found = {}
    for size in options.sizes:
        run.part = f"load, {size} customers"
        people = run.people(size)
        with ExitStack() as stack:
            services = {name: stack.enter_context(run.serve(name, size)) for name in IMPLEMENTATIONS}
            addresses = {name: service.address for name, service in services.items()}
            run.doing("warm up")
            for address in addresses.values():
                phases.client.ask(what="closed_loop", address=address, count=50, seed=1, people=people)
            found[str(size)] = phases.measured(addresses, people, options.rounds, options.seconds, options.rate, run.doing)
    return found


def choices(run: Run, options: argparse.Namespace) -> dict:
    """The load while a job runs in Rust, with other settings of the service."""
    size = options.sizes[-1]
    run.part = f"settings, {size} customers"
    people = run.people(size)
    cores = psutil.cpu_count(logical=True)
    with ExitStack() as stack:
        services = {}
        for threads in dict.fromkeys((cores, max(1, cores - 1))):
            for interval in (5000, 1000, 200):
                variables = {"CUSTOMERS_JOB_THREADS": str(threads), "CUSTOMERS_SWITCH_INTERVAL": str(interval)}
                service = stack.enter_context(run.serve("rust", size, **variables))
                phases.client.ask(what="closed_loop", address=service.address, count=50, seed=1, people=people)
                services[f"{threads} of {cores} cores, {interval / 1000:g} ms"] = service.address
        return phases.compared(services, people, options.rounds, options.seconds, options.rate, run.doing)


def cancellation(run: Run, options: argparse.Namespace) -> dict:
    """Jobs cancelled, at each size."""
    found: dict[str, dict] = {}
    for size in options.ends:
        for name in IMPLEMENTATIONS:
            run.part = f"cancellation, {size} customers, {name}"
            with run.serve(name, size) as service:
                found.setdefault(str(size), {})[name] = ends.cancelled(service, options.cancels if name == "rust" else 3, run.doing)
    return found


def interruption(run: Run, options: argparse.Namespace) -> dict:
    """Services interrupted, at each size."""
    found: dict[str, dict] = {}
    for size in options.ends:
        for name in IMPLEMENTATIONS:
            run.part = f"interruption, {size} customers, {name}"
            found.setdefault(str(size), {})[name] = ends.interrupted(
                lambda name=name, size=size: run.serve(name, size), options.interruptions if name == "rust" else 2, run.doing
            )
    return found


def flat(run: Run, options: argparse.Namespace) -> dict:
    """The memory over many requests."""
    found, size = {}, options.ends[0]
    people = run.people(size)
    for name in IMPLEMENTATIONS:
        run.part = f"memory, {name}"
        with run.serve(name, size) as service:
            found[name] = memory.over_requests(service, people, options.requests, run.doing)
    return found


PARTS = {"load": load, "choices": choices, "cancellation": cancellation, "interruption": interruption, "memory": flat}


def main() -> None:
    """Run, write, print."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s load --", description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="larger directories, too, and more rounds; half an hour")
    parser.add_argument("--quick", action="store_true", help="a small directory and few requests, to see that everything works")
    parser.add_argument("--rate", type=float, default=40.0, help="requests a second (default: 40)")
    parser.add_argument("--rounds", type=int, help="rounds through all phases (default: 3)")
    parser.add_argument("--seconds", type=float, help="seconds that a phase lasts (default: 10)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts; the others stay as they were")
    parser.add_argument("--book", action="store_true", help="put results, figure and the page's figures into the book")
    parser.add_argument("--out", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--versions", nargs="*", default=[], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        more = {"sizes": [500], "ends": [500], "rounds": 1, "seconds": 3.0, "cancels": 3, "interruptions": 2, "requests": 1000}
    elif options.full:
        sizes = [1000, 5000, 20_000, 100_000]
        more = {"sizes": [5000, 20_000], "ends": sizes, "rounds": 5, "seconds": 20.0, "cancels": 20, "interruptions": 6, "requests": 10_000}
    else:
        sizes = [1000, 5000, 20_000]
        more = {"sizes": [5000, 20_000], "ends": sizes, "rounds": 3, "seconds": 10.0, "cancels": 10, "interruptions": 4, "requests": 10_000}
    vars(options).update(more | {name: value for name in ("rounds", "seconds") if (value := getattr(options, name))})
    results = read(options.out) if options.out.is_file() and set(options.only) != set(PARTS) else {}
    results["machine"] = machine(options.versions)
    results["plan"] = {"rate": options.rate, "seconds": options.seconds, "rounds": options.rounds, "mix": phases.client.MIX}
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    begun = time.perf_counter()
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Progress(*columns, console=console, transient=True) as progress:
        run = Run(Path(folder), progress)
        for part in options.only:
            results[part] = PARTS[part](run, options)
            write(results | {"took": time.perf_counter() - begun}, options.out)  # what comes after it may fail
            console.print(f"{part}: {(time.perf_counter() - begun) / 60:.1f} minutes since the beginning", style="dim")
    results["took"] = time.perf_counter() - begun
    write(results, options.out)
    tables.show_all(console, results)
    if options.book:
        results = read(options.out)  # as anybody reads it: rounded
        figure.draw(results, options.out.parent)
        page.fill(options.out.parent / "under_load.md", results)
    console.print(f"\nWritten: {options.out}")


def machine(versions: list[str]) -> dict:
    """Return what was measured on."""
    import platform

    return {
        "cpu": cpu(),
        "cores": psutil.cpu_count(logical=True),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "busy_before": psutil.getloadavg()[0],
        "versions": {"Python": platform.python_version()} | dict(pair.split("=", 1) for pair in versions),
    }


if __name__ == "__main__":
    main()
