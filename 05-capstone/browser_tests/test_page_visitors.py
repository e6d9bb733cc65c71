"""The page's visitors: they search as they say, and stop when they should. Searches are held at will, so nothing here is a race."""

import re
import threading

import febrl
import pytest
from playwright.sync_api import expect

CUSTOMERS = febrl.load("1")[:120]
LIMIT = 20
"""Seconds that anything may be held."""

MOST = 6
"""Visitors' requests that are under way at once."""


class Held:
    """Searches wait until they are let go."""

    def __init__(self):
        self.arrived = threading.Semaphore(0)
        self.go = threading.Event()


@pytest.fixture
def held(monkeypatch):
    from service.directory import Directory

    held = Held()
    snapshot = Directory.snapshot

    def wait(directory):
        held.arrived.release()
        assert held.go.wait(LIMIT), "nobody let the search go"
        return snapshot(directory)

    monkeypatch.setattr(Directory, "snapshot", wait)
    yield held
    held.go.set()


@pytest.fixture
def searches(opened):
    """The searches that the page sent, as they were answered."""
    answers = []
    opened.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/matches") else None)
    return answers


def visitors(page, number):
    page.get_by_label("Visitors besides you").fill(str(number))


def figures(page):
    """Answers a second, median, longest, and how many visitors wait."""
    return page.locator("#visits tbody td")


def test_nobody_comes_unasked(opened, searches):
    expect(opened.get_by_label("Visitors besides you")).to_have_value("0")
    expect(opened.locator("#visits")).to_be_hidden()
    assert searches == []


def test_visitors_look_for_customers_of_the_directory(opened, searches):
    visitors(opened, 5)
    expect(figures(opened).first).not_to_have_text("0.0")

    opened.wait_for_function("() => performance.getEntriesByName(`${location.origin}/matches`).length >= 20")
    known = {customer[1:] for customer in CUSTOMERS}
    for search in searches:
        record = search.request.post_data_json
        assert "id" not in record
        assert search.json()["matches"][0]["score"] == 1.0
        assert tuple(record[name] for name in CUSTOMERS[0]._fields[1:]) in known
    assert len({search.request.post_data for search in searches}) > 10, "not always the same one"


def test_figures_are_shown_and_go(opened):
    visitors(opened, 3)

    expect(figures(opened).nth(0)).to_have_text(re.compile(r"[1-9]|0\.[1-9]"))
    assert all(re.fullmatch(r"[\d.]+ m?s", figures(opened).nth(at).inner_text()) for at in (1, 2))
    visitors(opened, 0)
    expect(opened.locator("#visits")).to_be_hidden()


def test_who_waits_is_counted_and_the_page_stays_alive(opened, held):
    """Six searches are under way, the others wait their turn; what the page itself wants does not wait behind them."""
    visitors(opened, 20)

    expect(figures(opened).nth(3)).to_have_text("20")
    assert [figures(opened).nth(at).inner_text() for at in (0, 1)] == ["0.0", "\N{EN DASH}"]
    expect(figures(opened).nth(2)).to_have_text(re.compile(r"s$"))
    for _ in range(MOST):
        assert held.arrived.acquire(timeout=LIMIT)
    opened.locator("#text").fill(CUSTOMERS[3].id)
    expect(opened.locator("#customers-list li")).to_have_count(1)
    assert not held.arrived.acquire(blocking=False), "more than six are under way"
    held.go.set()
    expect(figures(opened).nth(0)).not_to_have_text("0.0")


def test_fewer_visitors(opened, held, searches):
    """Who is too many leaves: those under way after their answer, those in the queue without having searched."""
    visitors(opened, 20)
    expect(figures(opened).nth(3)).to_have_text("20")
    visitors(opened, 0)
    expect(figures(opened).nth(3)).to_have_text("20")
    held.go.set()

    expect(opened.locator("#visits")).to_be_hidden()
    assert len(searches) == MOST
    visitors(opened, 1)
    expect(opened.locator("#visits")).to_be_visible()


@pytest.mark.parametrize(("typed", "shown"), [("1000", "50"), ("-3", "0"), ("2.9", "2"), ("", "0")])
def test_a_number_that_cannot_be(opened, held, typed, shown):
    field = opened.get_by_label("Visitors besides you")
    field.fill("1")
    field.fill(typed)
    field.blur()

    expect(field).to_have_value(shown)


def test_nobody_comes_to_a_hidden_page(opened, held):
    hidden = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    visitors(opened, 3)
    expect(figures(opened).nth(3)).to_have_text("3")
    opened.evaluate(hidden, True)
    held.go.set()

    expect(opened.locator("#visits")).to_be_hidden()
    opened.evaluate(hidden, False)
    expect(opened.locator("#visits")).to_be_visible()
    expect(figures(opened).first).not_to_have_text("0.0")


def test_there_is_nobody_to_look_for(page, service):
    page.goto(service.address)
    expect(page.locator("#summary")).to_contain_text("0 customers")
    visitors(page, 4)

    expect(page.locator("#visitors-problem")).to_have_text("The visitors have left. There are no customers to look for.")
    expect(page.get_by_label("Visitors besides you")).to_have_value("0")
    expect(page.locator("#visits")).to_be_hidden()


def test_the_service_is_gone(page, serve, complaints):
    with serve() as service:
        service.add(CUSTOMERS)
        page.goto(service.address)
        visitors(page, 8)
        expect(figures(page).first).not_to_have_text("0.0")
    port = int(service.address.rpartition(":")[2])

    expect(page.locator("#visitors-problem")).to_contain_text("The visitors have left. The service does not answer.")
    expect(page.get_by_label("Visitors besides you")).to_have_value("0")
    expect(page.locator("#visits")).to_be_hidden()
    with serve(port=port) as service:
        expect(page.locator("#visitors-problem")).to_be_hidden()
        visitors(page, 1)
        expect(figures(page).first).not_to_have_text("0.0")
        page.context.close()
    complaints.clear()
