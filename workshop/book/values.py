"""What a page has from elsewhere within its text: `<!-- =WHAT -->…<!-- /= -->` holds what a results file or a manifest says.

It stands in the page, so that it reads well raw; a check compares, and `python3 noxfile.py -s docs -- --fill` puts it there. A mark does not begin a
line of text: markdown would take the whole line for HTML. WHAT is

- `version NAME`, of `versions` below; `version NAME short` is its first two numbers;
- `cost CHAPTER/BENCH; TITLE; CALL`: the time of a call, of `docs/costs/`, which `python3 noxfile.py -s costs -- --book` writes; `; each`: of one of
  its items; `; less OTHER CALL`: what it takes longer than another; `; times OTHER CALL`: how many times as long; `; ratio`: times the base;
- `costs CHAPTER/BENCH; TITLE; TITLE …`: all of that, as the session prints it, in a fence;
- or a figure of the capstone's measurements, see `05-capstone/benches/whole_job/page.py`; on the page `under_load.md`, `benches/load/page.py`.
"""

import importlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from ..costs import table
from ..errors import WorkshopError
from . import mdbook

MARK = re.compile(r"(<!-- =(.+?) -->)(.*?)(<!-- /= -->)", re.DOTALL)


MEASURED = {"05-capstone/under_load.md": ("load.page", "under_load.json")}
"""Pages with a run of their own: the module that knows its figures, and its results; others have those of the capstone's measurements."""


def filled(root: Path, text: str, page: str = "") -> str:
    """The text of a page, named as in SUMMARY.md, with all values as they are now."""
    return MARK.sub(lambda found: found[1] + value(root, found[2], page) + found[4], text)


def value(root: Path, what: str, page: str = "") -> str:
    """What stands at a mark of a page.

    Raises:
        WorkshopError: nobody knows it.
    """
    try:
        kind, _, rest = what.partition(" ")
        if kind == "version":
            return version(root, *rest.split())
        if kind == "cost":
            return cost(root, *map(str.strip, rest.split(";")))
        if kind == "costs":
            bench, *titles = map(str.strip, rest.split(";"))
            return "\n\n```text\n" + "\n\n".join(table(title, costs(root, bench)[title]) for title in titles) + "\n```\n\n"
        return _measured(root, what, page)
    except (OSError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        raise WorkshopError(f"<!-- ={what} -->: nobody knows that ({error!r}).", "See the top of workshop/book/values.py.") from error


def version(root: Path, name: str, form: str = "whole") -> str:
    """A version of `versions`."""
    found = versions(root)[name]
    return ".".join(found.split(".")[:2]) if form == "short" else found


def versions(root: Path) -> dict[str, str]:
    """The versions that the course is made for, each from where it is stated: crates, `rust` and `python` (the oldest), `mdbook`, `maturin`."""
    workspace = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]
    found = {}
    for crate, entry in workspace["dependencies"].items():
        wanted = entry if isinstance(entry, str) else entry.get("version", "")
        if wanted.startswith("="):
            found[crate] = wanted.removeprefix("=")
    project = tomllib.loads(next(iter(sorted(root.glob("0*/pyproject.toml")))).read_text(encoding="utf-8"))["project"]
    pins = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "requirements").glob("*.txt")))
    maturin = re.search(r"^maturin==([\w.]+)", pins, re.MULTILINE)
    found |= {"rust": workspace["package"]["rust-version"], "python": project["requires-python"].removeprefix(">=")}
    return found | {"mdbook": mdbook.VERSION} | ({"maturin": maturin[1]} if maturin else {})


def cost(root: Path, bench: str, title: str, call: str, how: str = "") -> str:
    """What a benchmark of `docs/costs/` says of a call."""
    found = costs(root, bench)[title]
    seconds, word, other = found[call]["seconds"], *how.partition(" ")[::2]
    if word == "ratio":
        return _digits(found[call]["ratio"])
    if word == "times":
        return _digits(found[call]["ratio"] / found[other]["ratio"])
    if word == "each":
        seconds /= found[call]["items"]
    elif word == "less":
        seconds -= found[other]["seconds"]
    elif word:
        raise ValueError(how)
    unit, factor = next(((unit, factor) for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)) if seconds * factor >= 1), ("ns", 1e9))
    return f"{_digits(seconds * factor)} {unit}"


def costs(root: Path, bench: str) -> dict[str, Any]:
    """What was measured by a bench, `02-gil/detach`: by title and call."""
    chapter, _, name = bench.partition("/")
    return json.loads((root / "docs" / "costs" / f"{chapter}.json").read_text(encoding="utf-8"))[name]


def _digits(number: float) -> str:
    """Two or three significant digits, and no zeros behind the point."""
    return f"{number:.0f}" if number >= 10 else f"{number:.{1 if number >= 2 else 2}f}".rstrip("0").rstrip(".")


def _measured(root: Path, what: str, page: str) -> str:
    """A figure of the run that a page is about."""
    chapter = root / "05-capstone"
    for folder in (str(chapter / "scripts"), str(chapter / "benches")):
        if folder not in sys.path:
            sys.path.append(folder)
    module, results = MEASURED.get(page, ("whole_job.page", "results.json"))
    known = json.loads((root / "docs" / "src" / chapter.name / results).read_text(encoding="utf-8"))
    mark = f"<!-- ={what} -->"
    return importlib.import_module(module).filled(f"{mark}<!-- /= -->", known).removeprefix(mark).removesuffix("<!-- /= -->")
