"""The book in a browser: each page by itself, search, folds, copying, the keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from workshop.course import ROOT

SOURCES = ROOT / "docs" / "src"
STEP = "02-gil/detach.html"
CHAPTERS = sorted(path.parent.name for path in SOURCES.glob("[0-9]*/README.md"))


def page_of(source: Path) -> str:
    """The name of the page that mdbook makes of a source."""
    return source.relative_to(SOURCES).with_suffix(".html").as_posix().replace("README.", "index.")


PAGES = sorted(page_of(path) for path in SOURCES.rglob("*.md") if path.name != "SUMMARY.md")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_from_its_folder_alone_and_fits_a_phone(book, name: str):
    book.open(name, width=360)
    book.unfold()

    assert [address for address in book.asked if not address.startswith((book.address(), "data:"))] == []
    assert (
        book.page.evaluate("[...document.images].filter(image => !image.alt.trim() || !image.naturalWidth).map(image => image.src)") == []
    )
    assert book.page.evaluate("document.documentElement.scrollWidth") <= 360, "the page scrolls sideways"


def words_of(text: str) -> set[str]:
    """The words of a text that a search may ask for: in prose, not in code."""
    return set(re.findall(r"\b[a-z]{7,}\b", re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<!--.*?-->|\S+://\S+", " ", text, flags=re.DOTALL)))


def rare_word(chapter: str) -> tuple[str, str]:
    """The longest word of a chapter that no other page has outside of it, and the page where it stands."""
    texts = {path: words_of(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.md")}
    inside = set().union(*(words for path, words in texts.items() if path.parent.name == chapter))
    outside = set().union(*(words for path, words in texts.items() if path.parent.name != chapter))
    word = max(sorted(inside - outside), key=len)
    return word, next(page_of(path) for path, words in sorted(texts.items()) if word in words)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_search_finds_a_word_of_each_chapter(book, chapter: str):
    book.open("index.html")
    word, name = rare_word(chapter)

    book.page.keyboard.press("/")
    book.page.locator("#mdbook-searchbar").press_sequentially(word)
    book.page.locator(f"#mdbook-searchresults a[href*='{name}']").first.click()  # it finds the word's relatives elsewhere, too

    expect(book.page.locator("main mark").first).to_be_visible()
    assert name in book.page.url


@pytest.mark.parametrize("how", ["click", "Enter", "Space"])
def test_a_fold_opens_and_closes(book, how: str):
    book.open(STEP)
    fold = book.page.locator("main details").first
    inside, summary = fold.locator(":scope > :not(summary)").first, fold.locator("summary")
    for opened in (True, False):
        summary.click() if how == "click" else summary.press(how)
        expect(inside).to_be_visible(visible=opened)


def test_copy_buttons_copy_what_the_fence_holds(book, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    source = (SOURCES / STEP).with_suffix(".md").read_text(encoding="utf-8")
    fences = [body for info, body in re.findall(r"^```(\w+)[^\n]*\n(.*?)^```$", source, re.DOTALL | re.MULTILINE)]
    book.open(STEP)
    copied = []
    for snippet in book.page.locator("main > pre").all():
        snippet.locator(".clip-button").click()
        expect(snippet.locator(".tooltipped")).to_be_visible()
        copied.append(book.page.evaluate("navigator.clipboard.readText()").strip("\n"))
    assert len(fences) > 3
    assert [fence for fence in fences if fence.strip("\n") not in copied] == []


def heading(book) -> str:
    return book.page.locator("main h1").first.inner_text()


def test_the_arrows_turn_the_pages_but_scroll_code(book):
    book.open(STEP, width=360)
    here = heading(book)
    book.page.keyboard.press("ArrowRight")
    expect(book.page.locator("main h1").first).not_to_have_text(here)
    book.page.keyboard.press("ArrowLeft")
    expect(book.page.locator("main h1").first).to_have_text(here)

    code = book.page.locator("main pre > code[tabindex='0']").first
    code.press("ArrowRight")

    book.page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert book.page.url.endswith(STEP)


def test_the_sidebar_by_the_keyboard(book):
    book.open(STEP)
    toggle, sidebar = book.page.locator("#mdbook-sidebar-toggle"), book.page.locator("#mdbook-sidebar")
    expect(sidebar.locator("a.active")).to_have_attribute("href", re.compile(re.escape(STEP)))
    for key, shown in (("Enter", False), ("Space", True)):
        toggle.press(key)
        expect(sidebar).to_be_visible(visible=shown)
        expect(toggle).to_have_attribute("aria-expanded", str(shown).lower())
    sidebar.locator("a", has_text="Ctrl-C").first.press("Enter")

    expect(book.page.locator("main h1").first).to_have_text("Ctrl-C")


def test_the_first_key_skips_to_the_text(book):
    book.open(STEP)
    book.page.keyboard.press("Tab")
    skip = book.page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    book.page.keyboard.press("Enter")
    book.page.keyboard.press("Tab")

    assert book.page.evaluate("document.activeElement.closest('main') !== null")
