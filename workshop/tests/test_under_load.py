"""What the book says of the service under load: page and figure say what the results file says, and nothing else does."""

import json
import re
import sys
from pathlib import Path

import pytest

from workshop.course import ROOT

BOOK = ROOT / "docs" / "src" / "05-capstone"
sys.path += [str(ROOT / "05-capstone" / "benches"), str(ROOT / "05-capstone" / "scripts")]

from load import figure, page, phases, tables  # noqa: E402
from whole_job.results import read  # noqa: E402

RESULTS = read(BOOK / "under_load.json")
PAGE = (BOOK / "under_load.md").read_text(encoding="utf-8")


def test_the_page_says_what_the_results_file_says():
    """If not: `python -m load.page ../../docs/src/05-capstone/under_load.md ../../docs/src/05-capstone/under_load.json` in benches/."""
    assert page.filled(PAGE, RESULTS) == PAGE


def test_the_figure_shows_what_the_results_file_says():
    assert (BOOK / "under_load.svg").read_text(encoding="utf-8") == figure.under_load(RESULTS)


def test_nothing_measured_is_typed_by_hand():
    by_hand = page.MARK.sub("", PAGE)
    assert re.findall(r"\d[\d.]* (?:times|ms|µs|s\b|MB)", by_hand) == []


def test_the_results_are_whole_and_of_nobodys_folders():
    assert {"load", "choices", "cancellation", "interruption", "memory"} <= RESULTS.keys()
    assert list(RESULTS["load"]) == ["5000", "20000"]
    text = json.dumps(RESULTS)
    assert str(Path.home()) not in text
    assert re.findall(r"/(?:home|Users|tmp|root)/", text) == []


def test_percentiles_are_the_nearest_ranks():
    values = [float(number) for number in range(1, 101)]
    assert [phases.at(values, share) for share in (0.5, 0.9, 0.99, 1.0)] == [50.0, 90.0, 99.0, 100.0]
    assert phases.at([7.0], 0.5) == 7.0


def test_a_request_that_failed_is_counted_with_its_latency():
    found = phases.summed_up(
        [["match", 0.0, 0.01, 200], ["match", 0.5, 10.0, 0], ["add", 1.0, 0.02, 409], ["look up", 1.5, 0.03, 200]], 2.0
    )
    assert (found["requests"], found["errors"], found["throughput"]) == (4, 2, 1.0)
    assert found["latency"]["all"]["max"] == found["latency"]["match"]["p99"] == 10.0


def test_targets_are_compared_with_the_worst_of_rust():
    rows = {
        row[0]: row[2]
        for row in tables.target_rows({"cancellation": {"1000": {"python": {"a": [9.0]}, "rust": {"a": [0.01], "b": [0.02]}}}})
    }
    assert list(rows.values()) == ["reached", "20.0 ms"]


@pytest.mark.parametrize("part", ["cancellation", "interruption"])
def test_both_implementations_were_measured_at_all_sizes(part):
    assert all(set(found) == {"python", "rust"} for found in RESULTS[part].values())
