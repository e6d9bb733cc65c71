"""A variant in a process of its own: it loads a directory, does the job as often as it is told, and says how long each time took.

The processes stay, and wait while the others work: in each round the driver lets all of them run one after the other.
"""

import csv
import gc
import importlib
import json
import os
import platform
import signal
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from customers import Customer, Deduplication, Match, Pair

from .variants import Variant

WARM_UP = 200
"""Customers in the directory that a variant warms up with: imports, compilation by numba, threads."""


def write(customers: list[Customer], path: Path) -> None:
    """Write a directory as the Febrl sets are written."""
    with path.open("w", newline="", encoding="utf-8") as file:
        print("rec_id", *Customer._fields[1:], sep=", ", file=file)
        for customer in customers:
            print(*customer, sep=", ", file=file)


def read(path: Path) -> list[Customer]:
    """Read a directory: each text is an object of its own, as it is when records come from a file or a database."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file, skipinitialspace=True)
        next(rows)
        return [Customer._make(row) for row in rows]


class Worker:
    """The driver's end."""

    def __init__(self, variant: Variant, program: Path) -> None:
        context = get_context("spawn")
        self.variant = variant
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, variant, program))
        self.process.start()
        theirs.close()
        self.problem: str | None = self._ask("start")

    def load(self, path: Path) -> None:
        """Have it read a directory."""
        self._ask("load", path)

    def first(self) -> tuple[float, Deduplication | dict, float]:
        """Do the job; returns the seconds, the outcome, and by how many bytes the memory grew at most."""
        return self._ask("first")

    def job(self) -> float:
        """Do the job, several times if it is quick; returns the median of the seconds."""
        return self._ask("job")

    def match(self, records: list[Customer]) -> tuple[float, list[float], list[list[Match]]] | None:
        """Look for each record; returns the seconds to get ready, of each call, and the answers; `None` if the variant has no such call."""
        return self._ask("match", records)

    def stages(self) -> list[float]:
        """Have it say how long its parts take, in seconds."""
        return self._ask("stages")

    def close(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.terminate()

    def _ask(self, *order: object) -> object:
        self.connection.send(order)
        try:
            fine, answer = self.connection.recv()
        except EOFError:
            raise RuntimeError(f"{self.variant.name}: its process ended") from None
        if not fine:
            raise RuntimeError(f"{self.variant.name}: {answer}")
        return answer


def _serve(connection: Connection, variant: Variant, program: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver sees to it that all of them end
    kind, _, what = variant.source.partition(".")
    job = _Program(program, what) if kind == "program" else _InPython(kind, what)
    while True:
        try:
            order, *arguments = connection.recv()
        except EOFError:
            job.close()
            return
        try:
            answer = (True, getattr(job, order)(*arguments))
        except (Exception, SystemExit) as error:
            answer = (False, f"{type(error).__name__}: {error}")
        connection.send(answer)


class _InPython:
    """A variant that Python calls."""

    def __init__(self, kind: str, what: str) -> None:
        self.kind, self.what = kind, what

    def start(self) -> str | None:
        """Import it and warm up; returns why it cannot be used, or `None`."""
        try:
            self.deduplicate, self.matcher, self.close = _functions(self.kind, self.what)
        except (ImportError, AttributeError, KeyError) as error:
            return f"{type(error).__name__}: {error}"
        return None

    def close(self) -> None:
        """End what it has started."""

    def load(self, path: Path) -> None:
        self.customers = read(path)
        # The port has value types of its own; whoever uses it makes them in the first place.
        self.customer = getattr(self.deduplicate, "customer", Customer)
        if self.customer is not Customer:
            self.customers = [self.customer._make(customer) for customer in self.customers]
        self.deduplicate(self.customers[:WARM_UP])

    def first(self) -> tuple[float, Deduplication, float]:
        gc.collect()
        with Memory() as memory:
            begun = time.perf_counter()
            found = self.deduplicate(self.customers)
            seconds = time.perf_counter() - begun
        pairs = [Pair._make(pair) for pair in found.pairs]
        return seconds, Deduplication(pairs, found.clusters, found.compared), memory.grown

    def job(self) -> float:
        return statistics.median(self._times())

    def _times(self) -> Iterator[float]:
        spent = 0.0
        for _ in range(5):
            gc.collect()
            begun = time.perf_counter()
            found = self.deduplicate(self.customers)
            seconds = time.perf_counter() - begun
            del found
            yield seconds
            spent += seconds
            if spent > 0.5:
                return

    def stages(self) -> list[float]:
        """Return the seconds of `Matcher(…)` and of its `deduplicate()`."""
        times = []
        for _ in range(3):
            gc.collect()
            begun = time.perf_counter()
            matcher = self.matcher(self.customers).__self__
            ready = time.perf_counter()
            matcher.deduplicate()
            times.append((ready - begun, time.perf_counter() - ready))
        return [statistics.median(part) for part in zip(*times, strict=True)]

    def match(self, records: list[Customer]) -> tuple[float, list[float], list[list[Match]]] | None:
        if self.matcher is None:
            return None
        begun = time.perf_counter()
        match = self.matcher(self.customers)
        ready = time.perf_counter() - begun
        records = [self.customer._make(record) for record in records]
        match(records[0])
        times, answers = [], []
        for record in records:
            begun = time.perf_counter()
            answer = match(record)
            times.append(time.perf_counter() - begun)
            answers.append([Match._make(each) for each in answer])
        return ready, times, answers


def _functions(kind: str, what: str) -> tuple[Callable[..., Deduplication], Callable | None, Callable[[], None]]:
    def close() -> None:
        pass

    if kind == "peers":
        peer = importlib.import_module(f"whole_job.peers.{what}")
        return peer.deduplicate, getattr(peer, "matcher", None), getattr(peer, "close", close)
    import capstone

    if capstone.DEBUG_BUILD:
        sys.exit("Timings of a debug build say nothing: `python3 noxfile.py -s bench` builds for release.")
    if kind == "rung":
        import ladder

        return ladder.RUNGS[what], None, close
    from capstone import _capstone
    from capstone.matching import Customer as PortCustomer
    from capstone.matching import Matcher

    threads, prune = (flag == "1" for flag in what)

    def deduplicate(customers: list[PortCustomer]) -> Deduplication:
        if threads and prune:
            return Matcher(customers).deduplicate()
        return _capstone.deduplicate_with(customers, threads=threads, prune=prune)

    deduplicate.customer = PortCustomer  # type: ignore[attr-defined]
    return deduplicate, (lambda customers: Matcher(customers).match) if threads and prune else None, close


class _Program:
    """The Rust program: started for each round with the file to read, which is not part of the time; its first job in it is not counted."""

    def __init__(self, program: Path, what: str) -> None:
        threads, prune = (flag == "1" for flag in what)
        self.command = [str(program), *([] if threads else ["--serial"]), *([] if prune else ["--no-prune"])]

    def close(self) -> None:
        """Nothing is running."""

    def start(self) -> str | None:
        return None if Path(self.command[0]).is_file() else "the program was not built"

    def load(self, path: Path) -> None:
        self.path = path

    def _run(self, *options: str) -> dict:
        done = subprocess.run([*self.command, str(self.path), *options], capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return json.loads(done.stdout)

    def first(self) -> tuple[float, dict, float]:
        said = self._run("--rounds", "2")
        return said["ms"][-1] / 1e3, said, float("nan")

    def job(self) -> float:
        return statistics.median(self._run("--rounds", "6")["ms"][1:]) / 1e3

    def stages(self) -> list[float]:
        """Return the seconds of cleaning, of building the directory, and of comparing with all that follows."""
        return [statistics.median(part) / 1e3 for part in zip(*self._run("--rounds", "4")["stages"][1:], strict=True)]

    def match(self, records: list[Customer]) -> None:
        return None


class Memory:
    """By how many bytes the process's resident memory grew at most, in a `with` block."""

    grown = float("nan")

    def __enter__(self) -> "Memory":
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest mark starts anew
        self.before = _resident()
        return self

    def __exit__(self, *_: object) -> None:
        self.grown = _highest() - self.before


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise ValueError(name)


def _resident() -> int:
    if sys.platform == "linux":
        return _status("VmRSS")
    import psutil

    return psutil.Process().memory_info().rss


def _highest() -> int:
    if sys.platform == "linux":
        return _status("VmHWM")
    import psutil

    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def checksum(found: Deduplication, customers: list[Customer]) -> str:
    """Return what the program prints for the same pairs: FNV-1a, 64 bits."""
    place = {customer.id: number for number, customer in enumerate(customers)}
    value = 0xCBF29CE484222325
    for pair in found.pairs:
        for byte in struct.pack("<IId", place[pair.left], place[pair.right], pair.score):
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def threads_for_all(count: int) -> None:
    """Have all libraries compute on so many threads; before the workers start."""
    for name in ("RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = str(count)


def cpu() -> str:
    """Return the processor's model."""
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        return subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, encoding="utf-8").stdout.strip()
    return platform.processor() or platform.machine()
