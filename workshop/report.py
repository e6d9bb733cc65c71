"""How verdicts, steps and lists look, on a terminal, in a pipe and on the companion's screen."""

import io
import re
import sys
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .build import shown
from .course import Course, Step
from .ladder import Rung
from .progress import Progress
from .verdict import Failure, Place, Verdict
from .workbook import Workbook

SHOWN_FAILURES = 2
"""Failures shown whole; the others are counted. One thing at a time."""

SHOWN_LINES = 14
"""Lines of a message that are shown."""

JOB = "5000 customers of Febrl set 3"
"""What the times are taken of."""


def console() -> Console:
    """Colours on a terminal, plain text elsewhere; nothing wraps in a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, file=_Unpadded(sys.stdout), width=500)


class _Unpadded(io.TextIOBase):
    """Passes on what is written, without the spaces that fill a table's lines."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, text: str) -> int:
        self.file.write(re.sub(r" +$", "", text, flags=re.MULTILINE))
        return len(text)

    def flush(self) -> None:
        self.file.flush()


def verdict(found: Verdict, step: Step) -> RenderableType:
    """A verdict: what came of it first, then what to look at."""
    parts: list[RenderableType] = [headline(found, step)]
    finding = found.finding
    if finding.output:
        parts.append(Padding(Text.from_ansi(finding.output), (1, 0, 0, 0), expand=False))
    # The same failure twice tells nothing new.
    different = {(failure.kind, failure.message): failure for failure in reversed(finding.failures)}
    picked = [failure for failure in finding.failures if different[failure.kind, failure.message] is failure][:SHOWN_FAILURES]
    for failure in picked:
        parts.append(Padding(_failure(failure), (1, 0, 0, 0), expand=False))
    if (more := len(finding.failures) - len(picked)) > 0:
        alike = " in the same way" if len(different) == len(picked) else ""
        parts.append(Text(f"\n… and {more} more that {'fails' if more == 1 else 'fail'}{alike}", style="dim"))
    if finding.outcome == "failed" and finding.failures and (rest := finding.total - finding.passed - len(finding.failures)) > 0:
        parts.append(Text(f"\n… and {rest} more that {'was' if rest == 1 else 'were'} not tried", style="dim"))
    if finding.warnings:
        parts.append(Padding(Text.from_ansi(finding.warnings), (1, 0, 0, 0), expand=False))
    for note in found.notes:
        parts.append(Text(f"\nnote: {note}", style="yellow"))
    return Group(*parts)


def headline(found: Verdict, step: Step) -> Text:
    """The verdict in a line."""
    took = f" ({found.seconds:.1f} s)"
    finding = found.finding
    tests = f"{finding.passed} of {finding.total} tests pass"
    if any(failure.kind == "collection" for failure in finding.failures):
        tests = "its tests cannot begin"
    words = {
        "passed": (f"✓ {step.address} {step.name} passed: all {finding.passed} tests", "bold green"),
        "failed": (f"✗ {step.address} {step.name}: {tests}", "bold red"),
        "not built": (f"✗ {step.address} {step.name}: it does not build yet", "bold red"),
        "crashed": (f"✗ {step.address} {step.name}: Python crashed", "bold red"),
        "timed out": (f"✗ {step.address} {step.name}: a test did not end", "bold red"),
    }
    return Text.assemble(words[finding.outcome], (took, "dim"))


def _failure(failure: Failure) -> RenderableType:
    lines = Text()
    lines.append(failure.test, style="bold")
    if failure.test_line:
        lines.append(f"\n  {_at(failure.test_line)}", style="cyan")
        lines.append("\n" + _indented(failure.test_line.source), style="default")
    for value in failure.given:
        lines.append(f"\n      {value}", style="dim")
    message = failure.panic or failure.message
    if failure.kind in ("todo", "panic") and failure.learner_line:
        word = "still to do" if failure.kind == "todo" else "Rust panicked"
        lines.append(f"\n  {word} at {_at(failure.learner_line)}", style="red")
        lines.append("\n" + _indented(failure.learner_line.source))
        if failure.kind == "panic":
            lines.append("\n" + _indented(_clipped(message)), style="red")
    else:
        lines.append("\n" + _indented(_clipped(message)), style="red")
        if failure.learner_line:
            lines.append(f"\n  raised at {_at(failure.learner_line)}", style="cyan")
            lines.append("\n" + _indented(failure.learner_line.source))
    if failure.output.strip():
        lines.append("\n  printed:\n" + _indented(_clipped(failure.output.strip())), style="dim")
    return lines


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _indented(text: str) -> str:
    lines = text.splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join("    " + line[margin:] for line in lines)


def _clipped(text: str) -> str:
    """As many lines as one reads: the first ones; of a traceback also the last ones, where the exception is."""
    lines = text.splitlines()
    if len(lines) <= SHOWN_LINES:
        return text
    left_out = f"… {len(lines) - SHOWN_LINES} more lines"
    last = SHOWN_LINES // 2 if any(line.lstrip().startswith("Traceback (most recent") for line in lines) else 0
    return "\n".join([*lines[: SHOWN_LINES - last], left_out, *lines[len(lines) - last :]])


def where(step: Step, progress: Progress, workbook: Workbook) -> RenderableType:
    """The step and what belongs to it."""
    course = progress.course
    table = Table.grid(padding=(0, 2))
    chapter = course.chapter_of(step)
    stretch = "   (stretch)" if step.kind == "stretch" else ""
    table.add_row("step", Text.assemble((f"{step.address}  {step.title}", "bold"), (stretch, "dim")))
    table.add_row("chapter", Text(f"{chapter.name[:2]}  {chapter.title}"))
    table.add_row("read", Text(shown(workbook.path(step, step.page)), style="cyan"))
    for number, file in enumerate(step.files):
        table.add_row("" if number else "edit", Text(shown(workbook.path(step, file)), style="cyan"))
    table.add_row("tests", Text(shown(workbook.path(step, step.test)), style="cyan"))
    table.add_row("progress", bar(progress))
    return table


def bar(progress: Progress, width: int = 30) -> Text:
    """How far the course has come: the bar is about the core steps, since they are what a day has room for."""
    facts = progress.as_json()
    core = [step["passed_at"] is not None for step in facts["steps"] if step["kind"] == "core"]
    filled = round(width * sum(core) / len(core)) if core else 0
    said = f" {sum(core)} of {len(core)} core steps, {facts['done']} of {facts['total']} in all"
    return Text.assemble(("█" * filled, "green"), ("░" * (width - filled), "dim"), said)


def steps(course: Course, progress: Progress) -> RenderableType:
    """All steps: done, current, open. Not their minutes: those are for the instructor's schedule."""
    table = Table(box=None, padding=(0, 2), header_style="dim", show_edge=False)
    for column in ("", "step", "", "", "how"):
        table.add_column(column)
    current = progress.current()
    for chapter in course.chapters:
        table.add_row("", Text(chapter.name, style="bold"), Text(chapter.title, style="bold"))
        for step in chapter.steps:
            entry = progress.of(step)
            state, style = ("done", "green") if entry.passed_at else ("open", "dim")
            if step == current:
                state = "current" if not entry.passed_at else "done, current"
                style = "bold yellow" if not entry.passed_at else "green"
            how = {"catch-up": "caught up", "solution": "with the solution"}.get(entry.by or "", "")
            name = f"{step.name}{' (stretch)' if step.kind == 'stretch' else ''}"
            mark = "✓" if entry.passed_at else "▶" if step == current else "·"
            table.add_row(
                Text(mark, style=style),
                f"{step.address}  {name}",
                step.title,
                Text(state, style=style),
                Text(how, style="dim"),
            )
    return table


def hint(step: Step, number: int) -> RenderableType:
    """One hint of a step, counted from 1."""
    if not step.hints:
        return Text(f"{step.address} {step.name} has no hints.")
    left = len(step.hints) - number
    more = f"{left} more: `hint` again" if left else "that was the last one; `solution` shows the solution"
    return Group(Text(f"Hint {number} of {len(step.hints)}", style="bold"), Markdown(step.hints[number - 1]), Text(more, style="dim"))


def ladder(rungs: list[Rung], newest: Step | None = None) -> RenderableType:
    """The learner's own times for the job, one under the other, with what each step gained."""
    table = Table(box=None, padding=(0, 2), header_style="dim", show_edge=False)
    for column in ("", "step", "your time", "gain in all", "gain of the step"):
        table.add_column(column, justify="left" if column in ("", "step") else "right")
    first = before = None
    for rung in rungs:
        new = rung.step == newest
        cells = ["not measured yet", "", ""]
        if rung.ms is not None:
            cells = [duration(rung.ms), factor(first, rung.ms), factor(before, rung.ms)]
            first, before = first or rung.ms, rung.ms
        name = f"{rung.step.address}  {rung.step.name}"
        if rung.step.job != rung.step.name:
            name += f" ({rung.step.job})"  # what runs, where the step's name does not say it: nothing of one's own in the first
        table.add_row("▶" if new else "", name, *cells, style="bold" if new else "dim" if rung.ms is None else "")
    missing = any(rung.ms is None for rung in rungs)
    rest = [Text("`times` takes those that are missing.", style="dim")] if missing else []
    return Group(Text(f"The job, {JOB}, as it is after each step:", style="bold"), table, *rest)


def no_time(step: Step, why: str) -> Text:
    """Why there is no time for a step, in a line."""
    return Text(f"No time for {step.address} {step.name}: {why}.", style="yellow")


def duration(ms: float) -> str:
    """Milliseconds as a person says them."""
    return f"{ms / 1000:.1f} s" if ms >= 9_950 else f"{ms / 1000:.2f} s" if ms >= 995 else f"{ms:.0f} ms" if ms >= 9.95 else f"{ms:.1f} ms"


def factor(other: float | None, ms: float) -> str:
    """How many times as fast as another time."""
    if other is None:
        return ""
    times = other / ms
    return f"{times:.0f}x" if times >= 99.5 else f"{times:.1f}x" if times >= 9.95 else f"{times:.2f}x"
