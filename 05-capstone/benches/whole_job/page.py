"""The book's figures: `<!-- =WHAT -->…<!-- /= -->` in a page of `PAGES` holds what the results file says, and a test compares.

`python -m whole_job.page`, in this folder's parent, fills in the pages. WHAT is one of the functions below, with its arguments.
"""

import re
from pathlib import Path

from . import tables
from .billion import billion, engine
from .results import FINAL, at, digits, fit, median, peers, read, short, times, title
from .results import ratio as ratio_of

BOOK = Path(__file__).resolve().parents[3] / "docs" / "src"
RESULTS = BOOK / "05-capstone" / "results.json"
PAGES = (BOOK / "05-capstone" / "measurements.md", BOOK / "05-capstone" / "billion.md", BOOK / "reference" / "deciding.md")
"""The pages with figures."""

PEERS = Path(__file__).resolve().parent / "peers"

MARK = re.compile(r"(<!-- =(.+?) -->).*?(<!-- /= -->)", re.DOTALL)
TABLES = {
    "whole_job": lambda results: tables.whole_job_rows(results["whole_job"]),
    "blocking": lambda results: tables.blocking_rows(results["whole_job"]),
    "match": lambda results: tables.match_rows(results["match"]),
    "growth": tables.growth_rows,
    "speedup": tables.speedup_rows,
    "memory": tables.memory_rows,
    "quality": tables.quality_rows,
    "stages": tables.stage_rows,
    "boundary": lambda results: tables.boundary_rows(results["boundary"]),
    "targets": tables.target_rows,
}


def fill(results: dict) -> None:
    """Put the results into the pages."""
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8"), results), encoding="utf-8")


def filled(text: str, results: dict) -> str:
    """Return a page's text with the results in it."""
    # Other marks are filled in by others: what things cost.
    return MARK.sub(lambda found: found[1] + value(found[2], results) + found[3] if found[2].split()[0] in VALUES else found[0], text)


def value(what: str, results: dict) -> str:
    """Return what stands at a mark."""
    name, *arguments = what.split()
    return VALUES[name](results, *arguments)


def _part(results: dict, name: str) -> dict:
    return results["growth"][name] if name in results["growth"] else results[name]


def table(results: dict, name: str) -> str:
    """A table of the run."""
    return markdown(TABLES[name](results))


def markdown(rows: tables.Rows) -> str:
    """Return a table in Markdown."""
    ruler = ["---" if column in tables.TEXT else "--:" for column in rows[0]]
    found = ("| " + " | ".join(cells).replace("<", "&lt;") + " |" for cells in (rows[0], ruler, *rows[1:]))
    return "\n\n" + "\n".join(found) + "\n\n"


def ratio(results: dict, part: str, slow: str, quick: str) -> str:
    """How many times as long one variant takes as another; "best" and "best_early" are the quickest libraries."""
    if part.isdigit() and not all(times(results["growth"].get(part, {"variants": {}}), name) for name in (slow, quick)):
        return "≈ " + digits(at(results, int(part), slow)[0] / at(results, int(part), quick)[0])
    found = _part(results, part)
    return digits(ratio_of(found, _library(found, slow), _library(found, quick)))


def time(results: dict, part: str, name: str) -> str:
    """A variant's time."""
    if part.isdigit():
        seconds, known = at(results, int(part), name)
        return ("" if known else "≈ ") + short(seconds)
    return short(median(times(results[part], name)))


def best(results: dict, part: str, early: str = "") -> str:
    """The quickest library's name."""
    return title(_library(_part(results, part), "best_early" if early else "best"))


def machine(results: dict) -> str:
    """What was measured on."""
    return tables.machine_text(results["machine"])


def minutes(results: dict) -> str:
    """How long the run took."""
    return digits(results["took"] / 60)


def quality(results: dict, part: str, what: str) -> str:
    """Precision, recall, or the exponent of growth in pairs, at a size."""
    found = _part(results, part)
    of_it = found["variants"][FINAL]
    return f"{of_it['right'] / (of_it['pairs'] if what == 'precision' else found['true']):.3f}"


def scored(results: dict) -> str:
    """How many of the candidate pairs the program still compares to the end."""
    found = results["whole_job"]["variants"]["program"]
    return f"{found['scored'] / found['compared']:.1%}"


def _library(part: dict, name: str) -> str:
    if name in ("best", "best_early"):
        return peers(part, early=name == "best_early")[0]
    return name


def exponent(results: dict, name: str) -> str:
    """The exponent of a variant's growth."""
    law = fit(results, name)
    return f"{law[1]:.2f}" if law else "not measured"


def lines(results: dict, peer: str) -> str:
    """How many lines of Python a competitor is, without those that are blank."""
    source = (PEERS / f"{peer}.py").read_text(encoding="utf-8")
    return str(sum(1 for line in source.splitlines() if line.strip()))


VALUES = {
    function.__name__: function
    for function in (table, ratio, time, best, machine, minutes, quality, scored, exponent, lines, billion, engine)
}

if __name__ == "__main__":
    fill(read(RESULTS))
