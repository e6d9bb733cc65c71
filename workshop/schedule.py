"""Session `schedule`: the day of a class, worked out from the steps' minutes; `python3 noxfile.py -s schedule -- --help`.

The book's instructor pages have the usual ones from here, too. Nobody types a time.
"""

import argparse
import html
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path

from . import course as course_module
from .course import ROOT, Chapter, Course, Step
from .errors import WorkshopError

OUT = ROOT / "target" / "schedule.html"
LONGEST_DAY = 11 * 60
"""Minutes from welcome to wrap-up; nobody learns any more after that, and the caretaker wants to close."""

LUNCH_IS_WORTH_IT = 75
"""A day that ends so few minutes after the time for lunch ends with it."""


@dataclass(frozen=True)
class Options:
    """What may differ from class to class, all in minutes; `start` and `lunch_at` since midnight. `without` names steps."""

    start: int = 9 * 60
    days: int = 1
    stretch: bool = False
    breaks: int = 15
    every: int = 90
    lunch: int = 60
    lunch_at: int = 12 * 60 + 30
    welcome: int = 20
    opening: int = 5
    together: int = 10
    wrap_up: int = 15
    without: tuple[str, ...] = ()


LIMITS = {
    "start": (5 * 60, 20 * 60),
    "days": (1, 5),
    "breaks": (5, 60),
    "every": (45, 180),
    "lunch": (20, 180),
    "lunch_at": (10 * 60, 16 * 60),
    "welcome": (5, 90),
    "opening": (0, 30),
    "together": (0, 45),
    "wrap_up": (5, 90),
}
"""The least and the most of each option that makes sense; no lunch at all is 0."""

OVERTIME = 15
"""Minutes by which a chapter's end may put off a break: better than to come back for it."""

CLOCK = {"start", "lunch_at"}


@dataclass(frozen=True)
class Entry:
    """A line of the schedule."""

    begin: int
    minutes: int
    kind: str
    """`step`; `opening` and `together`, a chapter's begin and end; `break`; or `frame`: welcome and wrap-up."""
    what: str
    step: Step | None = None

    @property
    def end(self) -> int:
        return self.begin + self.minutes


Day = list[Entry]


def checked(options: Options) -> Options:
    """The options, if they make sense.

    Raises:
        WorkshopError: one does not.
    """
    for name, (least, most) in LIMITS.items():
        value = getattr(options, name)
        if not least <= value <= most and not (name == "lunch" and value == 0):
            show = (lambda minutes: clock(minutes).strip()) if name in CLOCK else str
            unit = "" if name in (*CLOCK, "days") else " minutes"
            none = ", or 0 for none" if name == "lunch" else ""
            raise WorkshopError(
                f"--{name.replace('_', '-')} is {show(value)}{unit}.", f"Take something from {show(least)} to {show(most)}{unit}{none}."
            )
    return options


def days(course: Course, options: Options) -> list[Day]:
    """The schedule, a list of entries for each day.

    Raises:
        WorkshopError: options that make no sense, a step that is not there to be left out, or a day that would be too long.
    """
    checked(options)
    options = replace(options, without=tuple(step.address for step in left_out(course, options)))
    if options.days > len(course.chapters):
        raise WorkshopError(f"there are {len(course.chapters)} chapters for {options.days} days.", "Take fewer days.")
    parts = _shared_out(course.chapters, options)
    found = [_day(part, options, last=part is parts[-1], first=part is parts[0]) for part in parts]
    for day in found:
        if (length := day[-1].end - day[0].begin) > LONGEST_DAY or day[-1].end > 24 * 60:
            remedy = [f"--days {options.days + 1}"] if options.days < len(course.chapters) else []
            remedy += ["without --stretch"] if options.stretch else []
            remedy += ["an earlier --start"] if length <= LONGEST_DAY else []
            raise WorkshopError(
                f"that day would last {duration(length)}, from {clock(day[0].begin).strip()} to {clock(day[-1].end).strip()}.",
                f"Try {', or '.join(remedy)}.",
            )
    return found


def left_out(course: Course, options: Options) -> list[Step]:
    """The steps that `without` names, in the order of the course.

    Raises:
        WorkshopError: there is no such step, or it is a stretch step of a schedule that has none.
    """
    found = {course.find(name).address for name in options.without}
    steps = [step for step in course.steps if step.address in found]
    for step in steps:
        if step.kind != "core" and not options.stretch:
            raise WorkshopError(f"{step.address} {step.name} is a stretch step, and the schedule has none.", "Leave out core steps.")
    return steps


def steps_of(chapter: Chapter, options: Options) -> list[Step]:
    """What of a chapter is in the schedule."""
    return [step for step in chapter.steps if (options.stretch or step.kind == "core") and step.address not in options.without]


def _shared_out(chapters: Sequence[Chapter], options: Options) -> list[Sequence[Chapter]]:
    """The chapters of each day, so that the longest day is as short as can be; a chapter is not torn apart."""

    def cut(places: tuple[int, ...]) -> list[Sequence[Chapter]]:
        edges = (0, *places, len(chapters))
        return [chapters[begin:end] for begin, end in pairwise(edges)]

    def longest(parts: list[Sequence[Chapter]]) -> int:
        return max(sum(step.minutes for chapter in part for step in steps_of(chapter, options)) for part in parts)

    return min(map(cut, combinations(range(1, len(chapters)), options.days - 1)), key=longest)


def _day(chapters: Sequence[Chapter], options: Options, *, first: bool, last: bool) -> Day:
    todo = [(options.welcome, "frame", "Welcome; does everybody's set-up work?" if first else "Welcome back; who needs `catch-up`?", None)]
    for chapter in chapters:
        if options.opening and chapter is not chapters[0]:  # the day's first chapter begins with the welcome
            todo.append((options.opening, "opening", f"Chapter {int(chapter.name[:2])}: what it is about, one thing shown", None))
        todo += [(step.minutes, "step", f"{step.address} {step.title}", step) for step in steps_of(chapter, options)]
        if options.together:
            todo.append((options.together, "together", f"Chapter {int(chapter.name[:2])}: a solution looked at together, questions", None))
    todo.append((options.wrap_up, "frame", "Wrap-up: what to take home" if last else "Wrap-up of the day", None))
    left = sum(minutes for minutes, *_ in todo)
    # Breaks still to come are not in `left`, so a day that only just reaches the afternoon has its lunch all the same.
    lunch = options.lunch and options.start + left > options.lunch_at + LUNCH_IS_WORTH_IT
    day: Day = []
    now = rested = options.start
    for number, (minutes, kind, what, step) in enumerate(todo):
        # Nobody wants a break between a chapter's opening and its first step.
        ahead = until_break = minutes + (todo[number + 1][0] if kind == "opening" else 0)
        half = options.every // 2
        if kind == "opening" and now - rested >= half and not (lunch and options.lunch_at - now < half):
            until_break = _until_the_next(todo[number:])  # better a break now than one in the middle of the chapter
        if lunch and now + ahead // 2 >= options.lunch_at and len(day) > 1:
            day.append(Entry(now, options.lunch, "break", "Lunch"))
            lunch = False
            now = rested = now + options.lunch
        elif (
            now + until_break - rested > options.every + (OVERTIME if kind == "together" else 0)
            and left > 30
            and not (lunch and options.lunch_at - now < 30)
        ):
            day.append(Entry(now, options.breaks, "break", "Break"))
            now = rested = now + options.breaks
        day.append(Entry(now, minutes, kind, what, step))
        now += minutes
        left -= minutes
    return day


def _until_the_next(todo: Sequence[tuple[int, str, str, Step | None]]) -> int:
    """The minutes of the chapter that begins there."""
    end = next(number for number, (_, kind, *_) in enumerate(todo) if number and kind in ("opening", "frame"))
    return sum(minutes for minutes, *_ in todo[:end])


def sums(entries: Sequence[Entry]) -> str:
    """What the minutes come to, by kind."""
    of = {
        "core steps": [entry for entry in entries if entry.step and entry.step.kind == "core"],
        "stretch steps": [entry for entry in entries if entry.step and entry.step.kind == "stretch"],
        "together": [entry for entry in entries if entry.kind in ("opening", "together")],
        "welcome and wrap-up": [entry for entry in entries if entry.kind == "frame"],
        "breaks": [entry for entry in entries if entry.kind == "break"],
    }
    found = {name: sum(entry.minutes for entry in part) for name, part in of.items()}
    return ", ".join(f"{name} {duration(minutes)}" for name, minutes in found.items() if minutes)


def titles(schedule: list[Day]) -> list[str]:
    """A heading for each day, with its hours."""
    name = "The day" if len(schedule) == 1 else "Day {}"
    return [
        f"{name.format(number)}, {clock(day[0].begin).strip()} to {clock(day[-1].end).strip()}" for number, day in enumerate(schedule, 1)
    ]


def text(schedule: list[Day]) -> str:
    """The schedule for a terminal."""
    lines: list[str] = []
    for title, day in zip(titles(schedule), schedule, strict=True):
        lines += [title, ""]
        for entry in day:
            gap = "  " if entry.kind in ("break", "frame") else "    "
            stretch = " (stretch)" if entry.step and entry.step.kind == "stretch" else ""
            lines.append(f"{clock(entry.begin)}{entry.minutes:>5} min{gap}{entry.what}{stretch}")
        lines += [f"{clock(day[-1].end)}", "", f"In all {duration(day[-1].end - day[0].begin)}: {sums(day)}.", ""]
    return "\n".join(lines)


def markdown(schedule: list[Day], link: str = "{page}", level: int = 3) -> str:
    """The schedule for a page.

    Args:
        schedule: the schedule.
        link: where a step's page is; `{page}` is its place below the book's sources.
        level: the level of the headings.
    """
    parts: list[str] = []
    for title, day in zip(titles(schedule), schedule, strict=True):
        rows = ["| from | minutes | what |", "|---|---|---|"]
        for entry in day:
            what = entry.what if entry.kind != "break" else f"*{entry.what}*"
            if entry.step:
                stretch = " *(stretch)*" if entry.step.kind == "stretch" else ""
                page = link.format(page=f"{entry.step.chapter}/{entry.step.name}.md")
                what = f"[{entry.what}]({page}){stretch}"
            rows.append(f"| {clock(entry.begin)} | {entry.minutes} | {what} |")
        length = duration(day[-1].end - day[0].begin)
        parts += [f"{'#' * level} {title}", "\n".join(rows), f"In all {length}: {sums(day)}."]
    return "\n\n".join(parts)


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hot Modules: the schedule</title>
<style>
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; font: 12pt/1.4 system-ui, sans-serif; }}
table {{ width: 100%; border-collapse: collapse; }}
td {{ padding: 0.15em 0.6em; border-bottom: 1px solid #ccc; vertical-align: top; }}
td:nth-child(1), td:nth-child(2) {{ width: 1%; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
tr.break td {{ background: #eee; font-style: italic; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
tr.opening td, tr.together td, tr.frame td {{ font-weight: bold; }}
section + section {{ break-before: page; }}
@media print {{
  @page {{ margin: 12mm; }}
  body {{ margin: 0; font-size: 10pt; line-height: 1.2; }}
  td {{ padding-block: 0.1em; }}
  tr {{ break-inside: avoid; }}
}}
</style>
<main>
<h1>Hot Modules</h1>
{days}
</main>
</html>
"""


def printable(schedule: list[Day]) -> str:
    """The schedule as a page of HTML that needs nothing else, to print it and pin it to the door."""
    parts = []
    for title, day in zip(titles(schedule), schedule, strict=True):
        rows = "\n".join(_row(entry) for entry in day)
        sum_ = f"In all {duration(day[-1].end - day[0].begin)}: {sums(day)}."
        parts.append(
            f"<section>\n<h2>{title}</h2>\n<table>\n<caption hidden>{title}</caption>\n{rows}\n</table>\n<p>{sum_}</p>\n</section>"
        )
    return PAGE.format(days="\n".join(parts))


def _row(entry: Entry) -> str:
    what = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(entry.what, quote=False))
    stretch = " <i>(stretch)</i>" if entry.step and entry.step.kind == "stretch" else ""
    return f'<tr class="{entry.kind}"><td>{clock(entry.begin)}</td><td>{entry.minutes} min</td><td>{what}{stretch}</td></tr>'


def skippable(course: Course) -> Iterator[tuple[Step, list[Step]]]:
    """Each core step with the core steps that need something that no other core step before them teaches; those without can be skipped."""
    core = [step for step in course.steps if step.kind == "core"]
    for number, step in enumerate(core):
        elsewhere: set[str] = {what for other in core[:number] for what in (*other.teaches, *other.recalls)}
        own = {*step.teaches, *step.recalls} - elsewhere
        needed_by = [other for other in core[number + 1 :] if own & set(other.needs) - set(other.recalls)]
        yield step, needed_by


def clock(minutes: int) -> str:
    """A time of the day."""
    return f"{minutes // 60}:{minutes % 60:02}".rjust(5)


def duration(minutes: int) -> str:
    """Minutes as a person says them."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part)


def time(value: str) -> int:
    """`9:00` in minutes since midnight."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", value)
    if not found or int(found[1]) > 23:
        raise argparse.ArgumentTypeError(f"{value!r} is no time of the day; say 9:00 or 13:30")
    return int(found[1]) * 60 + int(found[2])


def parser() -> argparse.ArgumentParser:
    """The options, as a command has them."""
    default = Options()
    found = argparse.ArgumentParser(
        prog="python3 noxfile.py -s schedule --", description="The day of a class, worked out from the steps' minutes."
    )
    found.add_argument("--start", type=time, default=default.start, metavar="9:00", help="when it begins (default: 9:00)")
    found.add_argument("--days", type=int, default=default.days, help="on how many days (default: 1); two make two half days")
    found.add_argument("--stretch", action="store_true", help="with the stretch steps")
    found.add_argument("--lunch-at", type=time, default=default.lunch_at, metavar="12:30", help="lunch about then (default: 12:30)")
    for name, what in {
        "--breaks": "how long a break is",
        "--every": "the longest time without a break",
        "--lunch": "how long lunch is, 0 for none",
        "--welcome": "how long the welcome is",
        "--opening": "how long you show at the beginning of each chapter but a day's first, 0 for not at all",
        "--together": "how long to look at solutions together after each chapter, 0 for not at all",
        "--wrap-up": "how long the wrap-up is",
    }.items():
        value = getattr(default, name.removeprefix("--").replace("-", "_"))
        found.add_argument(name, type=int, default=value, metavar="MIN", help=f"{what} (default: {value})")
    found.add_argument("--without", nargs="+", default=(), metavar="STEP", help="steps to leave out: 01.4 or signatures")
    return found


def options_of(arguments: argparse.Namespace) -> Options:
    """The options that a command was given."""
    given = {name: getattr(arguments, name) for name in Options.__dataclass_fields__}
    return Options(**given | {"without": tuple(arguments.without)})


def omissions(course: Course, options: Options) -> str:
    """What is left out, and which steps miss it; empty if nothing is."""
    needed_by = {step.address: needed for step, needed in skippable(course)}
    out = left_out(course, options)
    lines = []
    for step in out:
        missing = [other.address for other in needed_by.get(step.address, []) if other not in out]
        more = f", though {', '.join(missing)} {'builds' if len(missing) == 1 else 'build'} on it: show its solution" if missing else ""
        lines.append(f"Left out: {step.address} {step.name}, {step.minutes} minutes{more}.\n")
    return "".join(lines)


def main() -> None:
    """Print the schedule, and write it as a page for the printer."""
    from .build import here, shown  # wants what the companion runs on, and the rest of this does not

    found = parser()
    found.add_argument(
        "--out", type=Path, default=OUT, help="where to write it for the printer: .html or .md (default: target/schedule.html)"
    )
    arguments = found.parse_args()
    try:
        if arguments.out.suffix not in (".html", ".md"):
            raise WorkshopError(f"--out is {arguments.out}.", "Take a name that ends in .html or .md.")
        course, options = course_module.load(), options_of(arguments)
        schedule = days(course, options)
        out = here() / arguments.out
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(
            printable(schedule) if out.suffix == ".html" else f"# Hot Modules\n\n{markdown(schedule, level=2)}\n", encoding="utf-8"
        )
    except WorkshopError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.\nSay where to write it: --out FILE.")
    print(text(schedule))
    print(omissions(course, options), end="")
    print(f"For the printer: {shown(out)}")


if __name__ == "__main__":
    main()
