"""The marks in the finished code, and the starter and the solution that are derived from them.

The grammar, the same in Rust (``//``), Python and TOML (``#``); a mark stands alone on its line::

    // exercise STEP: what the learner has to do
    // todo: more of that, as many lines as it takes (optional)
    // starter: a line of code to begin with, as many as it takes (optional)
    the finished code
    // end

- The **solution** is the file without its marks and without the starter lines.
- In the **starter**, a region gives way to ``// TODO(STEP): …`` and its starter lines. What follows ``starter:`` and one space is taken as it
  is, below the indentation of the mark; ``// starter:`` alone is an empty line, and if it is the only one, nothing but the TODO remains.
  Without any starter line the region becomes ``todo!()`` in Rust, ``raise NotImplementedError("STEP")`` in Python, and nothing in TOML.
- ``todo`` and ``starter`` stand in this order, right below ``exercise``.
- Regions do not nest. All regions of a file belong to one step, so that a step can be reset or solved by whole files.

`python -m workshop.marks starter|solution FILE` prints what is derived.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import WorkshopError

COMMENT = {".rs": "//", ".py": "#", ".pyi": "#", ".toml": "#"}
"""The comment sign by file ending; files with other endings have no marks."""

TODO_CODE = {".rs": "todo!()", ".py": 'raise NotImplementedError("{step}")'}
STEP_NAME = re.compile(r"[a-z][a-z0-9_]*")


class MarkError(WorkshopError):
    """A mark that breaks the grammar; the message gives file and line."""

    def __init__(self, path: Path | str, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}", "The grammar of the marks is at the top of workshop/marks.py.")


@dataclass
class Region:
    """An exercise region of a file."""

    step: str
    line: int
    indent: str
    todo: list[str]
    starter: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def starter_lines(self, suffix: str) -> Iterator[str]:
        """The lines that the learner begins with."""
        comment = COMMENT[suffix]
        first, *rest = self.todo
        yield f"{self.indent}{comment} TODO({self.step}): {first}"
        for line in rest:
            yield f"{self.indent}{comment} {line}"
        if not self.starter and suffix in TODO_CODE:
            yield self.indent + TODO_CODE[suffix].format(step=self.step)
        elif self.starter != [""]:
            for line in self.starter:
                yield f"{self.indent}{line}" if line else ""


@dataclass
class Marked:
    """A file split at its marks: plain lines and regions, in order."""

    suffix: str
    parts: list[str | Region]

    @property
    def regions(self) -> list[Region]:
        return [part for part in self.parts if isinstance(part, Region)]

    @property
    def step(self) -> str | None:
        """The step that the file belongs to, or None if it has no region."""
        return self.regions[0].step if self.regions else None

    def starter(self) -> str:
        """The text that the learner begins with."""
        return self._joined(lambda region: region.starter_lines(self.suffix))

    def solution(self) -> str:
        """The finished text without the marks."""
        return self._joined(lambda region: region.code)

    def _joined(self, lines_of) -> str:
        lines: list[str] = []
        for part in self.parts:
            if isinstance(part, Region):
                lines.extend(lines_of(part))
            else:
                lines.append(part)
        return "".join(line + "\n" for line in lines)


def parse(text: str, path: Path | str) -> Marked:
    """Split a finished file at its marks.

    Args:
        text: the whole file.
        path: its name, for the file ending and for messages.

    Raises:
        MarkError: a region that is not closed, nested, nameless or empty, a mark outside of a region or out of order, two steps in one file.
    """
    suffix = Path(path).suffix
    # Not splitlines(): a form feed or a line separator within a text literal ends no line.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    if suffix not in COMMENT:
        return Marked(suffix, list(lines))
    mark = re.compile(rf"(\s*){COMMENT[suffix]}\s?(?:(exercise)\b(.*)|(todo|starter):(.*)|(end))\s*")
    parts: list[str | Region] = []
    region: Region | None = None
    for number, line in enumerate(lines, 1):
        found = mark.fullmatch(line)
        kind = found and next(filter(None, found.group(2, 4, 6)))
        if kind == "exercise":
            if region:
                raise MarkError(path, number, f"a region begins inside the region of line {region.line}, which has no `end` yet")
            region = _open(found, path, number, parts)
        elif kind == "end":
            if not region:
                raise MarkError(path, number, "`end` without an `exercise` before it")
            if not any(code.strip() for code in region.code):
                raise MarkError(path, region.line, "the region holds no finished code")
            parts.append(region)
            region = None
        elif kind and not region:
            raise MarkError(path, number, f"`{kind}` outside of a region")
        elif kind and region.code:
            raise MarkError(path, number, f"`{kind}` comes before the finished code of its region, not after it")
        elif kind == "starter":
            region.starter.append(found.group(5).removeprefix(" "))
        elif kind == "todo" and region.starter:
            raise MarkError(path, number, "`todo` comes before `starter`, not after it")
        elif kind == "todo":
            region.todo.append(found.group(5).strip())
        elif region:
            region.code.append(line)
        else:
            parts.append(line)
    if region:
        raise MarkError(path, region.line, f"the region of step `{region.step}` is never closed with `end`")
    return Marked(suffix, parts)


def _open(found: re.Match[str], path: Path | str, number: int, parts: list[str | Region]) -> Region:
    step, colon, todo = found.group(3).partition(":")
    step, todo = step.strip(), todo.strip()
    if not STEP_NAME.fullmatch(step):
        raise MarkError(path, number, f"`exercise` wants a step's name in lower case, then a colon, got {step!r}")
    if not colon or not todo:
        raise MarkError(path, number, f"`exercise {step}` wants a colon and what the learner has to do")
    others = {part.step for part in parts if isinstance(part, Region)} - {step}
    if others:
        raise MarkError(path, number, f"a region of step `{step}` in a file of step `{others.pop()}`; a file belongs to one step")
    return Region(step, number, found.group(1), [todo])


def main() -> None:
    """Print the starter or the solution of a file."""
    if len(sys.argv) != 3 or sys.argv[1] not in ("starter", "solution"):
        sys.exit("usage: python -m workshop.marks starter|solution FILE")
    path = Path(sys.argv[2])
    try:
        print(getattr(parse(path.read_text(encoding="utf-8"), path), sys.argv[1])(), end="")
    except (OSError, UnicodeDecodeError, WorkshopError) as error:
        sys.exit(f"{path}: {error}" if isinstance(error, UnicodeDecodeError) else str(error))


if __name__ == "__main__":
    main()
