"""Who is where: the progress of all workbooks below a folder, for the instructor; `learn -- progress --room FOLDER`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.table import Table

from .course import Course, Step
from .errors import WorkshopError
from .progress import Progress

DEEPEST = 3
"""Folders below the one that is named in which a workbook is looked for."""


@dataclass(frozen=True)
class Seat:
    """A workbook of the room: whose it is, by its folder's name, and how far."""

    who: str
    at: Step | None
    """The step that its learner is at; None if the progress cannot be read."""
    core: int = 0
    verdicts: int = 0
    hints: int = 0
    last_pass: str = ""


def seats(course: Course, folder: Path) -> list[Seat]:
    """The workbooks below a folder, those that are behind first.

    Raises:
        WorkshopError: there are none.
    """
    found = sorted(path for depth in range(DEEPEST + 1) for path in folder.glob("*/" * depth + "progress.json"))
    if not found:
        raise WorkshopError(
            f"no progress.json lies in {folder} or below.", "Name the folder that the workbooks, or copies of that file, lie in."
        )
    return sorted((_seat(course, path, folder) for path in found), key=lambda seat: (seat.core, seat.who))


def _seat(course: Course, path: Path, folder: Path) -> Seat:
    parts = path.parent.relative_to(folder).parts
    who = "/".join(part for part in parts if part != "workbook") or path.parent.name
    progress = Progress(course, path.parent)
    try:
        at = progress.current()
        facts = progress.as_json()["steps"]
    except WorkshopError:
        return Seat(who, None)
    times = [step["passed_at"] for step in facts if step["passed_at"] and step["by"] != "catch-up"]
    last = datetime.fromisoformat(max(times)).astimezone().strftime("%H:%M") if times else ""
    core = sum(step["kind"] == "core" and step["passed_at"] is not None for step in facts)
    entry = progress.of(at)
    return Seat(who, at, core, entry.verdicts, entry.hints, last)


def table(found: list[Seat]) -> Table:
    """A line for each workbook."""
    rows = Table(box=None, padding=(0, 2), header_style="dim", show_edge=False)
    for column in ("who", "is at", "core steps", "verdicts there", "hints", "last pass"):
        rows.add_column(column, justify="left" if column in ("who", "is at") else "right")
    for seat in found:
        if seat.at is None:
            rows.add_row(seat.who, "cannot be read: damaged, or of another version")
        else:
            rows.add_row(seat.who, f"{seat.at.address} {seat.at.name}", *map(str, (seat.core, seat.verdicts, seat.hints, seat.last_pass)))
    return rows
