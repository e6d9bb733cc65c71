"""A step's page as it stands in a workbook: without the solution, without what gives it away, without the instructor's notes."""

import re

from . import sections
from .markdown import with_fences

LEFT_OUT = ("Common mistakes",)
"""Sections of the book that show the solution's code, and what is not it."""


def learners_page(text: str) -> str:
    """The page without its folds, its markers and the sections that a learner opens in the book, after the exercise."""
    lines: list[str] = []
    folded = left_out = False
    for line, fenced in with_fences(text.splitlines()):
        if not fenced:
            if heading := re.fullmatch(r"#{1,2} +(.*)", line):
                left_out = heading[1] in LEFT_OUT
            folded = folded or line.startswith("<details")
        if not folded and not left_out and (fenced or not sections.MARKER.fullmatch(line)):
            lines.append(line)
        if not fenced and line.strip() == "</details>":
            folded = False
    # Where something was taken out, two empty lines meet.
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).rstrip() + "\n"
