"""The page at `/`: loads, searches, browses, says what is wrong; harmless whatever customers are called, usable by everybody."""

import re
import threading

import febrl
import pytest
from playwright.sync_api import expect

from workshop.browser import accessibility_problems

CUSTOMERS = febrl.load("1")[:120]
LIMIT = 20
"""Seconds that anything may be held."""

HOSTILE = [
    "<img src=x onerror=\"document.title='broken'\">",
    "<script>document.title = 'broken'</script>",
    '"><svg onload="document.title=`broken`">',
    "{{7*7}} ${7*7} &lt;b&gt; javascript:alert(1)",
    "\u202e\u0000 李 \u2028",
]


@pytest.fixture
def opened(page, service):
    """The page, on a service with 120 customers."""
    service.add(CUSTOMERS)
    page.goto(service.address)
    return page


def typed(page, **fields):
    for name, text in fields.items():
        page.locator(f"#field-{name}").fill(text)


def test_it_loads_and_says_how_things_are(opened):
    expect(opened).to_have_title("Customer directory")
    expect(opened.locator("#summary")).to_have_text("120 customers, Python does the matching, no job runs")
    expect(opened.get_by_label("Python, the reference")).to_be_checked()
    expect(opened.get_by_text("None yet.")).to_be_visible()


def test_nothing_comes_from_elsewhere(page, service):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(service.address)
    expect(page.locator("#summary")).to_contain_text("0 customers")

    assert asked
    assert [url for url in asked if not url.startswith(service.address)] == []


def test_it_is_made_of_files_with_their_types(page, service):
    for name, kind in {
        "": "text/html",
        "page/style.css": "text/css",
        "page/main.js": "text/javascript",
        "page/icon.svg": "image/svg",
    }.items():
        answer = page.request.get(f"{service.address}/{name}")
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["cache-control"] == "no-cache"
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        again = page.request.get(f"{service.address}/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status, again.body()) == (304, b"")
    assert page.request.get(f"{service.address}/page/__init__.py").status == 404
    assert page.request.get(f"{service.address}/page/..%2fstore.py").status == 404


def test_an_inline_script_is_not_run(opened, complaints):
    """Should a text ever get where it must not, the policy still stands."""
    opened.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'broken'";
        document.body.append(script);
    }""")

    expect(opened).to_have_title("Customer directory")
    assert any("Content Security Policy" in text for text in complaints)
    complaints.clear()


def test_the_search_finds_and_says_why(opened):
    customer = CUSTOMERS[1]

    typed(opened, given_name=customer.given_name, surname=f"{customer.surname}x", postcode=customer.postcode)

    first = opened.locator("#matches > li").first
    expect(first).to_contain_text(customer.id)
    rows = first.locator("tbody tr")
    expect(rows).to_have_count(3)
    assert rows.nth(0).inner_text().split("\t") == ["Given name", customer.given_name, "1.000"]
    assert 0.9 < float(rows.nth(1).inner_text().split("\t")[2]) < 1
    assert 0.95 < float(first.locator(".who .score").inner_text()) < 1
    expect(opened.locator("#search-status")).to_have_text(re.compile(r"^\d+ customers?.* in [\d.]+ m?s$"))


def test_what_the_service_says_is_what_is_shown(opened):
    with opened.expect_response("**/matches*") as answer:
        typed(opened, surname=CUSTOMERS[0].surname)
    expect(opened.locator("#matches > li")).to_have_count(len(answer.value.json()["matches"]))

    for match, item in zip(answer.value.json()["matches"], opened.locator("#matches > li").all(), strict=True):
        assert item.locator(".who .score").inner_text() == f"{match['score']:.3f}"
        assert [row.inner_text().split("\t")[2] for row in item.locator("tbody tr").all()] == [
            f"{x:.3f}" for x in match["similarities"].values()
        ]


def test_nobody_is_alike(opened):
    typed(opened, surname="quetzalcoatl")

    expect(opened.locator("#search-status")).to_contain_text("Nobody is that much alike")
    opened.get_by_role("button", name="Empty the form").click()
    expect(opened.locator("#search-status")).to_have_text("Type a name to begin.")


def test_a_search_that_takes_long(opened, service, monkeypatch):
    """One sees that one waits, and then what was found."""
    from service.directory import Directory

    go = threading.Event()
    snapshot = Directory.snapshot
    monkeypatch.setattr(Directory, "snapshot", lambda directory: go.wait(LIMIT) and snapshot(directory))
    typed(opened, surname=CUSTOMERS[1].surname)

    try:
        expect(opened.locator("#search-status")).to_have_text("No answer yet …")
    finally:
        go.set()
    expect(opened.locator("#matches")).to_contain_text(CUSTOMERS[1].id)


def test_a_lower_score_finds_more(opened):
    opened.locator("#least").fill("1")
    typed(opened, surname=CUSTOMERS[1].surname, given_name="zzz")
    expect(opened.locator("#least-value")).to_have_text("1.00")
    expect(opened.locator("#search-status")).to_contain_text("A lower score finds more.")
    opened.locator("#least").fill("0")

    expect(opened.locator("#matches")).to_contain_text(CUSTOMERS[1].id)
    expect(opened.locator("#least-value")).to_have_text("0.00")


def test_a_search_that_is_refused(opened, complaints):
    typed(opened, surname="waller")
    expect(opened.locator("#search-status")).to_contain_text(" in ")
    opened.locator("#field-surname").evaluate("(input) => { input.maxLength = 1000 }")
    typed(opened, surname="x" * 201)

    expect(opened.locator("#search-problem")).to_contain_text("surname: String should have at most 200 characters")
    expect(opened.locator("#matches > li")).to_have_count(0)
    typed(opened, surname=CUSTOMERS[0].surname)
    expect(opened.locator("#search-problem")).to_be_hidden()
    assert ["422" in text for text in complaints] == [True]
    complaints.clear()


def test_the_directory_page_by_page(opened):
    shown = opened.locator("#customers-list li")
    expect(shown).to_have_count(10)
    expect(shown.first).to_contain_text(CUSTOMERS[0].id)
    expect(opened.get_by_role("button", name="Previous")).to_be_disabled()

    opened.get_by_role("button", name="Next").click()

    expect(opened.get_by_text("11 to 20 of 120")).to_be_visible()
    expect(shown.first).to_contain_text(CUSTOMERS[10].id)
    expect(opened.get_by_role("button", name="Next")).to_be_focused()
    opened.get_by_role("button", name="First").click()
    expect(shown.first).to_contain_text(CUSTOMERS[0].id)


def test_customers_with_a_text(opened):
    opened.locator("#text").fill(CUSTOMERS[3].id)

    expect(opened.locator("#customers-list li")).to_have_count(1)
    expect(opened.locator("#customers-list li")).to_contain_text(CUSTOMERS[3].id)
    opened.locator("#text").fill("quetzalcoatl")
    expect(opened.get_by_text("Nobody has this text in a field.")).to_be_visible()


def test_who_is_like_a_customer(opened):
    opened.locator("#customers-list button").first.click()

    expect(opened.locator("#field-surname")).to_have_value(CUSTOMERS[0].surname)
    expect(opened.locator("#field-given_name")).to_be_focused()
    expect(opened.locator("#search-status")).to_contain_text(re.compile("in|alike"))
    expect(opened.locator("#matches")).not_to_contain_text(f"{CUSTOMERS[0].id}:")


def test_without_customers(page, service):
    page.goto(service.address)

    expect(page.locator("#customers-list")).to_contain_text(f"{service.address}/customers/upload")
    typed(page, surname="waller")
    expect(page.locator("#search-status")).to_contain_text("Nobody is that much alike")
    service.add(CUSTOMERS)
    expect(page.locator("#customers-list li")).to_have_count(10)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_texts(page, service, name, complaints):
    """In the list, in the search, in pairs and persons, and with an id like that, too."""
    fields = {"id": name, "given_name": name, "surname": name, "address_1": name, "suburb": name, "date_of_birth": name}
    blank = CUSTOMERS[0]._replace(**dict.fromkeys(CUSTOMERS[0]._fields, ""))
    service.add([blank._replace(**fields), blank._replace(**fields | {"id": f"{name}/2"})])
    page.goto(service.address)
    expect(page.locator("#customers-list li")).to_have_count(2)
    page.locator("#customers-list button").first.click()
    expect(page.locator("#matches > li")).to_have_count(1)
    page.get_by_role("button", name="Start a job").click()
    page.get_by_role("button", name="Result of job 1").click()
    expect(page.locator("#result-list summary")).to_have_count(1)
    page.get_by_role("radio", name="Persons with several records").check()
    expect(page.locator("#result-list ul li")).to_have_count(2)

    shown = [page.locator(place).inner_text() for place in ("#customers-list", "#matches", "#result-list")]
    assert all(name.split()[0].strip("\u0000\u202e") in text for text in shown)
    expect(page).to_have_title("Customer directory")
    assert page.locator("main :is(img, script)").count() == 0
    assert page.locator("main svg").count() == 1


def test_the_service_is_gone_and_comes_back(page, serve, complaints):
    with serve() as service:
        service.add(CUSTOMERS)
        page.goto(service.address)
        expect(page.locator("#customers-list li")).to_have_count(10)
    port = int(service.address.rpartition(":")[2])

    expect(page.locator("#gone")).to_contain_text("The service does not answer.")
    page.get_by_role("button", name="Start a job").click()
    expect(page.locator("#job-problem")).to_contain_text("Is it still running?")
    page.get_by_label("Rust, the port").click()
    expect(page.locator("#switch-problem")).to_contain_text("Is it still running?")
    expect(page.get_by_label("Python, the reference")).to_be_checked()
    with serve(port=port) as service:
        for problem in ("#gone", "#job-problem", "#switch-problem"):
            expect(page.locator(problem)).to_be_hidden()
        page.context.close()
    complaints.clear()


def test_the_service_has_a_problem(opened, service, monkeypatch, complaints):
    import sqlite3

    def count():
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(service.store, "count", count)
    expect(opened.locator("#gone")).to_contain_text("not as it should")
    monkeypatch.undo()
    expect(opened.locator("#gone")).to_be_hidden()
    opened.context.close()  # others may still be under way that fail
    complaints.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_accessible_and_not_too_wide(browser, service, theme, width):
    """With everything open that can be shown: axe finds nothing, and nobody has to scroll sideways."""
    wide = "w" * 190
    service.add([*CUSTOMERS, CUSTOMERS[0]._replace(id=wide, given_name=wide, suburb=wide)])
    with browser.new_context(color_scheme=theme, viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        page.goto(service.address)
        page.get_by_role("button", name="Start a job").click()
        page.get_by_role("button", name="Result of job 1").click()
        page.locator("#result-list summary").first.click()
        page.get_by_label("Visitors besides you").fill("2")
        page.locator("#text").fill(wide)
        typed(page, surname=CUSTOMERS[0].surname)
        expect(page.locator("#matches")).to_contain_text(wide)
        expect(page.locator("#customers-list li")).to_have_count(1)
        expect(page.locator("#visits")).to_be_visible()

        assert accessibility_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.get_by_role("radio", name="Persons with several records").check()
        expect(page.locator("#result-list ul").first).to_be_visible()
        assert accessibility_problems(page) == []


def test_by_keyboard_alone(opened):
    """Everything can be reached by Tab and worked by keys, and one sees where one is."""
    reached = []
    for _ in range(23):
        opened.keyboard.press("Tab")
        focused = opened.evaluate_handle("document.activeElement")
        reached.append(focused.evaluate("(it) => it.id || it.value || it.textContent"))
        assert focused.evaluate("(it) => parseFloat(getComputedStyle(it).outlineWidth)") >= 2, f"{reached[-1]}: no focus to be seen"

    wanted = ["python", "visitors", "start", "again", "forget", "field-given_name", "field-date_of_birth", "least"]
    assert [each for each in reached if each in wanted] == wanted
    opened.locator("#start").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name="Result of job 1")).to_be_visible()
    opened.get_by_role("button", name="Result of job 1").focus()
    opened.keyboard.press("Space")
    expect(opened.locator("#result")).to_be_focused()
    opened.locator("input[value=pairs]").focus()
    opened.keyboard.press("ArrowDown")
    expect(opened.get_by_role("radio", name="Persons with several records")).to_be_checked()


def test_without_the_internet_docs_says_so(page, service, complaints):
    page.route(re.compile(r"^https://"), lambda route: route.abort())

    page.goto(f"{service.address}/docs")

    expect(page.locator("body")).to_contain_text("could not be fetched from the internet")
    page.context.close()  # it complains of what it lacks, sooner or later
    complaints.clear()
