"""The companion's screen: one view beside the editor, with the step, the verdict and the keys.

Textual draws it: a real terminal application toolkit that runs on all three systems, puts the terminal back in order whatever happens, renders
what rich renders (so that the screen and the plain loop show the same verdict) and is tested without a terminal.
"""

import asyncio
import contextlib
import signal
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen

from .companion import Companion
from .desk import Desk


class Contrast(LineFilter):
    """Nothing dim, all that is text bold: to be read from the last row of a room."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text, stronger."""
        strong = Style(dim=False, bold=True)
        return [Segment(text, (style or Style()) + strong, control) for text, style, control in segments]


class Screenful(App[None]):
    """The terminal application around the screen."""

    TITLE = "Hot Modules"
    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    theme: Reactive[str] = Reactive("ansi-dark")
    """The terminal's own sixteen colours: rustc's messages look as ever, and a light terminal stays light."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", "quit", priority=True)]

    def __init__(self, companion: Companion, *, contrast: bool = False) -> None:
        super().__init__()
        self.desk = Desk(companion)
        self.contrast = Contrast(enabled=contrast)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and what makes it readable on a projector."""
        return [*super().get_line_filters(), *([self.contrast] if self.contrast.enabled else [])]

    def get_default_screen(self) -> Screen[None]:
        """The desk lies under everything."""
        return self.desk

    def on_mount(self) -> None:
        # Inline code comes on black by default, which is a hole in a light terminal.
        self.console.push_theme(Theme({"markdown.code": "bold cyan"}))
        if self.is_headless:
            return
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            # Windows has no such handlers, and ends a process without asking it.
            with contextlib.suppress(NotImplementedError, AttributeError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.exit)


def run(companion: Companion, *, contrast: bool = False) -> None:
    """Show the screen until the learner quits; the terminal is as it was, then.

    The mouse stays the terminal's own: it selects text, opens the paths, and its wheel arrives as arrow keys.
    """
    Screenful(companion, contrast=contrast).run(mouse=False)
