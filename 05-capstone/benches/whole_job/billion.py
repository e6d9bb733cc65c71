"""What a billion customers take, worked out from what was measured: the figures of the page `billion.md`.

`python -m whole_job.billion`, in this folder's parent, prints them; `python -m whole_job.page` fills in the page. Every factor is a measured
one (`results.json` of session `bench`, `scale_out.json` of session `scale_out`), or one of the assumptions below.
"""

import json
from pathlib import Path

from .results import digits, median, read, times

BOOK = Path(__file__).parents[3] / "docs" / "src" / "05-capstone"

CUSTOMERS = 1e9

# Assumptions: put your own in their place.
CORE_HOUR = 0.05
"""Dollars for an hour of a core, rented by the hour, with its memory."""
CORES, MEMORY, NETWORK = 16, 64e9, 1e9
"""A machine: cores, bytes, bytes a second in and out."""
DEADLINE = 8.0
"""Hours in which the job is to be done: a night."""
BLOCK = 20
"""Customers in a block, on average, if the keys are made so that blocks stay as they are when the directory grows."""
KEYS = 5
"""Keys that a customer has."""
TASK = 1e-3
"""Seconds that Dask's scheduler needs for a task, by its documentation."""
MOST_RECORDS = 100_000
"""Records in a part, so that a part fits beside others."""


class Billion:
    """The arithmetic: each property is one of the page's figures."""

    def __init__(self, results: dict, carried: dict) -> None:
        self.growth, self.job, self.carried = results["growth"], results["whole_job"], carried
        self.threads = results["machine"]["threads"]
        self.largest = max(int(size) for size, part in self.growth.items() if times(part, "final"))
        self.at_largest = self.growth[str(self.largest)]

    # Measured.

    @property
    def pairs_measured(self) -> float:
        return self.at_largest["variants"]["final"]["compared"]

    @property
    def rust_pair(self) -> float:
        """Core seconds for a candidate pair, all that the job does included, at the largest size."""
        return median(times(self.at_largest, "final")) * self.threads / self.pairs_measured

    def python_pair(self, name: str) -> float:
        return median(times(self.job, name)) / self.job["variants"][name]["compared"]

    @property
    def composite_measured(self) -> tuple[int, float]:
        """The largest size that was measured with two shared keys, and its candidate pairs."""
        return max(
            (int(size), part["variants"]["python_composite"]["compared"])
            for size, part in self.growth.items()
            if part["variants"].get("python_composite", {}).get("compared")
        )

    # Worked out.

    @property
    def pairs(self) -> dict[str, float]:
        """Candidate pairs by blocking; those that share keys by chance grow with the square of the directory."""
        size, composite = self.composite_measured
        true = self.growth[str(size)]["true"]
        return {
            "one": self.pairs_measured * (CUSTOMERS / self.largest) ** 2,
            "two": true * CUSTOMERS / size + (composite - true) * (CUSTOMERS / size) ** 2,
            "grown": CUSTOMERS * KEYS * BLOCK / 2,
        }

    def core_hours(self, blocking: str, by: str) -> float:
        pair = self.rust_pair if by == "rust" else self.python_pair(by)
        return self.pairs[blocking] * pair / 3600

    @property
    def splitting_hours(self) -> float:
        """Core hours for what is linear: splitting in Python, building the parts."""
        return CUSTOMERS * (self.carried["python"] + self.carried["building"]) / 3600

    @property
    def shuffled(self) -> float:
        return CUSTOMERS * self.carried["shuffled"]

    @property
    def records(self) -> float:
        return CUSTOMERS * self.carried["records"]

    @property
    def record_memory(self) -> float:
        """Bytes that a customer takes in a matcher, as the process grew."""
        size, part = max((int(size), part) for size, part in self.growth.items() if part["variants"]["final"].get("memory"))
        return part["variants"]["final"]["memory"] / size

    @property
    def machines(self) -> int:
        """Machines for the deadline, with keys that grow."""
        hours = (self.core_hours("grown", "rust") + self.splitting_hours) / CORES
        return max(1, -int(-(hours / DEADLINE) // 1), -int(-(self.records * self.record_memory / MEMORY) // 1))

    @property
    def parts(self) -> float:
        return self.records / MOST_RECORDS


def rough(number: float) -> str:
    """A number as one says it: two digits and a word."""
    for word, size in (("quadrillion", 1e15), ("trillion", 1e12), ("billion", 1e9), ("million", 1e6), ("thousand", 1e3)):
        if number >= size * (10 if word == "thousand" else 1):
            return f"{float(f'{number / size:.2g}'):g} {word}"
    return f"{float(f'{number:.2g}'):g}" if number >= 10 else digits(number)


def bytes_of(number: float) -> str:
    """Bytes in the unit that suits them."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= size:
            return f"{float(f'{number / size:.2g}'):g} {unit}"
    return f"{number:.0f} bytes"


def time_of(seconds: float) -> str:
    """A very short time."""
    return f"{float(f'{seconds * 1e9:.2g}'):g} ns" if seconds < 1e-6 else f"{float(f'{seconds * 1e6:.2g}'):g} µs"


def money(hours: float) -> str:
    """What core hours cost."""
    return f"${rough(hours * CORE_HOUR)}"


def table(it: Billion) -> str:
    """The table of blockings."""
    names = {
        "one": "a shared key, as it is",
        "two": "two shared keys",
        "grown": f"keys that keep blocks at {BLOCK}",
    }
    lines = ["| blocking | pairs | pure Python | Python, early exit | the port |", "| --- | --: | --: | --: | --: |"]
    for name, said in names.items():
        cells = [f"{rough(it.core_hours(name, by))} h, {money(it.core_hours(name, by))}" for by in ("python", "python_early", "rust")]
        lines.append(f"| {said} | {rough(it.pairs[name])} | " + " | ".join(cells) + " |")
    return "\n\n" + "\n".join(lines) + "\n\n"


FIGURES = {
    "table": table,
    "core_hour": lambda it: f"${CORE_HOUR:.2f}",
    "machine": lambda it: f"{CORES} cores, {bytes_of(MEMORY)}, {bytes_of(NETWORK)} a second in and out",
    "deadline": lambda it: f"{DEADLINE:g} hours",
    "block": lambda it: str(BLOCK),
    "keys": lambda it: str(KEYS),
    "largest": lambda it: rough(it.largest),
    "pairs_measured": lambda it: rough(it.pairs_measured),
    "factor": lambda it: rough(CUSTOMERS / it.largest),
    "pairs_one": lambda it: rough(it.pairs["one"]),
    "pairs_two": lambda it: rough(it.pairs["two"]),
    "pairs_grown": lambda it: rough(it.pairs["grown"]),
    "composite_size": lambda it: rough(it.composite_measured[0]),
    "composite_pairs": lambda it: rough(it.composite_measured[1]),
    "composite_true": lambda it: rough(it.growth[str(it.composite_measured[0])]["true"]),
    "rust_pair": lambda it: time_of(it.rust_pair),
    "python_pair": lambda it: time_of(it.python_pair("python")),
    "early_pair": lambda it: time_of(it.python_pair("python_early")),
    "rust_hours": lambda it: rough(it.core_hours("one", "rust")),
    "block_one": lambda it: rough(2 * it.pairs["one"] / CUSTOMERS),
    "splitting": lambda it: time_of(it.carried["python"]),
    "building": lambda it: time_of(it.carried["building"]),
    "splitting_hours": lambda it: rough(it.splitting_hours),
    "compare_hours": lambda it: rough(it.core_hours("grown", "rust")),
    "file_bytes": lambda it: bytes_of(it.carried["file"]),
    "file": lambda it: bytes_of(CUSTOMERS * it.carried["file"]),
    "shuffled_bytes": lambda it: bytes_of(it.carried["shuffled"]),
    "shuffled": lambda it: bytes_of(it.shuffled),
    "records": lambda it: digits(it.carried["records"]),
    "record_memory": lambda it: bytes_of(it.record_memory),
    "memory": lambda it: bytes_of(it.records * it.record_memory),
    "machines": lambda it: str(it.machines),
    "shuffle_seconds": lambda it: rough(it.shuffled / it.machines / NETWORK),
    "total_hours": lambda it: rough(it.splitting_hours + it.core_hours("grown", "rust")),
    "total_money": lambda it: money(it.splitting_hours + it.core_hours("grown", "rust")),
    "python_money": lambda it: money(it.core_hours("grown", "python")),
    "keys_factor": lambda it: rough(it.pairs["one"] / it.pairs["grown"]),
    "language_factor": lambda it: rough(it.python_pair("python") / it.rust_pair),
    "parts": lambda it: rough(it.parts),
    "pieces": lambda it: rough(it.parts**2),
    "piece_hours": lambda it: rough(it.parts**2 * TASK / 3600),
    "task": lambda it: f"{TASK * 1e3:g} ms",
    "most_records": lambda it: rough(MOST_RECORDS),
}


def billion(results: dict, name: str) -> str:
    """A figure of the page, by its name."""
    carried = json.loads((BOOK / "scale_out.json").read_text(encoding="utf-8"))["carried"]
    return FIGURES[name](Billion(results, carried))


def engine(_results: dict) -> str:
    """What session `scale_out` printed, as a table."""
    lines = ["| customers | | seconds | every bit the same |", "| --: | --- | --: | --- |"]
    for row in json.loads((BOOK / "scale_out.json").read_text(encoding="utf-8"))["rows"]:
        same = {None: "", True: "yes", False: "**no**"}[row["equal"]]
        lines.append(f"| {row['customers']} | {row['how']} | {digits(row['seconds'])} | {same} |")
    return "\n\n" + "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    for name in FIGURES:
        print(f"{name:18}{billion(read(BOOK / 'results.json'), name).strip()}")
