"""What holds for the repository as a whole."""

import subprocess
from pathlib import Path

import pytest

from workshop import course as course_module
from workshop import inspection
from workshop.course import ROOT

COURSE = course_module.load()
TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")[:-1]


def test_the_exercises_have_nothing_that_can_be_seen_without_building():
    assert [str(problem) for problem in inspection.inspect(COURSE)] == []


@pytest.mark.parametrize("licence", [name for name in TRACKED if "/LICENSE-" in name])
def test_a_chapters_licence_is_the_repositorys(licence: str):
    """Wheel and sdist carry it, and may only take it from their own folder; a link would not survive on every system."""
    assert (ROOT / licence).read_bytes() == (ROOT / Path(licence).name).read_bytes()
    assert not (ROOT / licence).is_symlink()


@pytest.mark.parametrize("chapter", COURSE.chapters, ids=lambda chapter: chapter.name)
def test_a_chapters_readme_names_its_steps_and_its_session(chapter: course_module.Chapter):
    text = (chapter.folder / "README.md").read_text(encoding="utf-8")
    assert f"python3 noxfile.py -s {chapter.name}" in text
    rows = [f"| {step.name}{' (stretch)' if step.kind == 'stretch' else ''} |" for step in chapter.steps]
    assert [row for row in rows if row not in text] == []


def test_the_readme_links_to_every_chapter_and_its_links_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    local = [link for link in links if not link.startswith("http")]
    assert [link for link in local if not (ROOT / link).exists()] == []
    assert {f"{chapter.name}/README.md" for chapter in COURSE.chapters} <= set(local)
