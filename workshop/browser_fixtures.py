"""Pytest fixtures for whatever is looked at in a browser; session `browser` loads them for all of its tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .browser import launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LIMIT = 20_000
"""Milliseconds that anything on a page may take."""


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One browser for all tests: it takes a second or two to start. What is expected of a page may take long on a busy machine."""
    from playwright.sync_api import expect

    expect.set_options(timeout=LIMIT)
    with launched() as browser:
        yield browser


@pytest.fixture
def context(browser: "Browser") -> Iterator["BrowserContext"]:
    """A browser that has never been anywhere."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(context: "BrowserContext") -> "Page":
    """An empty page."""
    page = context.new_page()
    page.set_default_timeout(LIMIT)
    return page


@pytest.fixture(autouse=True)
def complaints(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What the page says in its console as an error or a warning, and exceptions nobody caught; what is left in it fails the test."""
    said: list[str] = []
    if "page" in request.fixturenames:
        page: Page = request.getfixturevalue("page")
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert not said, "the page complains"
