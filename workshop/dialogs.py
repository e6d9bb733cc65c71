"""What the companion's screen opens over itself: something to read, a question, the list of steps."""

import difflib
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, ClassVar, Literal

from pygments import token
from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.style import Style
from rich.syntax import ANSISyntaxTheme, Syntax
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from .companion import Pair
from .course import Course, Step
from .progress import Progress, StepProgress

CODE: Any = ANSISyntaxTheme(
    {
        token.Comment: Style(dim=True, italic=True),
        token.Comment.Preproc: Style(color="cyan"),
        token.Keyword: Style(color="magenta"),
        token.Keyword.Type: Style(color="cyan"),
        token.Operator.Word: Style(color="magenta"),
        token.Name.Builtin: Style(color="cyan"),
        token.Name.Function: Style(bold=True),
        token.Name.Class: Style(bold=True),
        token.Name.Decorator: Style(color="cyan"),
        token.String: Style(color="green"),
        token.Number: Style(color="cyan"),
        token.Generic.Prompt: Style(bold=True),
    }
)
"""Code in those of a terminal's own colours that are readable on light and on dark; rich's themes are for one or the other."""

_FENCE = re.compile(r"^([ ]*```+\w+),\S.*$", re.MULTILINE)


def heading(text: str) -> Padding:
    """The line at the top of a screen; reversed rather than coloured, so that it is there without colours too."""
    return Padding(Text(text), (0, 1), style="bold reverse")


def keys_line(keys: Sequence[tuple[str, str]], gap: str = "   ") -> Text:
    """Keys and what they do, for the bottom of a screen."""
    line = Text(overflow="fold")
    for key, what in keys:
        # No-break spaces: a narrow terminal breaks the line between two keys, never within one.
        line.append(gap if line else "").append(key, style="bold reverse").append(f" {what}".replace(" ", "\N{NO-BREAK SPACE}"))
    return line


def markdown(text: str) -> Markdown:
    """A page or a hint; the file that a fence names is for the machine that tests the pages."""
    return Markdown(_FENCE.sub(r"\1", text), code_theme=CODE)


def beside(pair: Pair) -> Table:
    """The learner's file beside the solution, equal lines side by side, different ones marked."""
    table = Table(box=None, expand=True, padding=(0, 1, 0, 0), header_style="bold underline")
    table.add_column(Text(f"yours: {pair.file}", overflow="fold"), ratio=1, overflow="fold")
    table.add_column("", width=1)
    table.add_column("solution", ratio=1, overflow="fold")
    lexer = Syntax.guess_lexer(pair.file)
    syntax = Syntax("", lexer, theme=CODE)
    sides = [[line.rstrip("\r") for line in text.expandtabs(4).split("\n")] for text in (pair.learner, pair.solution)]
    left, right = ([*syntax.highlight("\n".join(lines)).split("\n", allow_blank=True)][: len(lines)] for lines in sides)
    for tag, begin, end, other_begin, other_end in difflib.SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
        for own, solution in zip_longest(left[begin:end], right[other_begin:other_end], fillvalue=Text()):
            table.add_row(own, Text("" if tag == "equal" else "≠", style="bold"), solution)
    return table


class Reader(Screen[None]):
    """Something to read, and back.

    Args:
        title: what it is.
        *body: what to read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "back")]

    def __init__(self, title: str, *body: RenderableType) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        yield Static(heading(self._title), classes="heading")
        with VerticalScroll(classes="reader"):
            for part in self._body:
                yield Static(part)
        yield Static(keys_line([("↑↓ PgUp PgDn", "scroll"), ("Esc", "back")]), classes="keys")


class Question(ModalScreen[bool]):
    """A question that takes `y` for yes and whatever else leaves for no.

    Args:
        text: what happens after a yes, and the question.
        yes: what `y` does, in a word or two.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "dismiss(True)", "yes"), Binding("escape,n,q", "dismiss(False)", "no")]

    def __init__(self, text: str, yes: str) -> None:
        super().__init__()
        self._text = text
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(Text(self._text))
            yield Static(keys_line([("y", self._yes), ("n", "no, back")]), classes="keys")


Choice = tuple[Literal["go", "catch up"], Step]


class StepList(Screen[Choice | None]):
    """All steps: one of them to go to, or to catch up to.

    Args:
        course: the course.
        progress: what is done of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("u", "catch_up", "catch up"), Binding("escape,q,l", "dismiss", "back")]

    def __init__(self, course: Course, progress: Progress) -> None:
        super().__init__()
        self._steps = {step.key: step for step in course.steps}
        self._current = progress.current().key
        self._options = []
        for chapter in course.chapters:
            self._options.append(Option(Text(f"\n{chapter.name[:2]}  {chapter.title}", style="bold"), disabled=True))
            for step in chapter.steps:
                self._options.append(Option(_row(step, progress.of(step), current=step.key == self._current), id=step.key))

    def compose(self) -> ComposeResult:
        yield Static(heading("Hot Modules · all steps"), classes="heading")
        yield OptionList(*self._options)
        keys = [("↑↓", "choose"), ("Enter", "go there"), ("u", "catch up: solutions for all before"), ("Esc", "back")]
        yield Static(keys_line(keys), classes="keys")

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = options.get_option_index(self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(("go", self._steps[event.option_id or ""]))

    def action_catch_up(self) -> None:
        """Leave with the wish to catch up to the step under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        if option and option.id:
            self.dismiss(("catch up", self._steps[option.id]))


def _row(step: Step, entry: StepProgress, *, current: bool) -> Table:
    mark = ("▶" if current else " ") + ("✓" if entry.passed_at else "·")
    how = {"catch-up": ", caught up", "solution": ", solution"}.get(entry.by or "", "")
    state = "done" + how if entry.passed_at else "current" if current else "open"
    row = Table.grid(padding=(0, 1), expand=True)
    row.add_column(width=2)
    row.add_column(width=5)
    row.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    row.add_column(width=15)
    title = Text(step.title + (" (stretch)" if step.kind == "stretch" else ""))
    row.add_row(mark, step.address, title, state, style="bold" if current else "none")
    return row
