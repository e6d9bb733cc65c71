"""The tables of a run: rows of texts, which the terminal and the page both show."""

from rich.console import Console
from whole_job.results import NONE, digits, short
from whole_job.tables import Rows, show

from .phases import PHASES, name_of

TARGET = 0.1
"""Seconds within which a job, or the service, is to end."""

P99 = 0.05
"""Seconds that 99 of 100 requests may take at most while a job runs in Rust."""


def load_rows(part: dict) -> Rows:
    """Latencies and throughput in each phase, at one size."""
    rows = [["phase", "requests", "failed", "answered a second", "median", "p90", "p99", "longest", "p99 of matches"]]
    for phase in PHASES:
        found = part[name_of(*phase)]
        of_all, of_matches = found["latency"]["all"], found["latency"]["match"]
        rows.append(
            [
                name_of(*phase),
                str(found["requests"]),
                str(found["errors"]),
                f"{found['throughput']:.1f}",
                *(short(of_all[key]) for key in ("p50", "p90", "p99", "max")),
                short(of_matches["p99"]),
            ]
        )
    return rows


def choice_rows(part: dict) -> Rows:
    """Latencies while a job runs in Rust, by the service's settings."""
    rows = [["the job's threads, switch interval", "requests", "failed", "jobs finished", "median", "p90", "p99", "longest"]]
    for name, found in part.items():
        latency = found["latency"]["all"]
        counts = (found["requests"], found["errors"], found["jobs"]["finished"])
        rows.append([name, *map(str, counts), *(short(latency[key]) for key in ("p50", "p90", "p99", "max"))])
    return rows


def end_rows(part: dict) -> Rows:
    """How soon jobs, or services, end: median and longest, by size, implementation and kind."""
    kinds = list(dict.fromkeys(kind for sizes in part.values() for found in sizes.values() for kind in found))
    rows = [["customers", *(f"{name}, {kind}" for name in ("python", "rust") for kind in kinds)]]
    for size, found in part.items():
        cells = [found.get(name, {}).get(kind, []) for name in ("python", "rust") for kind in kinds]
        rows.append(
            [digits(int(size)), *(f"{short(sorted(times)[len(times) // 2])}, {short(max(times))}" if times else NONE for times in cells)]
        )
    return rows


def memory_rows(part: dict) -> Rows:
    """The memory before and after."""
    rows = [["matching by", "requests", "before", "after", "difference"]]
    for name, found in part.items():
        before, after = found["sizes"][0], found["sizes"][-1]
        rows.append([name, str(found["requests"]), megabytes(before), megabytes(after), megabytes(after - before)])
    return rows


def target_rows(results: dict) -> Rows:
    """What was to be reached on two cores with Rust, and what was."""
    rows = [["with Rust", "wanted", "reached"]]
    for size, part in results.get("load", {}).items():
        reached = part[name_of("rust", True)]["latency"]["all"]["p99"]
        rows.append([f"p99 while a job runs, {digits(int(size))} customers", f"below {short(P99)}", short(reached)])
    for part, what in (("cancellation", "a cancelled job has ended"), ("interruption", "after Ctrl-C, the job has ended")):
        for size, found in results.get(part, {}).items():
            times = [seconds for kind, times in found.get("rust", {}).items() if kind != "service" for seconds in times]
            if times:
                rows.append([f"{what}, {digits(int(size))} customers, longest", f"within {short(TARGET)}", short(max(times))])
    if found := results.get("memory", {}).get("rust"):
        grown = found["sizes"][-1] - found["sizes"][0]
        rows.append([f"memory over {digits(found['requests'])} requests", "flat", f"{grown / 1e6:+.1f} MB"])
    return rows


def megabytes(size: float) -> str:
    """A number of bytes in MB."""
    return f"{size / 1e6:.1f} MB"


def show_all(console: Console, results: dict) -> None:
    """Print what was measured."""
    for size, part in results.get("load", {}).items():
        show(
            console,
            f"The service under load, {digits(int(size))} customers",
            load_rows(part),
            "Open loop: latencies from when a request was due",
        )
    if "choices" in results:
        show(console, "While a job runs in Rust, with other settings of the service", choice_rows(results["choices"]))
    for part, heading in (
        ("cancellation", "From the request to cancel a job to its end: median, longest"),
        ("interruption", "From Ctrl-C or SIGTERM in the middle of a job to the end of the job, and of the service: median, longest"),
    ):
        if part in results:
            show(console, heading, end_rows(results[part]))
    if "memory" in results:
        show(console, "Memory of the service's process", memory_rows(results["memory"]))
    show(console, "What was to be reached", target_rows(results))
