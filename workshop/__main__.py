"""The learner's commands: `python3 noxfile.py -s learn -- COMMAND`."""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import sys
from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax

from . import report
from .build import here, shown
from .companion import Companion, open_companion
from .course import Step
from .errors import WorkshopError
from .ladder import Ladder, NotMeasuredError
from .verdict import Verdict

LEARN = "python3 noxfile.py -s learn"


def main() -> None:
    """Parse the command line, run the command, turn what a person can mend into one sentence."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a pipe or an old terminal may have no ✓
    parser = _parser()
    arguments = parser.parse_args()
    try:
        if arguments.command == "help":
            parser.print_help()
            return
        if arguments.command == "doctor":
            from . import doctor

            sys.exit(doctor.run(arguments.workbook))
        code = _COMMANDS[arguments.command](open_companion(arguments.workbook), arguments)
        sys.stdout.flush()
        sys.exit(code)
    except BrokenPipeError:
        # `list | head`: the reader has seen enough, and the interpreter must not try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except WorkshopError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(
            f"{error.filename or 'the disk'}: {error.strerror or error}.\nMend that and run the command again; what you wrote is still there."
        )
    except KeyboardInterrupt:
        sys.exit(130)


class _Command(argparse.ArgumentParser):
    """One command; `--workbook` may stand after it as well."""

    def __init__(self, **more) -> None:
        super().__init__(**more)
        self.add_argument("--workbook", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"{LEARN} --", description="The learner's companion. Without a command: start or continue the course."
    )
    parser.add_argument("--workbook", type=Path, help="the workbook's folder (default: workbook/ in the repository)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Command)
    commands.add_parser("status", help="where you stand and what to do next")
    watch = commands.add_parser("watch", help="[--plain] [--contrast]: watch, save, verdict (what happens without a command in a terminal)")
    watch.add_argument("--plain", action="store_true", help="no full screen: lines, and keys followed by Enter")
    watch.add_argument("--contrast", action="store_true", help="for a projector: nothing dim, all of it bold")
    check = commands.add_parser("check", help="[STEP] [--all]: the verdict on a step, once; exits with 1 unless it passes")
    check.add_argument("step", nargs="?", help="01.4 or signatures (default: the current step)")
    check.add_argument("--all", action="store_true", help="all steps, a line each")
    following = commands.add_parser("next", help="[--core]: go to the next step")
    following.add_argument("--core", action="store_true", help="past the stretch steps, to the next core step")
    commands.add_parser("previous", help="go to the step before")
    commands.add_parser("goto", help="STEP: go to a step").add_argument("step", help="01.4 or signatures")
    commands.add_parser("hint", help="the next hint; each says more than the one before")
    commands.add_parser("list", help="all steps: done, current, open")
    reset = commands.add_parser("reset", help="[STEP]: put a step back to its beginning; a copy of yours is kept")
    reset.add_argument("step", nargs="?", help="01.4 or signatures (default: the current step)")
    solution = commands.add_parser("solution", help="[STEP] [--anyway]: the solution beside your own, after a pass")
    solution.add_argument("step", nargs="?", help="01.4 or signatures (default: the current step)")
    solution.add_argument("--anyway", action="store_true", help="show it before a pass too")
    commands.add_parser("catch-up", help="STEP: fill in the solutions up to a step and go there").add_argument(
        "step", help="01.4 or signatures"
    )
    progress = commands.add_parser("progress", help="[--json] [--room FOLDER]: how far you are")
    progress.add_argument("--json", action="store_true", help="for machines: one JSON object")
    progress.add_argument("--room", type=Path, metavar="FOLDER", help="for instructors: all workbooks below a folder, a line each")
    times = commands.add_parser("times", help="[--again]: your own times for chapter 5's job; takes those that are missing")
    times.add_argument("--again", action="store_true", help="take all of them anew, one after the other")
    commands.add_parser("doctor", help="check the machine, each failure with its remedy")
    commands.add_parser("help", help="this")
    parser.set_defaults(command="start")
    return parser


def _step(companion: Companion, name: str | None) -> Step:
    return companion.course.find(name) if name else companion.step


def _show(*parts) -> None:
    console = report.console()
    for part in parts:
        console.print(part)


def start(companion: Companion, _: argparse.Namespace) -> int:
    """Bring the workbook up to date; then the screen, or, without a terminal, where the learner stands."""
    _prepare(companion)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _status(companion)
    return _watch_on_screen(companion)


def _watch_on_screen(companion: Companion, *, contrast: bool = False) -> int:
    from . import screen

    with companion.watch_alone():
        screen.run(companion, contrast=contrast)
    return 0


def status(companion: Companion, _: argparse.Namespace) -> int:
    """Where the learner stands."""
    companion.require()
    return _status(companion)


def _status(companion: Companion) -> int:
    step = companion.step
    _show(report.where(step, companion.progress, companion.workbook), "")
    if companion.progress.done(step):
        _show(f"This step is done. Next: {LEARN} -- next (with --core past the stretch steps)")
    else:
        _show(
            "Read the page, edit the file at its TODO, save; then, for a verdict:",
            f"    {LEARN} -- check",
            "In a terminal `learn` watches and gives it at each save:",
            f"    {LEARN}",
        )
    return 0


def _prepare(companion: Companion) -> None:
    """Make or update the workbook and say what was done to it."""
    if not companion.workbook.own.exists():
        _show(f"Making your workbook in {shown(companion.workbook.folder)} (if yours lies elsewhere: --workbook PATH) …")
    synced = companion.prepare()
    if synced.created:
        _show(f"Open {shown(companion.workbook.folder)} in your editor.")
    for what, names in (("updated from the course", synced.updated), ("was missing, put back", synced.restored)):
        for name in names[:5]:
            _show(f"{what}: {name}{' (as it was at the beginning)' if names is synced.restored else ''}")
        if len(names) > 5:
            _show(f"{what}: {len(names) - 5} more files")
    for name in synced.behind:
        _show(f"yours, though the course has a newer version: {name} (`reset` of its step takes that and keeps a copy of yours)")


def watch(companion: Companion, arguments: argparse.Namespace) -> int:
    """The loop, on the screen or plain."""
    _prepare(companion)
    if not arguments.plain:
        return _watch_on_screen(companion, contrast=arguments.contrast)
    from . import plain

    with companion.watch_alone():
        asyncio.run(plain.run(companion))
    return 0


def check(companion: Companion, arguments: argparse.Namespace) -> int:
    """The verdict on one step or on all."""
    _prepare(companion)
    steps = companion.course.steps if arguments.all else [_step(companion, arguments.step)]
    console = report.console()
    verdicts = [_verdict(companion, step, console) for step in steps]
    for step, verdict in zip(steps, verdicts, strict=True):
        console.print(report.headline(verdict, step) if arguments.all else report.verdict(verdict, step))
    passed = sum(verdict.passed for verdict in verdicts)
    if arguments.all:
        console.print(f"{passed} of {len(steps)} steps pass")
    elif passed and steps[0].job:
        console.print("`times` shows your own time for the job.", style="dim")
    return 0 if passed == len(steps) else 1


def _verdict(companion: Companion, step: Step, console: Console) -> Verdict:
    """A verdict, with what goes on shown meanwhile where a terminal can show it."""
    with console.status(f"{step.address} {step.name}") if console.is_terminal else contextlib.nullcontext() as line:
        say = (lambda what: line.update(f"{step.address} {what}")) if line else (lambda _: None)
        return asyncio.run(companion.check(step, say))[0]


def next_step(companion: Companion, arguments: argparse.Namespace) -> int:
    """Go on."""
    companion.require()
    at_the_end = "No core step follows." if arguments.core else "This is the last step of the course."
    return _went(companion, companion.next(core=arguments.core), at_the_end)


def previous(companion: Companion, _: argparse.Namespace) -> int:
    """Go back."""
    companion.require()
    return _went(companion, companion.previous(), "This is the first step of the course.")


def goto(companion: Companion, arguments: argparse.Namespace) -> int:
    """Go to a step."""
    companion.require()
    companion.progress.go_to(companion.course.find(arguments.step))
    return _went(companion, companion.step, "")


def _went(companion: Companion, step: Step | None, at_the_end: str) -> int:
    if step is None:
        _show(at_the_end)
        return 0
    return _status(companion)


def hint(companion: Companion, _: argparse.Namespace) -> int:
    """The next hint of the current step."""
    companion.require()
    step = companion.step
    _show(report.hint(step, companion.progress.note_hint(step)))
    return 0


def list_steps(companion: Companion, _: argparse.Namespace) -> int:
    """All steps."""
    companion.require()
    _show(report.steps(companion.course, companion.progress))
    return 0


def reset(companion: Companion, arguments: argparse.Namespace) -> int:
    """Put a step back."""
    companion.require()
    step = _step(companion, arguments.step)
    kept = companion.reset(step)
    _show(
        f"{step.address} {step.name} is back at its beginning."
        + (f" Yours is kept in {shown(kept)}." if kept else " Nothing had been changed.")
    )
    return 0


def solution(companion: Companion, arguments: argparse.Namespace) -> int:
    """The solution beside the learner's own."""
    companion.require()
    step = _step(companion, arguments.step)
    if not companion.progress.done(step) and not arguments.anyway:
        left = len(step.hints) - companion.progress.of(step).hints
        _show(
            f"{step.address} {step.name} is not passed yet, and the solution is worth most after your own attempt.",
            f"There {'is 1 hint' if left == 1 else f'are {left} hints'} left: {LEARN} -- hint",
            f"To see it all the same: {LEARN} -- solution {step.address} --anyway",
        )
        return 1
    console = report.console()
    for pair in companion.solution(step):
        lexer = Syntax.guess_lexer(pair.file)
        wide = console.is_terminal and console.width >= 140
        width = console.width // 2 - 2 if wide else None
        panels = [
            Panel(Syntax(text, lexer, theme="ansi_dark", background_color="default", word_wrap=True), title=title, width=width)
            for title, text in ((f"yours: {pair.file}", pair.learner), (f"solution: {pair.file}", pair.solution))
        ]
        console.print(Columns(panels, padding=0) if wide else panels[0])
        if not wide:
            console.print(panels[1])
    return 0


def catch_up(companion: Companion, arguments: argparse.Namespace) -> int:
    """Fill in the solutions up to a step."""
    _prepare(companion)
    step = companion.course.find(arguments.step)
    filled, kept = companion.catch_up(step)
    for other in filled:
        _show(f"filled in {other.address} {other.name}")
    for folder in kept:
        _show(f"what you had is kept in {shown(folder)}")
    return _status(companion)


def progress(companion: Companion, arguments: argparse.Namespace) -> int:
    """How far the learner is, or everybody in the room."""
    if arguments.room:
        from . import room

        _show(room.table(room.seats(companion.course, (here() / arguments.room.expanduser()).resolve())))
        return 0
    companion.require()
    facts = companion.progress.as_json()
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return 0
    _show(report.bar(companion.progress, min(40, shutil.get_terminal_size().columns // 2)))
    for step in facts["steps"]:
        if step["verdicts"] or step["passed_at"]:
            state = f"passed {step['passed_at']} by {step['by']}" if step["passed_at"] else "open"
            _show(f"{step['address']}  {state}; {step['verdicts']} verdicts, {step['hints']} hints")
    return 0


def times(companion: Companion, arguments: argparse.Namespace) -> int:
    """The learner's own times for the job, those that are missing taken now."""
    _prepare(companion)
    console, ladder = report.console(), companion.ladder
    chapters = dict.fromkeys(step.chapter for step in companion.course.steps if step.job)
    problems = 0
    if not chapters:
        console.print("No step of the course has a time of its own.")
    for chapter in chapters:
        rungs = ladder.rungs(chapter)
        if not rungs:
            first = next(step for step in companion.course.steps if step.chapter == chapter and step.job)
            console.print(f"No step with a time of its own is passed yet; the first is {first.address} {first.name}.")
            continue
        for step in [rung.step for rung in rungs if arguments.again] or ladder.due(chapter):
            try:
                _measured(ladder, step, console)
            except NotMeasuredError as error:
                console.print(report.no_time(step, str(error)))
                problems += 1
        console.print(report.ladder(ladder.rungs(chapter)))
    return 1 if problems else 0


def _measured(ladder: Ladder, step: Step, console: Console) -> None:
    """Take a time, with what goes on shown meanwhile."""
    said = ""

    def say(what: str) -> None:
        nonlocal said
        kind = what.partition(",")[0]
        if line:
            line.update(f"{step.address} {what}")
        elif kind != said:
            console.print(f"… {step.address} {step.name}: {kind}")
        said = kind

    with console.status(f"{step.address} {step.name}") if console.is_terminal else contextlib.nullcontext() as line:
        asyncio.run(ladder.measure(step, say))


_COMMANDS = {
    "start": start,
    "status": status,
    "watch": watch,
    "check": check,
    "next": next_step,
    "previous": previous,
    "goto": goto,
    "hint": hint,
    "list": list_steps,
    "reset": reset,
    "solution": solution,
    "catch-up": catch_up,
    "progress": progress,
    "times": times,
}

if __name__ == "__main__":
    main()
