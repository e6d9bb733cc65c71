"""A version is stated once, in a manifest: a page's links go to that one, and its text has it by way of a mark."""

import re
from collections.abc import Iterator

from ...course import Course
from .. import values
from ..source import CODE_SPAN, Source

LINK = re.compile(r"https://(?:pyo3\.rs/(?P<guide>[^/\s)#]*)|docs\.rs/(?P<crate>[\w-]+)/(?P<version>[^/\s)#]+))")
NAMES = {"PyO3": "pyo3", "pyo3": "pyo3", "numpy crate": "numpy", "rust-numpy": "numpy", "pyo3-log": "pyo3-log", "rayon": "rayon"}
NAMES |= {"Rust": "rust", "rustc": "rust", "mdbook": "mdbook", "mdBook": "mdbook"}
LATER = r"(?: or (?:later|newer)|\+)"


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """Links to another version, and versions that are typed."""
    known = values.versions(course.root)
    for source in sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            for found in LINK.finditer(line):
                crate = found["crate"] or "pyo3"
                got = (found["guide"] or "").removeprefix("v") if found["crate"] is None else found["version"]
                if crate in known and got != known[crate]:
                    yield f"{source.where}:{number}: {found[0]} is not of {crate} {known[crate]}, which Cargo.toml has"
        # `code` counts here as text: a version is a version.
        text = CODE_SPAN.sub(lambda found: found[2], values.MARK.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(source.prose)))
        for name, crate in NAMES.items():
            typed = rf"(?<![\w-]){re.escape(name)}[ -]v?(?:{_either(known[crate])})(?![\w.]*\d)"
            for found in re.finditer(typed, text):
                yield _typed(source, text, found, crate)
        for found in re.finditer(rf"\bPython {re.escape(known['python'])}{LATER}", text):
            yield _typed(source, text, found, "python")


def _either(version: str) -> str:
    """The version, or its first two numbers."""
    return "|".join(map(re.escape, (version, ".".join(version.split(".")[:2]))))


def _typed(source: Source, text: str, found: re.Match[str], crate: str) -> str:
    line = text.count("\n", 0, found.start()) + 1
    return f"{source.where}:{line}: {found[0]!r} is typed; `<!-- =version {crate} --><!-- /= -->` takes it from the manifest"
