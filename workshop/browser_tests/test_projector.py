"""The book for a projector: on by the address or a key, off by the key, remembered, and gone without a trace."""

from pathlib import Path

import pytest

from workshop.course import ROOT

PAGE = """<!doctype html>
<html lang="en" class="navy">
<title>Customers</title>
<style>html {{ font-size: 62.5%; }}</style>
<style id="mdbook-highlight-css" media="all">b {{ color: black; }}</style>
<style id="mdbook-tomorrow-night-css" media="all">b {{ color: white; }}</style>
<link rel="stylesheet" href="{css}">
<main><label>Name <input></label></main>
<script src="{script}"></script>
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    docs = ROOT / "docs"
    path.write_text(PAGE.format(css=(docs / "book.css").as_uri(), script=(docs / "projector.js").as_uri()), encoding="utf-8")
    return path.as_uri()


def look(page) -> tuple[str, str, bool]:
    """The size of letters, the theme, and whether the dark colours of code are on."""
    return tuple(
        page.evaluate(
            """() => [getComputedStyle(document.documentElement).fontSize,
                      document.documentElement.className.replace(" projector", ""),
                      !document.getElementById("mdbook-tomorrow-night-css").disabled]"""
        )
    )


USUAL, LARGE = ("10px", "navy", True), ("16px", "light", False)


def test_by_the_address_and_remembered_until_the_key(page, address: str):
    page.goto(address)
    assert look(page) == USUAL
    page.goto(address + "?projector")
    assert look(page) == LARGE
    page.goto(address)
    assert look(page) == LARGE
    page.keyboard.press("Z")
    assert look(page) == USUAL
    page.goto(address)
    assert look(page) == USUAL


def test_by_the_key_but_not_while_one_types(page, address: str):
    page.goto(address)
    page.locator("input").press("Z")
    assert look(page) == USUAL
    page.locator("input").blur()
    page.keyboard.press("z")
    assert look(page) == USUAL
    page.keyboard.press("Z")
    assert look(page) == LARGE
