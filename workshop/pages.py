"""The pages against the code: every snippet stands in a finished file, every Python session prints what the page says.

Runs in an environment where the chapter's wheels are installed: `python -m workshop.pages CHAPTER_FOLDER`; with the repository's folder, where
all wheels are, it takes the pages that belong to no chapter. Needs nothing but the standard library. In a page, a fence says what it is:

- ```` ```rust,src/functions.rs ```` (also toml, python): these lines stand in that file of the chapter, or, on a page of no chapter, of the
  repository; a line `// …` or `# …` leaves some out.
- ```` ```rust,ignore ````: wrong on purpose.
- ```` ```pycon ````: run, and compared with what it prints; the sessions of a page follow one another.
- any other language: text.

What a session writes to stderr past Python, as a panic does, is shown only if something is wrong with the page.
"""

import doctest
import os
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .marks import parse

CODE = {"rust", "toml", "python"}
ELLIPSES = {"// …", "# …"}


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page, with the number of its first line."""

    info: str
    line: int
    lines: list[str]


def fences(page: str) -> Iterator[Fence]:
    """The fenced blocks of a page, in order."""
    opened: Fence | None = None
    margin = ""
    for number, line in enumerate(page.splitlines(), 1):
        if opened is None and line.lstrip().startswith("```"):
            margin = line[: len(line) - len(line.lstrip())]
            opened = Fence(line.strip().removeprefix("```"), number + 1, [])
        elif opened is not None and line.strip() == "```":
            yield opened
            opened = None
        elif opened is not None:
            opened.lines.append(line.removeprefix(margin))


def problems(page: Path, folder: Path) -> Iterator[str]:
    """What is wrong with a page's snippets, which come from files in the folder, and with its sessions."""
    text = page.read_text(encoding="utf-8")
    yield from snippets(page, folder)
    sessions: list[str] = [""] * (text.count("\n") + 1)
    for fence in fences(text):
        if fence.info == "pycon":
            sessions[fence.line - 1 : fence.line - 1 + len(fence.lines)] = fence.lines
    # Blank lines in place of the rest: doctest then names the page's own line numbers.
    test = doctest.DocTestParser().get_doctest("\n".join(sessions) + "\n", {"__name__": "__main__"}, page.name, str(page), 0)
    said: list[str] = []
    with tempfile.TemporaryFile() as stderr:
        with _stderr_to(stderr):
            doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False).run(test, out=said.append, clear_globs=True)
        stderr.seek(0)
        written = stderr.read().decode(errors="replace")
    yield from said
    if said and written:
        yield f"{page.name}: its sessions wrote to stderr:\n{written}"


def snippets(page: Path, folder: Path) -> Iterator[str]:
    """What is wrong with a page's snippets."""
    for fence in fences(page.read_text(encoding="utf-8")):
        language, _, source = fence.info.partition(",")
        if language in CODE and source != "ignore":
            yield from _not_verbatim(fence, source, folder, page)


@contextmanager
def _stderr_to(file: BinaryIO) -> Iterator[None]:
    """Sends the process's stderr into a file: Rust writes there, whatever `sys.stderr` is."""
    sys.stderr.flush()
    stderr = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(stderr, 2)
        os.close(stderr)


def _not_verbatim(fence: Fence, source: str, folder: Path, page: Path) -> Iterator[str]:
    where = f"{page.name}:{fence.line}"
    path = folder / source
    if not source or not path.is_file():
        yield f"{where}: a {fence.info} snippet wants the file that it comes from, as in ```rust,src/functions.rs"
        return
    finished = parse(path.read_text(encoding="utf-8"), path).solution().splitlines()
    begin = 0
    for part in _parts(fence.lines):
        found = _find(part, finished, begin)
        if found is None:
            yield f"{where}: these lines do not stand in {source}" + (" after the lines before" if begin else "") + ":\n" + "\n".join(part)
            return
        begin = found + len(part)


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """The snippet's lines between the places where it leaves some out."""
    part: list[str] = []
    for line in [*lines, "# …"]:
        if line.strip() not in ELLIPSES:
            part.append(line)
        elif part:
            yield part
            part = []


def _find(part: list[str], finished: list[str], begin: int) -> int | None:
    """Where the lines stand one after another, whatever the indentation of the whole."""
    wanted = textwrap.dedent("\n".join(part))
    for start in range(begin, len(finished) - len(part) + 1):
        if textwrap.dedent("\n".join(finished[start : start + len(part)])) == wanted:
            return start
    return None


def of(folder: Path) -> list[Path]:
    """The pages of a chapter, or, of the repository, those of no chapter."""
    if not (folder / "docs").is_dir():
        return sorted((folder.parent / "docs" / "src" / folder.name).glob("*.md"))
    chapters = {path.parent.name for path in folder.glob("*/exercises.toml")}
    book = folder / "docs" / "src"
    return [page for page in sorted(book.rglob("*.md")) if page.relative_to(book).parts[0] not in chapters]


def main() -> None:
    """Check all pages of a chapter, or of none."""
    os.environ["RUST_BACKTRACE"] = "0"  # a backtrace takes much longer than the panic that a page shows
    folder = Path(sys.argv[1]).resolve()
    found = [problem for page in of(folder) for problem in problems(page, folder)]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(of(folder))} pages of {folder.name}: {'sound' if not found else f'{len(found)} problems'}")
    sys.exit(1 if found or not of(folder) else 0)


if __name__ == "__main__":
    main()
