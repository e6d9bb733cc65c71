"""The browser starts, tells of errors, and the checker has eyes: a test that sees nothing would always pass."""

from workshop.browser import accessibility_problems

GOOD = '<!doctype html><html lang="en"><title>Customers</title><main><h1>Customers</h1><label>Name <input></label></main>'


def test_a_page_with_nothing_wrong(page):
    page.set_content(GOOD)

    assert accessibility_problems(page) == []


def test_a_page_with_much_wrong(page):
    page.set_content("<!doctype html><title>Customers</title><main><h1>Customers</h1><input><img src='data:,'></main>")

    found = accessibility_problems(page)

    assert [line.partition(":")[0] for line in found] == ["html-has-lang", "image-alt", "label"]
    assert found[2].endswith(": input")


def test_rules_can_be_left_out(page):
    page.set_content(GOOD.replace(' lang="en"', ""))

    assert accessibility_problems(page, rules={"html-has-lang": {"enabled": False}}) == []


def test_what_a_page_complains_of_is_heard(page, complaints):
    page.set_content(GOOD + "<script>console.error('no customers'); console.log('fine'); undefined.surname</script>")

    assert len(complaints) == 2
    assert complaints[0] == "no customers"
    assert "surname" in complaints[1]
    complaints.clear()
