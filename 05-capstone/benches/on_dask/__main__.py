"""Run the job of step `scale_out` on Dask's distributed, with one worker process and with more, and kill one: every bit has to be the same.

Session `scale_out` runs it: `python3 noxfile.py -s scale_out -- --help`.
"""

import argparse
import json
import logging
import os
import pickle
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import capstone
import generated
from capstone.customers import Customer, Deduplication, Settings
from capstone.matching import Matcher
from distributed import Client, Event, LocalCluster, Variable, wait
from distributed import __version__ as version
from scale_out import compared, deduplication

from . import job

NUMBERS = count()


class Row(NamedTuple):
    """A line of the table."""

    customers: int
    how: str
    seconds: float
    equal: bool | None


@contextmanager
def cluster(workers: int) -> Iterator[Client]:
    """Workers on this machine, each a process with its share of the cores: one task at a time, on that many threads."""
    threads = max(1, (os.cpu_count() or 1) // workers)
    # The environment of a worker is set before it begins: rayon reads it once.
    env = {"RAYON_NUM_THREADS": str(threads), "DASK_LOGGING__DISTRIBUTED": "critical"}
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            env=env,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        ) as local,
        Client(local) as client,
    ):
        client.wait_for_workers(workers, timeout=job.LIMIT)
        if (said := set(client.run(capstone.threads).values())) != {threads}:
            raise RuntimeError(f"the workers have {said} threads, not {threads}")
        yield client


def on_engine(
    client: Client, files: Sequence[tuple[str, int]], customers: Sequence[Customer], settings: Settings, parts: int
) -> Deduplication:
    """The job, nobody killed."""
    return deduplication(customers, job.submit(client, files, settings, parts).result(timeout=3600))


def with_a_loss(
    client: Client, files: Sequence[tuple[str, int]], customers: Sequence[Customer], settings: Settings, parts: int
) -> tuple[Deduplication, int]:
    """The job, while one worker is killed that is about to compare; returns also how many results were lost with it."""
    number = next(NUMBERS)
    meet = job.Rendezvous(parts - 1, f"come-{number}", f"go-{number}")
    result = job.submit(client, files, settings, parts, meet)
    if not Event(meet.come, client).wait(job.LIMIT):
        raise TimeoutError("no worker came to the rendezvous")
    pid, address = Variable(meet.come, client).get(timeout=job.LIMIT)
    lost = len(client.has_what()[address])
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    Event(meet.go, client).set()
    wait(result, timeout=3600)
    return deduplication(customers, result.result()), lost


def measured(size: int, options: argparse.Namespace) -> Iterator[Row]:
    """Run a directory of one size: on one machine first, which says what has to be found."""
    customers = [Customer(*customer) for customer in generated.directory(size)]
    settings = Settings(max_block=options.max_block)
    with tempfile.TemporaryDirectory() as folder:
        files = job.write(customers, Path(folder), options.files)
        begin = time.perf_counter()
        alone = Matcher(customers, settings).deduplicate()
        yield Row(size, "one machine, no engine", time.perf_counter() - begin, None)
        for workers in options.workers:
            say(f"{size} customers: starting {workers} worker(s)")
            with cluster(workers) as client:
                say(f"{size} customers on {workers} worker(s)")
                begin = time.perf_counter()
                found = on_engine(client, files, customers, settings, options.parts)
                yield Row(size, f"{workers} worker{'s' * (workers > 1)}", time.perf_counter() - begin, same(found, alone))
                if workers > 1:
                    say(f"{size} customers on {workers} workers, one of which is killed")
                    begin = time.perf_counter()
                    found, lost = with_a_loss(client, files, customers, settings, options.parts)
                    how = f"{workers} workers, one killed ({lost} results lost)"
                    yield Row(size, how, time.perf_counter() - begin, same(found, alone))


def carried(size: int, options: argparse.Namespace) -> dict[str, float]:
    """What the job has to carry about, and what the part of it that is Python takes, for each customer of a directory."""
    customers = [Customer(*customer) for customer in generated.directory(size)]
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        files = job.write(customers, Path(folder), options.files)
        begin = time.perf_counter()
        pieces = [job.load(path, start, settings, options.parts) for path, start in files]
        splitting = time.perf_counter() - begin
    begin = time.perf_counter()
    wholes = [job.joined(of_part) for of_part in zip(*pieces, strict=True)]
    parts = [job.built(whole, settings, ()) for whole in wholes]
    building = time.perf_counter() - begin
    found = [compared(part) for part in parts]
    return {
        "customers": size,
        "shuffled": sum(len(pickle.dumps(piece)) for of_file in pieces for piece in of_file) / size,
        "file": len(pickle.dumps(customers)) / size,
        "records": sum(map(len, parts)) / size,
        "found": sum(len(pickle.dumps(each)) for each in found) / size,
        "python": splitting / size,
        "building": building / size,
    }


def same(found: Deduplication, alone: Deduplication) -> bool:
    """Whether two results are the same to the last bit: pairs, their order, scores, clusters, and how many pairs were compared."""
    return [pair.score.hex() for pair in found.pairs] == [pair.score.hex() for pair in alone.pairs] and found == alone


def say(text: str) -> None:
    """Say what is going on."""
    print(f"… {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Run all sizes, print the table, and return 1 if anything is not the same."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s scale_out --", description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[2000, 20_000], help="how many customers the directories have")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="how many worker processes (default: 1 2)")
    parser.add_argument("--parts", type=int, default=8, help="in how many parts the blocks are split")
    parser.add_argument("--files", type=int, default=4, help="in how many files the directory comes")
    parser.add_argument("--max-block", type=int, default=None, help="leave larger blocks out")
    parser.add_argument("--out", type=Path, help="write the figures into this file (the session's `--book`: the book's)")
    options = parser.parse_args()
    logging.getLogger("matching").setLevel(logging.ERROR)
    if capstone.DEBUG_BUILD:
        say("a debug build: the times say nothing")
    rows = [row for size in options.sizes for row in measured(size, options)]
    print(f"\n{'customers':>10}  {'':42}{'seconds':>9}  every bit the same")
    for row in rows:
        print(f"{row.customers:>10}  {row.how:42}{row.seconds:>9.2f}  {'' if row.equal is None else 'yes' if row.equal else 'NO'}")
    if options.out:
        say("measuring what is carried about")
        figures = {
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, distributed {version}, {options.parts} parts",
            "rows": [row._asdict() for row in rows],
            "carried": carried(max(options.sizes), options),
        }
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(not all(row.equal in (None, True) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
