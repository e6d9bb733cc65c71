"""The page's live part: jobs, the switch, and the latencies that show the difference. Jobs are held at will, so nothing here is a race."""

import re
import threading

import pytest
from playwright.sync_api import expect


class Held:
    """Jobs wait at their first report of progress, until they are let go or cancelled."""

    def __init__(self):
        self.arrived = threading.Semaphore(0)
        self.go = threading.Semaphore(0)


@pytest.fixture
def held(monkeypatch):
    """Holds each job as soon as it has compared half of the customers."""
    import matching

    held = Held()
    whole = matching.Matcher.deduplicate

    def deduplicate(self, progress=None, cancelled=None):
        progress(60, 120)
        held.arrived.release()
        while not held.go.acquire(timeout=0.05):
            if cancelled():
                raise matching.Cancelled(60, 120)
        return whole(self)

    monkeypatch.setattr(matching.Matcher, "deduplicate", deduplicate)
    yield held
    held.go.release(1000)


def start(page):
    page.get_by_role("button", name="Start a job").click()


def test_a_job_is_watched_and_its_result_shown(opened, held):
    start(opened)

    expect(opened.locator("#done")).to_have_text(re.compile(r"Job 1 on Python: 60 of 120 customers, [\d.]+ m?s"))
    expect(opened.locator("#progress")).to_have_js_property("value", 60)
    expect(opened.locator("#job-status")).to_have_text("Job 1: 50 %")
    expect(opened.locator("#summary")).to_contain_text("job 1 runs")
    held.go.release()
    expect(opened.locator("#job-status")).to_have_text(re.compile(r"Job 1 is finished: \d+ pairs"))
    expect(opened.locator("#running")).to_be_hidden()
    expect(opened.get_by_role("button", name="Cancel it")).to_be_disabled()


def test_pairs_and_persons_are_those_of_the_service(opened, service):
    start(opened)
    opened.get_by_role("button", name="Result of job 1").click()

    pairs = service.store.pairs(1, 0, 10)
    expect(opened.locator("#result-list li")).to_have_count(len(pairs))
    first = opened.locator("#result-list li").first
    first.locator("summary").click()
    assert first.locator("summary .score").inner_text() == f"{pairs[0][2]:.3f}"
    expect(first.locator("tbody tr").first).to_have_text(re.compile(f"Id{pairs[0][0]}{pairs[0][1]}"))
    opened.get_by_role("radio", name="Persons with several records").check()
    clusters = service.store.clusters(1, 0, 10)
    items = opened.locator("#result-list > ol > li")
    expect(items.first).to_contain_text(f"{len(clusters[0])} records")
    for cluster, item in zip(clusters, items.all(), strict=True):
        assert all(f"{customer}:" in item.inner_text() for customer in cluster)


def test_a_job_is_cancelled(opened, held, service):
    start(opened)
    expect(opened.locator("#done")).to_be_visible()
    opened.get_by_role("button", name="Cancel it").click()

    expect(opened.locator("#job-status")).to_have_text("Job 1 is cancelled.")
    expect(opened.get_by_role("button", name="Start a job")).to_be_focused()
    expect(opened.locator("#history")).to_contain_text("cancelled")
    assert service.store.job(1)["state"] == "cancelled"


def test_a_job_runs_already(opened, held, complaints):
    start(opened)
    expect(opened.locator("#done")).to_be_visible()
    start(opened)

    expect(opened.locator("#job-problem")).to_have_text("job 1 runs already: wait for its end, or cancel it")
    assert ["409" in text for text in complaints] == [True]
    complaints.clear()


def test_a_job_that_somebody_else_started(opened, held, context):
    other = context.new_page()
    other.goto(opened.url)
    start(other)

    expect(opened.locator("#done")).to_contain_text("Job 1 on Python")
    opened.get_by_role("button", name="Cancel it").click()
    expect(other.locator("#history")).to_contain_text("cancelled")


def test_a_job_that_fails(opened, monkeypatch):
    import matching

    def deduplicate(*_):
        raise RuntimeError("out of luck <b>")

    monkeypatch.setattr(matching.Matcher, "deduplicate", deduplicate)
    start(opened)

    expect(opened.locator("#job-problem")).to_have_text("Job 1 failed: RuntimeError: out of luck <b>")


def test_one_after_the_other(opened, held):
    opened.get_by_label("when it has ended, start the next").check()
    start(opened)
    for number in (1, 2):
        expect(opened.locator("#done")).to_contain_text(f"Job {number} on Python")
        held.go.release()
    expect(opened.locator("#done")).to_contain_text("Job 3 on Python")
    opened.get_by_role("button", name="Cancel it").click()

    expect(opened.locator("#job-status")).to_have_text("Job 3 is cancelled.")
    expect(opened.locator("#summary")).to_contain_text("no job runs")
    expect(opened.locator("#history tbody tr")).to_have_count(3)


def test_the_switch(opened):
    opened.get_by_label("Rust, the port").check()
    expect(opened.locator("#summary")).to_contain_text("Rust does the matching")
    start(opened)
    expect(opened.locator("#history tbody tr").first).to_have_text(re.compile(r"^1Rust.*\d+ pairs$"))
    opened.get_by_label("Python, the reference").check()
    expect(opened.locator("#summary")).to_contain_text("Python does the matching")
    start(opened)

    expect(opened.locator("#history tbody tr").first).to_have_text(re.compile(r"^2Python.*\d+ pairs$"))
    outcomes = opened.locator("#history button").all_inner_texts()
    assert outcomes[0] == outcomes[1], "both find the same"


def test_the_switch_is_refused_while_a_job_runs(opened, held, complaints):
    start(opened)
    expect(opened.locator("#done")).to_be_visible()
    opened.get_by_label("Rust, the port").click()

    expect(opened.locator("#switch-problem")).to_have_text("job 1 runs: wait for its end, or cancel it")
    expect(opened.get_by_label("Python, the reference")).to_be_checked()
    complaints.clear()


def test_the_switch_without_the_wheel(opened, monkeypatch, complaints):
    from service import hot_module

    def load(name):
        raise ModuleNotFoundError("No module named 'capstone'", name="capstone")

    monkeypatch.setattr(hot_module, "load", load)
    opened.get_by_label("Rust, the port").click()

    expect(opened.locator("#switch-problem")).to_contain_text("the wheel is not installed: pip install hot-modules-capstone")
    expect(opened.get_by_label("Python, the reference")).to_be_checked()
    complaints.clear()


def test_somebody_else_turned_the_switch(opened, service):
    service.app.state.service.switch("rust")

    expect(opened.get_by_label("Rust, the port")).to_be_checked()


def answers(page, kind):
    return int(page.locator(f"#latencies tr.{kind} td").first.inner_text().replace(",", ""))


def test_the_latencies_move(opened, held):
    """Requests are counted where they belong: while no job runs, while one does on Python."""
    expect(opened.locator("#chart path.idle")).to_have_attribute("d", re.compile("M"))
    opened.wait_for_function("() => Number(document.querySelector('#latencies tr.idle td').textContent) >= 3")
    assert answers(opened, "python") == 0
    before = opened.locator("#chart path.idle").get_attribute("d")
    start(opened)
    opened.wait_for_function("() => Number(document.querySelector('#latencies tr.python td').textContent) >= 3")
    expect(opened.locator("#chart path.python")).to_have_attribute("d", re.compile("M.*M"))

    assert opened.locator("#chart path.idle").get_attribute("d") != before
    assert all(re.fullmatch(r"[\d.]+ m?s", text) for text in opened.locator("#latencies tr.python td").all_inner_texts()[1:])
    assert answers(opened, "rust") == 0
    opened.get_by_role("button", name="Measure anew").click()
    opened.wait_for_function("() => document.querySelector('#latencies tr.idle td').textContent === '0'")


def test_an_answer_that_does_not_come_is_seen(opened, service, monkeypatch):
    """The line of a request that waits grows as long as it waits."""
    go = threading.Event()
    monkeypatch.setattr(service.store, "count", lambda: go.wait(20) and 120)

    try:
        expect(opened.locator("#chart path.pending")).to_have_attribute("d", re.compile("(M.*){4}"))
        # Four are under way; what is asked beyond them does not come through, and no more are sent.
        heights = (
            "() => [...document.querySelector('#chart path.pending').getAttribute('d').matchAll(/V([0-9.]+)/g)].map((found) => +found[1])"
        )
        lowest = min(opened.evaluate(heights))
        opened.wait_for_function(f"() => ({heights})().length === 4 && Math.min(...({heights})()) < {lowest}")
    finally:
        go.set()
    expect(opened.locator("#chart path.pending")).not_to_have_attribute("d", re.compile("(M.*){4}"))
