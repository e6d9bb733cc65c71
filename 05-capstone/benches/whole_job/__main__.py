"""Measure the whole job and `match()` in every variant, side by side, and write down what came of it.

Session `bench` runs it in an environment of its own, where the port is a release build: `python3 noxfile.py -s bench -- --help`.
"""

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import febrl
import generated
from customers import Customer, Deduplication
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from . import boundary, figures, page, results, tables, worker
from .variants import VARIANTS, Variant
from .worker import Worker

THREADS = 2
SIZES = (1000, 2000, 5000, 10_000, 20_000, 50_000)
LARGEST = 100_000
MATCHES = 200
FRESH = {"febrl-3", "generated-20000", "generated-50000"}
"""Directories where the memory is measured, in new processes."""
STAGES = ("febrl-3", "generated-20000")
"""Directories where it is looked at where the port's time goes."""
PACKAGES = ("numpy", "rapidfuzz", "jellyfish", "numba", "polars", "polars-ds", "pandas", "recordlinkage", "scipy")


class Run:
    """One run: the workers, what they said, and the estimate of how long the rest takes."""

    def __init__(self, options: argparse.Namespace, folder: Path, progress: Progress) -> None:
        self.options, self.folder, self.progress = options, folder, progress
        self.task = progress.add_task("", total=None)
        self.workers: dict[str, Worker] = {}
        self.left_out: dict[str, str] = {}
        self.guess = {variant.name: variant.guess for variant in VARIANTS}
        self.answers: dict[str, dict[str, str]] = {}

    def say(self, text: str) -> None:
        self.progress.console.print(text, highlight=False)

    def doing(self, text: str) -> None:
        self.progress.update(self.task, description=text)

    def start(self) -> None:
        """Start a process for each variant; those that cannot be used here are named."""
        wanted = [variant for variant in VARIANTS if not self.options.only or variant.name in {"python", *self.options.only}]
        for variant in wanted:
            self.doing(f"starting {variant.title}")
            started = Worker(variant, self.options.program)
            if started.problem:
                self.left_out[variant.name] = started.problem
                self.say(f"left out: {variant.title} ({variant.name}): {started.problem}")
                started.close()
            else:
                self.workers[variant.name] = started

    def close(self) -> None:
        for each in self.workers.values():
            each.close()

    def directory(self, name: str) -> tuple[Path, list[Customer]]:
        """Write a directory to a file that all variants read: "febrl-3" or "generated-5000"."""
        kind, _, what = name.partition("-")
        customers = febrl.load(what) if kind == "febrl" else generated.directory(int(what))
        path = self.folder / f"{name}.csv"
        worker.write(customers, path)
        assert worker.read(path) == customers
        return path, customers

    def afresh(self, name: str) -> None:
        """Start a variant's process anew: what earlier jobs have left in its memory would be used again, and not seen."""
        variant = self.workers[name].variant
        self.workers[name].close()
        self.workers[name] = Worker(variant, self.options.program)

    def job(self, name: str, rounds: int, seconds: float, slow_rounds: int, only: Collection[str] = ()) -> dict[str, dict]:
        """Do the job on a directory in all variants that take no longer than `seconds`, in rounds, and compare the answers.

        At each variant's first job on this directory, the answer and the memory are looked at too. It counts as the first round of those that
        take long, which are done `slow_rounds` times; the others have warmed up by it.
        """
        path, customers = self.directory(name)
        expected = {each: self.guess[each] * (len(customers) / 5000) ** 2.05 for each in self.workers}
        names = [each for each in only or self.workers if each in self.workers and expected[each] <= seconds]
        # The others are compared with the first: where pure Python is left out, with another one that returns the same.
        names.sort(key=lambda each: self.workers[each].variant.same != "bits")
        slow = {each for each in names if expected[each] > 3}
        again = {each: (slow_rounds - 1 if each in slow else rounds) * max(expected[each], 0.5) for each in names}
        total = sum(expected[each] + 1.5 + again[each] for each in names)
        self.progress.update(self.task, total=total, completed=0)
        self.say(
            f"[dim]{name}: {len(names)} variants, {rounds} rounds, about {results.short(max(60, total) / 60).replace(' s', ' minutes')}[/dim]"
        )
        found: dict[str, dict] = {}
        reference = None
        times: dict[str, list[float]] = {}
        for each in names:
            self.doing(f"{name}: first job, {self.workers[each].variant.title} (about {expected[each]:.1f} s)")
            if name in FRESH:
                self.afresh(each)
            self.workers[each].load(path)
            first, answer, memory = self.workers[each].first()
            times[each] = [first] if each in slow else []
            reference = answer if reference is None else reference
            found[each] = {"answer": difference(self.workers[each].variant, answer, reference, customers)}
            if name in FRESH and memory == memory:
                found[each]["memory"] = memory
            if isinstance(answer, Deduplication):
                found[each] |= quality(answer, customers)
            else:
                found[each] |= {"scored": answer["scored"], "compared": answer["compared"]}
            self.guess[each] = first / (len(customers) / 5000) ** 2.05
            self.progress.advance(self.task, expected[each] + 1.5)
        for number in range(rounds):
            for each in names:
                if each in slow and not 0 < number < slow_rounds:
                    continue
                self.doing(f"{name}: round {number + 1} of {rounds}, {self.workers[each].variant.title}")
                times[each].append(self.workers[each].job())
                self.progress.advance(self.task, max(expected[each], 0.5))
        for each in names:
            found[each]["seconds"] = times[each]
        done = ", ".join(f"{each} {results.short(results.median(times[each]))}" for each in names)
        self.say(f"[dim]{name}: {done}[/dim]")
        return {"customers": len(customers), "true": true_pairs(customers), "variants": found}

    def stages(self, name: str) -> dict[str, list[float]]:
        """Return where the time goes in the end, in seconds; what Python's side costs is what the port takes more than the program.

        What takes in the texts: `Matcher(…)` without the cleaning and building that the program does as well. What gives out: `deduplicate()`
        without the program's comparing, sorting and clustering.
        """
        if not {"final", "program"} <= self.workers.keys():
            return {}
        path, _ = self.directory(name)
        self.doing(f"{name}: where the time goes")
        rounds = []
        for each in ("final", "program"):
            self.workers[each].load(path)
        for _ in range(5):
            (ready, job), (clean, build, compare) = self.workers["final"].stages(), self.workers["program"].stages()
            rounds.append((ready - clean - build, clean, build, compare, job - compare))
        names = ("take in", "clean", "build", "compare", "give out")
        return {name: list(times) for name, times in zip(names, zip(*rounds, strict=True), strict=True)}

    def match(self, name: str) -> dict:
        """Look for records in a directory; every answer must be the reference's."""
        path, customers = self.directory(name)
        people = generated.directory(MATCHES, seed=7)
        strangers = [person._replace(id=f"new-{person.id}") for person in people[: MATCHES // 2]]
        records = [*strangers, *customers[:: len(customers) // (MATCHES - len(strangers))]][:MATCHES]
        found, reference = {}, None
        self.progress.update(self.task, total=len(self.workers), completed=0)
        for each, process in self.workers.items():
            self.doing(f"match() in {name}, {process.variant.title}")
            process.load(path)
            rounds = [process.match(records) for _ in range(3)]
            self.progress.advance(self.task)
            if rounds[0] is None:
                continue
            answers = rounds[0][2]
            reference = answers if reference is None else reference
            found[each] = {
                "ready": results.median([ready for ready, _, _ in rounds]),
                "seconds": [results.median(times) for _, times, _ in rounds],
                "equal": sum(one == other for one, other in zip(answers, reference, strict=True)),
            }
        return {"customers": len(customers), "records": len(records), "variants": found}


def difference(variant: Variant, answer: Deduplication | dict, reference: Deduplication, customers: list[Customer]) -> dict:
    """Return how an answer differs from the first one; stops the run if it is another than the variant's description allows."""
    if isinstance(answer, dict):
        same = answer["checksum"] == worker.checksum(reference, customers) and answer["clusters"] == len(reference.clusters)
        wrong = not same or answer["compared"] != reference.compared
        differs = {"missing": 0, "more": 0, "scores": 0, "most": 0.0} if same else {"checksum": answer["checksum"]}
    else:
        ours = {(pair.left, pair.right): pair.score for pair in answer.pairs}
        theirs = {(pair.left, pair.right): pair.score for pair in reference.pairs}
        apart = [abs(ours[pair] - theirs[pair]) for pair in ours.keys() & theirs.keys() if ours[pair] != theirs[pair]]
        differs = {
            "missing": len(theirs.keys() - ours.keys()),
            "more": len(ours.keys() - theirs.keys()),
            "scores": len(apart),
            "most": max(apart, default=0.0),
        }
        same = answer == reference
        in_step = (
            answer.clusters == reference.clusters and answer.compared == reference.compared and not differs["missing"] + differs["more"]
        )
        wrong = {
            "bits": not same,
            "rounding": not (in_step and differs["most"] < 1e-12),
            "scores": answer.compared != reference.compared,
            "pairs": bool(differs["more"] or apart),
        }[variant.same]
    if wrong:
        raise SystemExit(f"{variant.title} ({variant.name}) returns something else: {differs}")
    return differs


def true_pairs(customers: list[Customer]) -> int:
    """Return how many pairs really are the same person."""
    counts: dict[str, int] = {}
    for customer in customers:
        person = customer.id.split("-")[1]
        counts[person] = counts.get(person, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def quality(answer: Deduplication, customers: list[Customer]) -> dict:
    """Return how many pairs were compared, found, and found rightly."""
    return {
        "compared": answer.compared,
        "pairs": len(answer.pairs),
        "right": sum(febrl.is_true(pair) for pair in answer.pairs),
        "clusters": len(answer.clusters),
    }


def machine(options: argparse.Namespace) -> dict:
    """Return what was measured on."""
    import psutil

    versions = {"Python": platform.python_version()}
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    versions |= dict(pair.split("=", 1) for pair in options.versions)
    return {
        "cpu": worker.cpu(),
        "cores": psutil.cpu_count(logical=True),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "threads": THREADS,
        "busy_before": psutil.getloadavg()[0] if hasattr(psutil, "getloadavg") else None,
        "versions": versions,
    }


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s bench --", description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="the larger directories also where a job takes up to a quarter of an hour")
    parser.add_argument(
        "--longest", type=float, help="seconds that a job on a larger directory may take, else it is extrapolated (default: 25)"
    )
    parser.add_argument("--quick", action="store_true", help="one round and small directories, to see that everything works")
    parser.add_argument("--rounds", type=int, help="rounds of the whole job on Febrl set 3 (default: 5)")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="these variants, besides pure Python: " + ", ".join(v.name for v in VARIANTS)
    )
    parser.add_argument("--minutes", type=float, help="after about so many, leave out what takes long on larger directories (default: 20)")
    parser.add_argument("--book", action="store_true", help="put results, figures and the page's figures into the book")
    parser.add_argument("--out", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--versions", nargs="*", default=[], help=argparse.SUPPRESS)
    options = parser.parse_args()
    begun = time.perf_counter()
    worker.threads_for_all(THREADS)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    rounds = options.rounds or (1 if options.quick else 5)
    sizes = (1000, 2000) if options.quick else SIZES
    longest = options.longest or (900.0 if options.full else 25.0)
    minutes = options.minutes or (600.0 if options.full else 20.0)

    def share(part: float) -> float:
        """A part of the seconds that are left."""
        return max(0.2, part * (minutes * 60 - time.perf_counter() + begun))

    columns = (
        TextColumn("{task.description}"),
        BarColumn(20),
        TimeElapsedColumn(),
        TextColumn("of this part about {task.percentage:.0f} %"),
    )
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=console, transient=True) as progress:
        run = Run(options, Path(folder), progress)
        taken = {"machine": machine(options)}
        tables.machine(console, taken["machine"])
        try:
            run.start()
            taken["whole_job"] = run.job("febrl-1" if options.quick else "febrl-3", rounds, 1200, rounds)
            tables.whole_job(console, taken["whole_job"])
            taken["match"] = run.match("febrl-1" if options.quick else "febrl-3")
            tables.match(console, taken["match"])
            growth = {}
            for size in sizes:
                growth[str(size)] = run.job(
                    f"generated-{size}", 1 if options.quick else 3, longest if size <= 2000 else min(longest, share(0.04)), 1
                )
            taken["growth"] = {size: part for size, part in growth.items() if part["variants"]}
            if "final" in run.workers and not options.quick:
                # How good the answer still is; only the port gets there in no time.
                largest = run.job(f"generated-{LARGEST}", 1, share(0.2), 1, ("final",))
                taken["growth"] |= {str(LARGEST): largest} if largest["variants"] else {}
            taken["stages"] = {name: run.stages(name) for name in STAGES if not options.quick}
            taken["boundary"] = boundary.measure(3 if options.quick else 15, run.doing)
        finally:
            run.close()
        taken["left_out"] = run.left_out
    taken["took"] = time.perf_counter() - begun
    results.write(taken, options.out)
    tables.growth(console, taken)
    tables.memory(console, taken)
    tables.quality(console, taken)
    tables.stages(console, taken)
    tables.show(console, "At the boundary", tables.boundary_rows(taken["boundary"]))
    tables.targets(console, taken)
    figures.draw(results.read(options.out), options.out.parent)
    if options.book:
        page.fill(results.read(options.out))
    console.print(f"{taken['took'] / 60:.1f} minutes; results and figures in {options.out.parent}")


if __name__ == "__main__":
    main()
