"""The schedule for the printer: one sheet for each day."""

import re

import pytest

from workshop import course as course_module
from workshop import schedule
from workshop.browser import accessibility_problems


@pytest.mark.parametrize("options", [schedule.Options(), schedule.Options(days=2, stretch=True)], ids=["one day", "two days with stretch"])
def test_each_day_is_a_sheet_of_paper(page, options: schedule.Options):
    page.set_content(schedule.printable(schedule.days(course_module.load(), options)))

    paper = page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == options.days
    assert accessibility_problems(page) == []
