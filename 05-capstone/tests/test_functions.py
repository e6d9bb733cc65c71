"""The comparisons in Rust answer as those of the reference do, to the last bit, and refuse what they refuse."""

import inspect

import capstone
import febrl
import ladder
import matching
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

NAMES = ("jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality")


def compared(name, left, right):
    """What one of Rust's functions and the reference's say."""
    return getattr(capstone, name)(left, right), getattr(matching, name)(left, right)


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        pytest.param("", "", 0, id="nothing"),
        pytest.param("", "waller", 6, id="all-inserted"),
        pytest.param("waller", "", 6, id="all-deleted"),
        pytest.param("waller", "waller", 0, id="equal"),
        pytest.param("waller", "weller", 1, id="replaced"),
        pytest.param("waller", "walle", 1, id="deleted-at-the-end"),
        pytest.param("waller", "aller", 1, id="deleted-at-the-start"),
        pytest.param("giblin street", "giblin  street", 1, id="inserted"),
        pytest.param("giblin", "gilbin", 1, id="swapped"),
        pytest.param("ab", "ba", 1, id="swapped-and-nothing-else"),
        pytest.param("xab", "xba", 1, id="swapped-at-the-end"),
        pytest.param("abcd", "badc", 2, id="swapped-twice"),
        pytest.param("1 giblin street", "12 gilbin street", 2, id="inserted-before-a-swap"),
        pytest.param("12 giblin street", "1 gilbin street", 2, id="deleted-before-a-swap"),
        pytest.param("abc", "cba", 2, id="no-neighbours"),
        pytest.param("ca", "abc", 3, id="no-letter-edited-twice"),
        pytest.param("abab", "baba", 2, id="repeated"),
        pytest.param("aa", "a", 1, id="one-of-two"),
        pytest.param("Waller", "waller", 1, id="capitals-count"),
        pytest.param("müller", "muller", 1, id="two-bytes-one-letter"),
        pytest.param("李小龙", "小李龙", 1, id="three-bytes-one-letter"),
        pytest.param("😀a", "a😀", 1, id="four-bytes-one-letter"),
        pytest.param("\U0001f600", "\uf600", 1, id="more-than-two-bytes-count"),
        pytest.param("e\u0301", "\u00e9", 2, id="accent-of-its-own"),
        pytest.param("\ud83d", "\ude00", 1, id="halves-of-a-surrogate-pair"),
        pytest.param("\ud83d\ude00", "😀", 2, id="a-pair-is-not-its-halves"),
        pytest.param("a\ud800", "\ud800a", 1, id="half-swapped"),
        pytest.param("\x00a", "a\x00", 1, id="null"),
        pytest.param("17 wylly place st james", "71 willy pl saint james", 7, id="address"),
    ],
)
def test_the_distance(left, right, distance):
    assert capstone.osa_distance(left, right) == distance
    assert matching.osa_distance(left, right) == distance


def test_the_distance_of_long_texts():
    """No letter count is cut off at 255."""
    assert capstone.osa_distance("ab" * 200, "c" * 300) == 400
    assert capstone.osa_distance("a" * 400, "a" * 100) == 300
    assert capstone.osa_distance("ab" * 150 + "x", "x" + "ab" * 150) == 2


TEXTS = st.text(alphabet="abAé李😀\ud800", max_size=9)


@pytest.mark.parametrize("name", NAMES)
def test_made_up_texts(name):
    """Few different letters, so that many of them match, repeat and change places."""

    @settings(max_examples=100 if name == "osa_distance" else 25, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(TEXTS, TEXTS)
    def check(left, right):
        got, want = compared(name, left, right)
        assert got == want

    check()


@pytest.mark.parametrize("name", NAMES)
def test_real_values(name):
    """Each value of a record with its neighbours', in both orders."""
    values = [value for customer in febrl.load("1")[:40] for value in customer]
    for left, right in zip(values, values[10:], strict=False):
        assert (left, right, *compared(name, left, right)) == (left, right, *[getattr(matching, name)(left, right)] * 2)


def test_the_distance_is_an_int():
    assert type(capstone.osa_distance("berry", "bery")) is int


def test_what_is_no_str_is_refused():
    for arguments in ((1, "a"), ("a", None), (b"a", "a"), (1.5, [])):
        with pytest.raises(TypeError) as expected:
            matching.osa_distance(*arguments)
        with pytest.raises(TypeError) as refused:
            capstone.osa_distance(*arguments)
        assert str(refused.value) == str(expected.value)


class Text(str):
    """A `str` of a class of its own."""


def test_a_class_derived_from_str_will_do():
    assert capstone.osa_distance(Text("giblin"), right=Text("gilbin")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_signature_and_docstring_are_the_reference_s(name):
    rust, python = getattr(capstone, name), getattr(matching, name)

    assert list(inspect.signature(rust).parameters) == list(inspect.signature(python).parameters)
    assert inspect.getdoc(rust) == inspect.getdoc(python)


def test_the_job_with_these_comparisons():
    """200 records of Febrl set 1: the same pairs, scores, clusters."""
    customers = febrl.load("1")[:200]

    assert ladder.RUNGS["functions"](customers) == ladder.RUNGS["python"](customers)
