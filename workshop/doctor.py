"""Whether a machine is ready for the day: a line for each check, and for each failure its remedy.

It does what the course will do, with the same tools: makes an environment, builds an extension module and tests it, watches a file. That fills
the caches of packages and crates too, so that the day itself can do without a network.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from rich.table import Table
from rich.text import Text

from . import checks, report
from .checks import BUILD, Check, Patient
from .companion import workbook_folder
from .errors import WorkshopError

CHECKS: tuple[tuple[str, Callable[[Patient], Check], tuple[str, ...]], ...] = (
    ("Python", checks.python, ()),
    ("Pythons on PATH", checks.pythons, ()),
    ("Rust", checks.rust, ()),
    ("linker", checks.linker, ("Rust",)),
    ("git", checks.git, ()),
    ("disk space", checks.space, ()),
    ("terminal", checks.terminal, ()),
    ("write access", checks.writing, ()),
    ("file watching", checks.watching, ("write access",)),
    ("packages", checks.packages, ("write access",)),
    ("crates", checks.crates, ("Rust",)),
    ("course", checks.course, ()),
    (BUILD, checks.module, ("Rust", "linker", "write access", "crates", "course")),
    ("variables", checks.variables, ()),
    ("Cargo's settings", checks.cargo_settings, ()),
    ("workbook", checks.workbook, ("course",)),
)
"""The checks in order: name, function, and the names of those that must be good before."""


def run(workbook: Path | None = None) -> int:
    """Check everything and print the answers; returns the exit code: 0 if all is well."""
    console = report.console()
    patient = Patient(workbook_folder(workbook), console)
    try:
        for name, check, needs in CHECKS:
            missing = next((need for need in needs if not patient.checks[need].good), None)
            answer = Check(None, f"not tried: {missing} comes first") if missing else _asked(name, check, patient)
            patient.checks[name] = answer
            console.print(_row(name, answer))
    finally:
        if patient.scratch:
            shutil.rmtree(patient.scratch, ignore_errors=True)
    bad = [name for name, answer in patient.checks.items() if not answer.good]
    summary = f"{len(bad)} of {len(CHECKS)} checks did not pass: {', '.join(bad)}." if bad else f"All {len(CHECKS)} checks passed: ready."
    console.print(Text("\n" + summary, style="bold red" if bad else "bold green"))
    return 1 if bad else 0


def _row(name: str, answer: Check) -> Table:
    sign, style = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("·", "yellow")}[answer.good]
    row = Table.grid()
    row.add_column(width=20)
    row.add_column(overflow="fold")
    row.add_row(Text(f"{sign} {name}", style=style), Text(answer.found))
    if answer.remedy:
        row.add_row("", Text(answer.remedy, style="bold"))
    return row


def _asked(name: str, check: Callable[[Patient], Check], patient: Patient) -> Check:
    """A check's answer; whatever it raises is an answer too."""
    try:
        if not patient.console.is_terminal:
            return check(patient)
        with patient.console.status(f"{name} …") as line:
            patient.say = lambda what: line.update(f"{name}: {what} …")
            return check(patient)
    except WorkshopError as error:
        return Check(False, error.what, error.remedy)
    except Exception as error:
        return Check(False, f"{type(error).__name__}: {error}", "Mend that and run `doctor` again.")
