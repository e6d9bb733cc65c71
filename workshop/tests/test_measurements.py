"""The capstone's measurements in the book: page and figures say what the results file says, and nothing else does."""

import json
import re
import sys
from pathlib import Path

import pytest

from workshop.course import ROOT

BOOK = ROOT / "docs" / "src" / "05-capstone"
sys.path.append(str(ROOT / "05-capstone" / "benches"))

from whole_job import figures, page, results, tables  # noqa: E402

RESULTS = results.read(BOOK / "results.json")
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in page.PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_the_results_file_says(name):
    """If not: `python -m whole_job.page` in 05-capstone/benches/."""
    assert page.filled(PAGES[name], RESULTS) == PAGES[name]


@pytest.mark.parametrize("figure", [figures.ladder, figures.growth], ids=lambda figure: figure.__name__)
def test_a_figure_shows_what_the_results_file_says(figure):
    assert (BOOK / f"{figure.__name__}.svg").read_text(encoding="utf-8") == figure(RESULTS)


@pytest.mark.parametrize("name", PAGES)
def test_no_ratio_on_a_page_is_typed_by_hand(name):
    by_hand = page.MARK.sub("", PAGES[name])
    assert re.findall(r"\d[\d.]* (?:times|ms|µs|s\b)", by_hand) == []


def test_the_results_are_of_every_variant_and_of_nobodys_folders():
    assert RESULTS["left_out"] == {}
    text = json.dumps(RESULTS)
    assert str(Path.home()) not in text
    assert re.findall(r"/(?:home|Users|tmp|root)/", text) == []


@pytest.mark.parametrize("part", [RESULTS["whole_job"], *RESULTS["growth"].values()], ids=lambda part: str(part["customers"]))
def test_whatever_promises_the_same_bits_had_them(part):
    promised = [name for name in part["variants"] if results.BY_NAME[name].same == "bits"]
    assert [name for name in promised if any(part["variants"][name]["answer"].values())] == []


def test_a_law_is_fitted_through_the_sizes_measured_and_used_for_the_others():
    def part(size: int) -> dict:
        return {"customers": size, "variants": {"python": {"seconds": [3e-6 * size**2]}} if size < 5000 else {}}

    made_up = {"growth": {str(size): part(size) for size in (1000, 2000, 4000, 8000)}}
    assert results.fit(made_up, "python") == pytest.approx((3e-6, 2.0))
    assert results.at(made_up, 4000, "python") == (48.0, True)
    assert results.at(made_up, 8000, "python") == (pytest.approx(192.0), False)
    assert results.fit(made_up, "polars") is None


def test_ratios_are_taken_within_a_round():
    part = {"variants": {"python": {"seconds": [10.0, 20.0, 40.0]}, "final": {"seconds": [1.0, 2.0, 4.0]}}}
    assert results.ratio(part, "python", "final") == 10.0


@pytest.mark.parametrize(
    ("seconds", "text"), [(17.04, "17.0 s"), (0.9999, "1.00 s"), (0.0352, "35.2 ms"), (1.2e-5, "12.0 µs"), (3e-9, "3.00 ns")]
)
def test_a_time_is_readable(seconds, text):
    assert results.short(seconds) == text


def test_another_answer_than_the_reference_s_is_named():
    part = {"variants": {"final": {"answer": {"missing": 1, "more": 0, "scores": 2, "most": 0.25}}}}
    assert tables.answer(part, "final") == "1 pairs missing, 0 more, 2 scores differ by up to 0.25"
