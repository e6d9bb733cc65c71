"""What the learner looks at: the step, the verdict, the hints and the keys, on one screen."""

import contextlib
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from . import report
from .build import shown
from .companion import Companion
from .course import Course, Step
from .dialogs import Choice, Question, Reader, StepList, beside, heading, keys_line, markdown
from .errors import WorkshopError
from .ladder import Rung
from .loop import Loop
from .progress import Progress
from .verdict import Verdict

KEYS = (
    ("n", "next", "next", "go to the next step; never by itself"),
    ("N", "next_core", "next core", "go to the next core step, past the stretch steps; they are for those who have time left"),
    ("p", "previous", "previous", "go to the step before"),
    ("h", "hint", "hint", "the next hint; each says more than the one before; Esc hides and shows them"),
    ("l", "list", "list", "all steps: go to one (Enter), or catch up to it (u)"),
    ("x", "reset", "reset", "put the step back to its beginning; a copy of yours is kept"),
    ("s", "solution", "solution", "the solution beside yours"),
    ("r", "read", "read", "the step's page"),
    ("c", "check", "check", "a verdict without a save"),
    ("?", "help", "help", "this"),
    ("q", "app.quit", "quit", "leave; Ctrl-C does the same. `learn` goes on where you left"),
)

HELP = """\
Keep this beside your editor. Read the step's page, edit its file at the TODO, save: a second or two later the verdict is here.

"""

MORE_HELP = """

↑ ↓ PgUp PgDn scroll; Tab goes from the verdict to the hints and back.
Every key is a command too, for another terminal: `python3 noxfile.py -s learn -- help`.
"""

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
WAITING = "waiting for your next save"


class Desk(Screen[None]):
    """The one screen; the loop's listener."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.replace("?", "question_mark"), action, label) for key, action, label, _ in KEYS),
        Binding("escape", "toggle_hints", "hints"),
    ]

    def __init__(self, companion: Companion) -> None:
        super().__init__()
        self.companion = companion
        self.loop = Loop(companion, self)
        self._step: Step | None = None
        """The step on the screen."""
        self._watching: Worker[None] | None = None
        self._shown = False
        """Whether a verdict on that step is on the screen."""
        self._parts: dict[str, RenderableType] = {}
        """The verdict on the screen, and under it the learner's times and why there are none, by what they are about."""
        self._what = ""
        self._beside = ""
        """What goes on beside the learner's work."""
        self._since = 0.0
        self._notice_read = False

    @property
    def busy(self) -> bool:
        """Whether a verdict is on its way."""
        return bool(self._what)

    def compose(self) -> ComposeResult:
        yield Static(classes="heading", id="title")
        yield Static(id="where")
        with VerticalScroll(id="verdict"):
            yield Static()
        with VerticalScroll(id="hints"):
            yield Static()
        yield Static(id="notice")
        yield Static(id="activity")
        yield Static(id="foot")
        yield Static(keys_line([(key, label) for key, _, label, _ in KEYS], gap=" "), classes="keys")

    def on_mount(self) -> None:
        self._ticking = self.set_interval(1 / 10, self._show_activity, pause=True)
        self._show_activity()
        self.query_one("#verdict").focus()
        self.action_check()

    async def on_unmount(self) -> None:
        await self.loop.stop()

    @work(name="watch", exclusive=True)
    async def _watch(self) -> None:
        try:
            await self.loop.run()
        except (WorkshopError, OSError) as error:
            self.failed(_sentence(error))
            self._notice("Saves are not watched at the moment. When that is mended: c goes on.")

    # What the loop tells.

    def started(self, step: Step) -> None:
        """A verdict is on its way; the one on the screen is about older code."""
        with self._told():
            self._show_step(step)
        self._beside = ""
        self._since = time.monotonic()
        if self._notice_read:
            self._notice("")
        self.progressed("starting")
        self._ticking.resume()

    def progressed(self, what: str) -> None:
        """What goes on."""
        self._what = what
        if self._shown:
            self.query_one("#verdict").add_class("old").border_title = "earlier verdict · a new one is on its way"
        self._show_activity()

    def judged(self, step: Step, verdict: Verdict, first: bool) -> None:
        """A verdict is there."""
        with self._told():
            if step != self.companion.step:
                return  # the learner has gone on meanwhile
            parts = [report.verdict(verdict, step)]
            if verdict.passed:
                parts.append(Text("\n" + congratulation(self.companion.progress, step, first=first), style="bold"))
            self._show_verdict(Group(*parts))
            self._show_step(step)

    def failed(self, error: WorkshopError) -> None:
        """No verdict was possible."""
        self._show_verdict(Text.assemble((f"No verdict: {error.what}", "bold red"), f"\n{error.remedy}"))

    def measuring(self, what: str) -> None:
        """A time is being taken, or no more."""
        if what and not self._beside:
            self._since = time.monotonic()
            self._ticking.resume()
        elif not what and not self._what:
            self._ticking.pause()
        self._beside = what
        self._show_activity()

    def timed(self, step: Step, rungs: list[Rung]) -> None:
        """The learner's own times, under the verdict."""
        self._show_beneath("times", report.ladder(rungs, step))

    def not_timed(self, step: Step, why: str) -> None:
        """No time; the verdict stands."""
        self._show_beneath(step.key, report.no_time(step, why))

    # What is where. A bare Text becomes Textual's own markup, with CSS's red and green; inside of a Group it keeps the terminal's.

    def _show_beneath(self, about: str, what: RenderableType) -> None:
        if self._shown and not self._what:
            self._parts[about] = Padding(what, (1, 0, 0, 0), expand=False)
            self.query_one("#verdict Static", Static).update(Group(*self._parts.values()))

    def _show_verdict(self, body: RenderableType) -> None:
        self._parts = {"verdict": body}
        self._what = self._beside = ""
        self._shown = True
        self._notice_read = True  # it stands until the next save
        self._ticking.pause()
        pane = self.query_one("#verdict")
        pane.remove_class("old").border_title = "verdict"
        pane.query_one(Static).update(Group(*self._parts.values()))
        pane.scroll_home(animate=False)
        self._show_activity()

    def _show_step(self, step: Step) -> None:
        companion, course = self.companion, self.companion.course
        chapter = course.chapter_of(step)
        stretch = " (stretch)" if step.kind == "stretch" else ""
        title = f"Hot Modules · {step.address} {step.title}{stretch} · chapter {chapter.name[:2]} {chapter.title}"
        self.query_one("#title", Static).update(heading(title))
        where = Text()
        for label, file in (*(("edit", file) for file in step.files), ("read", step.page), ("test", step.test)):
            path = companion.workbook.path(step, file)
            where.append("\n" if where else "").append(f"{label}  ", style="dim").append(shown(path), style=Style(link=path.as_uri()))
        self.query_one("#where", Static).update(where)
        python = f"   Python {_version(companion.python)} ({shown(companion.python)})"
        foot = report.bar(companion.progress, min(30, self.app.size.width // 5)) + Text(python, style="dim")
        foot.no_wrap, foot.overflow = True, "ellipsis"
        self.query_one("#foot", Static).update(Group(foot))
        if step != self._step:
            self._step = step
            self._shown = False
            pane = self.query_one("#verdict")
            pane.remove_class("old").border_title = "verdict"
            pane.query_one(Static).update(Text(f"The first verdict on {step.address} is on its way."))
            self._show_hints()

    def _show_hints(self) -> None:
        step = self.companion.step
        count, total = self.companion.progress.of(step).hints, len(step.hints)
        pane = self.query_one("#hints")
        pane.display = count > 0
        left = "h shows the next" if count < total else "that was the last; s shows the solution"
        pane.border_title = f"hint {count} of {total} · {left} · Esc hides"
        numbered = (f"{number}. " + hint.replace("\n", "\n   ") for number, hint in enumerate(step.hints[:count], 1))
        pane.query_one(Static).update(markdown("\n".join(numbered)))
        pane.call_after_refresh(pane.scroll_end, animate=False)

    def _show_activity(self) -> None:
        line = WAITING
        if self._what or self._beside:
            seconds = time.monotonic() - self._since
            line = f"{SPINNER[int(seconds * 10) % len(SPINNER)]} {self._what or f'{WAITING} · {self._beside}'} … {seconds:.0f} s"
        self.query_one("#activity", Static).update(Text(line, no_wrap=True, overflow="ellipsis"))

    def _notice(self, text: str, *, error: bool = False) -> None:
        notice = self.query_one("#notice", Static)
        notice.update(Text(text))
        notice.set_class(error, "error")
        notice.display = bool(text)
        self._notice_read = False

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What a person can mend is said, and the companion goes on."""
        try:
            yield
        except (WorkshopError, OSError) as error:
            self._notice(str(_sentence(error)), error=True)

    # What the keys do.

    def _went(self, step: Step | None, at_the_end: str) -> None:
        self._notice("" if step else at_the_end)
        if step:
            self.loop.again()

    def action_next(self) -> None:
        """Go to the next step."""
        self._next("This is the last step of the course.")

    def action_next_core(self) -> None:
        """Go to the next core step."""
        self._next("No core step follows.", core=True)

    def _next(self, at_the_end: str, *, core: bool = False) -> None:
        with self._told():
            left = self.companion.step
            self._went(self.companion.next(core=core), at_the_end)
            if self.companion.step != left and not self.companion.progress.done(left):
                self._notice(f"{left.address} is not passed yet; p goes back to it.")

    def action_previous(self) -> None:
        """Go to the step before."""
        with self._told():
            self._went(self.companion.previous(), "This is the first step of the course.")

    def action_hint(self) -> None:
        """Show one more hint."""
        with self._told():
            self.companion.progress.note_hint(self.companion.step)
            self._show_hints()

    def action_toggle_hints(self) -> None:
        """Hide the hints, or show again those that were shown."""
        pane = self.query_one("#hints")
        with self._told():
            pane.display = not pane.display and self.companion.progress.of(self.companion.step).hints > 0

    # What opens a screen waits until that is there: keys typed ahead are meant for it.

    async def action_list(self) -> None:
        """All steps: go to one, or catch up to it."""
        with self._told():
            await self.app.push_screen(StepList(self.companion.course, self.companion.progress), self._chosen)

    async def _chosen(self, choice: Choice | None) -> None:
        if not choice:
            return
        what, step = choice
        with self._told():
            companion = self.companion
            if what == "go":
                companion.progress.go_to(step)
                self._went(step, "")
                return
            todo = [other.address for other in companion.course.before(step) if not companion.progress.done(other)]
            if not todo:
                self._catch_up(step)
                return
            text = f"The solutions of {_listed(todo)} are filled in. What you wrote there is kept in {self._kept()}."
            await self._ask(f"Catch up to {step.address} {step.title}?\n\n{text}", "fill in", lambda: self._catch_up(step))

    def _catch_up(self, step: Step) -> None:
        filled, kept = self.companion.catch_up(step)
        said = f"Filled in {_listed([other.address for other in filled])}." if filled else "Nothing was left to fill in."
        self._notice(said + "".join(f"\nWhat you had is kept in {shown(folder)}" for folder in kept))
        self.loop.again()

    async def action_reset(self) -> None:
        """Put the step back."""
        with self._told():
            step = self.companion.step
            text = f"Put {step.address} {step.title} back to its beginning?\n\nA copy of what you have now is kept in {self._kept()}."
            await self._ask(text, "put back", lambda: self._reset(step))

    def _reset(self, step: Step) -> None:
        folder = self.companion.reset(step)
        said = f"Yours is kept in {shown(folder)}." if folder else "Nothing had been changed."
        self._notice(f"{step.address} is back at its beginning. {said}")
        self.loop.again()

    async def action_solution(self) -> None:
        """The solution beside the learner's files; before a pass only after a warning."""
        with self._told():
            step = self.companion.step
            entry = self.companion.progress.of(step)
            if entry.passed_at or entry.solution_seen:
                await self._show_solution(step)
                return
            left = len(step.hints) - entry.hints
            hints = f" {left} hint{'' if left == 1 else 's'} left: h shows the next." if left else ""
            text = (
                f"{step.address} {step.title} is not passed yet, and the solution is worth most after an attempt of your own.{hints}\n\n"
                "Show the solution all the same? The progress will say that you saw it."
            )
            await self._ask(text, "show it", lambda: self._show_solution(step))

    async def _show_solution(self, step: Step) -> None:
        pairs = [beside(pair) for pair in self.companion.solution(step)]
        await self.app.push_screen(Reader(f"{step.address} {step.title} · yours beside the solution, ≠ marks what differs", *pairs))

    async def action_read(self) -> None:
        """The step's page."""
        with self._told():
            step = self.companion.step
            path = self.companion.workbook.path(step, step.page)
            if not path.is_file():
                raise WorkshopError(f"there is no {shown(path)}.", "Quit and start `learn` again: it puts back what is missing.")
            text = path.read_text(encoding="utf-8", errors="replace")
            await self.app.push_screen(Reader(f"{step.address} {step.title}", markdown(text)).add_class("page"))

    async def action_help(self) -> None:
        """What the keys do."""
        keys = Text(HELP)
        for key, _, _, what in KEYS:
            keys.append(f" {key} ", style="bold reverse").append(f"  {what}\n")
        await self.app.push_screen(Reader("Hot Modules · help", keys.append(MORE_HELP)))

    async def _ask(self, text: str, yes: str, then: Callable[[], object]) -> None:
        async def answered(said_yes: bool | None) -> None:
            if said_yes:
                with self._told():
                    done = then()
                    if isinstance(done, Awaitable):
                        await done

        await self.app.push_screen(Question(text, yes), answered)

    def _kept(self) -> str:
        return shown(self.companion.workbook.folder / "kept")

    def action_check(self) -> None:
        """A verdict now; the watching begins anew if it came to an end."""
        self._notice("")
        if self._watching and self._watching.is_running:
            with self._told():
                self.loop.again()
        else:
            self._watching = self._watch()


def congratulation(progress: Progress, step: Step, *, first: bool) -> str:
    """What to say after a pass, and where to go from here."""
    course = progress.course
    chapter = course.chapter_of(step)
    number = course.steps.index(step) + 1
    following = course.steps[number] if number < len(course.steps) else None
    remaining = [other.address for other in course.steps if not progress.done(other)]
    praise = "Well done." if first else "Still passes."
    if step == chapter.steps[-1]:
        of_what = "the course" if following is None else f"chapter {chapter.name[:2]}, {chapter.title}"
        praise += f" That was the last step of {of_what}."
    if not remaining:
        return f"{praise} All {len(course.steps)} steps of the course are done!"
    if following is None:
        return f"{praise} Still open: {_listed(remaining)}; l lists them."
    return f"{praise} {where_to(course, step)}; s shows the solution beside yours."


def where_to(course: Course, step: Step) -> str:
    """What n does after a step that is not the last, and N, where it does something else."""
    following, core = course.steps[course.steps.index(step) + 1], course.core_step_after(step)
    if following.kind == "core" or core is None:
        return f"n goes to the next step, {following.address} {following.title}"
    return f"n goes to the next step, {following.address} {following.title} (stretch), N to the next core step, {core.address} {core.title}"


def _listed(addresses: list[str]) -> str:
    """Steps in a few words."""
    few = ", ".join(addresses[:6])
    return few if len(addresses) <= 6 else f"{few} and {len(addresses) - 6} more"


def _sentence(error: WorkshopError | OSError) -> WorkshopError:
    if isinstance(error, WorkshopError):
        return error
    return WorkshopError(f"{error.filename or 'the disk'}: {error.strerror or error}.", "Mend that and try again.")


def _version(python: Path) -> str:
    """The version of an environment's Python, without starting it."""
    with contextlib.suppress(OSError):
        text = (python.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+\.\d+)", text, re.MULTILINE):
            return found[1]
    return ""
