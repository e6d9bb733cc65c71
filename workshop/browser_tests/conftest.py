"""The book, built anew and opened as learners open it: from its folder, without a server."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workshop.book import mdbook

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Book:
    """The built book, and the page that it is looked at with.

    Attributes:
        asked: the addresses that its pages asked for.
    """

    def __init__(self, folder: Path, page: "Page") -> None:
        self.folder = folder
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def address(self, name: str = "") -> str:
        """Where a page is, or the folder."""
        return (self.folder / name).as_uri()

    def open(self, name: str, dark: bool = False, width: int = 1280) -> None:
        """Open a page as somebody sees it who has set nothing but the system's colours."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.goto(self.address(name))

    def unfold(self) -> None:
        """Open all that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book."""
    out = tmp_path_factory.mktemp("book")
    assert mdbook.build(out=out) == []
    return out


@pytest.fixture
def book(built: Path, page: "Page") -> Book:
    """The book, with a page that has been nowhere."""
    return Book(built, page)
