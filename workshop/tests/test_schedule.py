"""The schedule adds up whatever the options are, and refuses a day on which nobody would learn anything."""

from dataclasses import replace

import pytest

from workshop import course as course_module
from workshop import schedule
from workshop.book import instructor, sections
from workshop.course import Course
from workshop.errors import WorkshopError
from workshop.schedule import Options

CASES = {
    "one day": Options(),
    "two half days": Options(days=2),
    "two days with stretch": Options(days=2, stretch=True),
    "a day for each chapter": Options(days=5, stretch=True),
    "an afternoon without lunch": Options(start=13 * 60, lunch=0, together=0),
    "many short breaks": Options(every=45, breaks=5),
    "no openings": Options(opening=0),
}


@pytest.fixture(scope="module")
def whole() -> Course:
    return course_module.load()


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_every_step_once_in_order_and_no_gap(whole: Course, options: Options):
    found = schedule.days(whole, options)
    steps = [entry.step for day in found for entry in day if entry.step]
    assert steps == [step for step in whole.steps if options.stretch or step.kind == "core"]
    for day in found:
        assert day[0].begin == options.start
        assert [entry.begin for entry in day[1:]] == [entry.end for entry in day[:-1]]
        assert all(entry.minutes == entry.step.minutes for entry in day if entry.step)
        assert day[0].kind == day[-1].kind == "frame"


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_nobody_sits_too_long(whole: Course, options: Options):
    for day in schedule.days(whole, options):
        rested = day[0].begin
        for entry in day:
            if entry.kind == "break":
                rested = entry.end
            # A chapter's end, half an hour at the end of a day, and a lunch that is near may put a break off.
            assert entry.end - rested <= options.every + 2 * schedule.OVERTIME + 30, entry


def test_lunch_is_about_when_it_was_wanted(whole: Course):
    (day,) = schedule.days(whole, Options())
    (lunch,) = (entry for entry in day if entry.what == "Lunch")
    assert abs(lunch.begin - Options.lunch_at) <= 20
    assert not [entry for part in schedule.days(whole, Options(days=2)) for entry in part if entry.what == "Lunch"]


def test_the_core_of_the_course_is_a_day(whole: Course):
    (day,) = schedule.days(whole, Options())
    core = sum(step.minutes for step in whole.steps if step.kind == "core")
    assert 5 * 60 <= core <= 5 * 60 + 30
    assert day[-1].end <= 18 * 60
    assert f"core steps {schedule.duration(core)}" in schedule.text([day])


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_a_chapter_is_opened_right_before_its_first_step(whole: Course, options: Options):
    for day in schedule.days(whole, options):
        opened = [(entry, day[number + 1]) for number, entry in enumerate(day) if entry.kind == "opening"]
        chapters = {entry.step.chapter for entry in day if entry.step}
        assert len(opened) == (len(chapters) - 1 if options.opening else 0)
        assert all(first.step and first.step.address.endswith(".1") for _, first in opened)


def test_two_half_days_have_their_breaks_between_chapters(whole: Course):
    for day in schedule.days(whole, Options(days=2)):
        breaks = [number for number, entry in enumerate(day) if entry.kind == "break"]
        assert breaks
        assert all((day[number - 1].kind, day[number + 1].kind) == ("together", "opening") for number in breaks)


def test_steps_can_be_left_out(whole: Course):
    options = Options(without=("04.4", "packaging"))
    (day,) = schedule.days(whole, options)
    out = [step for step in whole.steps if step.address in ("01.7", "04.4")]
    steps = [entry.step for entry in day if entry.step]
    assert steps == [step for step in whole.steps if step.kind == "core" and step not in out]
    told = schedule.omissions(whole, options)
    assert f"01.7 packaging, {out[0].minutes} minutes, though 05.10 builds on it: show its solution.\n" in told
    assert f"04.4 properties, {out[1].minutes} minutes.\n" in told
    assert schedule.omissions(whole, Options()) == ""


@pytest.mark.parametrize(("name", "what"), [("frozen", "02.6 frozen is a stretch step"), ("01.77", "there is no step '01.77'")])
def test_what_is_not_there_cannot_be_left_out(whole: Course, name: str, what: str):
    with pytest.raises(WorkshopError) as refused:
        schedule.days(whole, Options(without=(name,)))
    assert refused.value.what.startswith(what)


@pytest.mark.parametrize(
    ("options", "what", "remedy"),
    [
        (Options(stretch=True), "that day would last 1", "--days 2, or without --stretch"),
        (Options(start=18 * 60), "that day would last 9", "an earlier --start"),
        (Options(start=23 * 60), "--start is 23:00.", "from 5:00 to 20:00"),
        (Options(breaks=600), "--breaks is 600 minutes.", "from 5 to 60 minutes"),
        (Options(lunch=-5), "--lunch is -5 minutes.", "or 0 for none"),
        (Options(days=0), "--days is 0.", "from 1 to 5"),
        (Options(wrap_up=0), "--wrap-up is 0 minutes.", "from 5 to 90"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_absurd_options_are_refused(whole: Course, options: Options, what: str, remedy: str):
    with pytest.raises(WorkshopError) as refused:
        schedule.days(whole, options)
    assert refused.value.what.startswith(what)
    assert remedy in refused.value.remedy


def test_more_days_than_chapters(course: Course):
    with pytest.raises(WorkshopError, match="there are 1 chapters for 2 days"):
        schedule.days(course, Options(days=2))


def test_the_page_for_the_printer_has_all_and_needs_nothing(whole: Course):
    found = schedule.days(whole, Options())
    page = schedule.printable(found)
    assert page.count("<tr ") == len(found[0])
    assert "Python&lt;'py&gt;" in page
    assert "http" not in page
    assert "<script" not in page


@pytest.mark.parametrize("words", ["", " days=2", " days=2 stretch", " start=13:30 lunch=0"])
def test_the_book_has_the_schedule(whole: Course, words: str):
    page = sections.page(whole, "instructor/schedule.md", f"<!-- schedule{words} -->\n")
    text = sections.filled(page)
    assert "](../01-hello-extension/anatomy.md)" in text
    assert ("*(stretch)*" in text) == ("stretch" in words)
    assert text.count("| from |") == (2 if "days=2" in words else 1)


@pytest.mark.parametrize("word", ["hours=2", "days", "stretch=1", "days=two"])
def test_a_schedule_in_the_book_with_an_option_that_is_none(whole: Course, word: str):
    with pytest.raises(WorkshopError, match=f"no option '{word}'"):
        sections.filled(sections.page(whole, "instructor/schedule.md", f"<!-- schedule {word} -->\n"))


def test_what_may_be_skipped_is_what_nothing_builds_on(course: Course):
    first, second = course.steps
    steps = (first, replace(second, kind="core"))
    both = Course(course.root, (replace(course.chapters[0], steps=steps),))
    assert dict(schedule.skippable(both)) == {steps[0]: [steps[1]], steps[1]: []}
    apart = (steps[0], replace(steps[1], recalls=("functions",)))
    assert dict(schedule.skippable(Course(course.root, (replace(course.chapters[0], steps=apart),))))[steps[0]] == []


def test_the_notes_of_all_steps_are_gathered_with_links_that_lead_there(course: Course):
    path = course.root / "docs/src/01-names/initials.md"
    fold = '\n<details class="instructor"><summary>For the instructor</summary>\n\nSee [it](surname.md#x), [here](#why).\n\n</details>\n'
    path.write_text(path.read_text(encoding="utf-8").partition('<details class="instructor"')[0] + fold, encoding="utf-8")
    text = instructor.notes(course, "instructor/notes.md")
    assert "### 01.1 Initials\n\n*5 minutes, core; [the page](../01-names/initials.md)*" in text
    assert "See [it](../01-names/surname.md#x), [here](../01-names/initials.md#why)." in text
    assert "details" not in text
    assert "### 01.1 Initials\n\n*5 minutes; [the page]" in instructor.notes(course, "instructor/notes.md", "core")
    assert "01.1" not in instructor.notes(course, "instructor/notes_stretch.md", "stretch")
