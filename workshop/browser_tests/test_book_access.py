"""Every kind of page, by day on a desk and by night on a phone, as the accessibility checker sees it with all folds open."""

import pytest

from workshop.browser import accessibility_problems

KINDS = {
    "welcome": "index.html",
    "chapter": "04-classes/index.html",
    "step": "02-gil/detach.html",
    "arrays": "03-outputs-errors/arrays_in.html",
    "review": "01-hello-extension/review.html",
    "measurements": "05-capstone/measurements.html",
    "cookbook": "reference/cookbook/values.html",
    "renamed": "reference/renamed.html",
    "checklist": "reference/checklist.html",
    "glossary": "reference/glossary.html",
    "guide": "instructor/index.html",
    "schedule": "instructor/schedule.html",
    "room": "instructor/room.html",
}

# The switch of the sidebar is a label, and only a button may say whether it is expanded: accessible.js gives it that role. mdbook's scripts
# and styles hold on to the element itself.
MDBOOKS_OWN = "aria-allowed-role: ARIA role should be appropriate for the element: #mdbook-sidebar-toggle"


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_nothing_stands_in_the_way(book, name: str, dark: bool):
    book.open(name, dark, width=360 if dark else 1280)
    book.unfold()

    problems = accessibility_problems(book.page, preload=False)  # files may not fetch files
    assert [problem for problem in problems if problem != MDBOOKS_OWN] == []
