"""The reference part of the book: entries that lead to a step, terms in order, every question on the cookbook's front page."""

import re
from pathlib import Path

import pytest

from workshop import course as course_module
from workshop.book import sections
from workshop.book.markdown import headings
from workshop.course import ROOT

COURSE = course_module.load()
REFERENCE = ROOT / "docs" / "src" / "reference"
COOKBOOK = [path for path in sorted((REFERENCE / "cookbook").glob("*.md")) if path.name != "README.md"]
GLOSSARY = (REFERENCE / "glossary.md").read_text(encoding="utf-8").split("\n\n")[2:]


def entries(page: Path) -> dict[str, str]:
    """The questions of a page of the cookbook, each with its answer."""
    _, *parts = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(part.split("\n", 1) for part in parts)


@pytest.mark.parametrize("page", COOKBOOK, ids=lambda page: page.stem)
def test_an_entry_is_a_question_and_its_answer_ends_with_where_to_read_on(page: Path):
    asked = entries(page)
    assert [question for question in asked if not question.endswith(("?", "."))] == []
    ends = {question: answer.strip().rsplit("\n\n", 1)[-1] for question, answer in asked.items()}
    assert [question for question, end in ends.items() if not end.startswith("→ [")] == []


def test_there_are_entries_for_what_a_team_asks():
    assert sum(len(entries(page)) for page in COOKBOOK) >= 35


def test_the_front_page_leads_to_every_question():
    name = "reference/cookbook/README.md"
    shown = sections.filled(sections.page(COURSE, name, (ROOT / "docs" / "src" / name).read_text(encoding="utf-8")))
    questions = [text for page in COOKBOOK for level, text in headings(page.read_text(encoding="utf-8")) if level == 2]
    assert [text for text in questions if f"- [{text}](" not in shown] == []


def test_the_terms_of_the_glossary_are_in_order_and_once():
    terms = [re.sub(r"[^a-z0-9 .,]", "", re.match(r"\*\*(.+?)\*\*", entry)[1].lower()).strip(". ") for entry in GLOSSARY]
    assert terms == sorted(set(terms))


@pytest.mark.parametrize("entry", GLOSSARY, ids=lambda entry: entry.split("**")[1])
def test_a_term_is_linked_to_a_page_that_teaches_it(entry: str):
    """A step, or what was measured: there, too, words are explained."""
    pages = {(step.chapter, step.name) for step in COURSE.steps} | {("05-capstone", "measurements"), ("05-capstone", "under_load")}
    links = re.findall(r"\]\(\.\./([^/)]+)/(\w+)\.md", entry)
    assert [link for link in links if link in pages]
