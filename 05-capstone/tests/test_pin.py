"""Outcomes are written down so that nothing a caller can see is lost; each changed reference is found out by them."""

import logging
import sys
import types
from asyncio import CancelledError
from pathlib import Path

import calls
import matching
import pinning
import pytest
import strategies
from hypothesis import Phase, given, settings

GOLDEN = Path(__file__).parent / "golden" / "matching.json"
LOG = logging.getLogger("shop")


class ShopError(Exception):
    pass


class UnknownCustomerError(ShopError, LookupError):
    def __init__(self, number, near):
        super().__init__(number)
        self.number, self.near = number, near

    def __str__(self):
        return f"no customer Zoë\n{self.number}"


class PanicException(BaseException):
    """As a panic of a Rust module arrives."""


class Shop:
    """Stands in for a module."""

    value = 0.1 + 0.2

    def look_up(self, number):
        LOG.info("looking for %d", number)
        raise UnknownCustomerError(number, ["8", 8.0])

    def count(self):
        LOG.debug("counting")
        LOG.debug("counting")
        LOG.warning("%s is left out: %r", "Kew", 1.0)
        return 3


@pytest.fixture
def shop():
    return Shop()


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (0.1 + 0.2, "returned 0.30000000000000004"),
        (1.0, "returned 1.0"),
        (1, "returned 1"),
        (True, "returned True"),
        (-0.0, "returned -0.0"),
        (float("nan"), "returned nan"),
        (None, "returned None"),
        ("1.0", "returned '1.0'"),
        ("\ud800\n", r"returned '\ud800\n'"),
        ("Weiß", "returned 'Weiß'"),
        (list(range(300)), f"returned {list(range(300))}"),
        ([("7", 1e-17)], "returned [('7', 1e-17)]"),
        (matching.Match("7", 0.1 + 0.7), "returned Match(id='7', score=0.7999999999999999)"),
    ],
    ids=lambda value: f"{value!a:.30}",
)
def test_a_returned_value_is_written_exactly(shop, value, line):
    shop.value = value

    assert pinning.outcome(lambda shop: shop.value, shop) == [line]


def test_an_exception_with_its_classes_message_args_and_attributes(shop):
    shop.look_up = lambda number: (_ for _ in ()).throw(UnknownCustomerError(number, ["8", 8.0]))

    assert pinning.outcome(lambda shop: shop.look_up(7), shop) == [
        "raised UnknownCustomerError < ShopError < LookupError < Exception",
        r"message 'no customer Zoë\n7'",
        "args (7,)",
        "near = ['8', 8.0]",
        "number = 7",
    ]


def test_described_is_for_any_exception():
    error = ValueError("no number", -0.0)
    error.add_note("in row 3")

    assert pinning.described(error) == [
        "raised ValueError < Exception",
        "message \"('no number', -0.0)\"",
        "args ('no number', -0.0)",
        "__notes__ = ['in row 3']",
    ]


def test_log_records_come_first_with_level_logger_message_and_args(shop):
    assert pinning.outcome(lambda shop: shop.count(), shop) == [
        "logged DEBUG shop 'counting' ()",
        "logged DEBUG shop 'counting' ()",
        "logged WARNING shop '%s is left out: %r' ('Kew', 1.0)",
        "returned 3",
    ]


def test_log_records_before_an_exception(shop):
    lines = pinning.outcome(lambda shop: shop.look_up(7), shop)

    assert lines[:2] == ["logged INFO shop 'looking for %d' (7,)", "raised UnknownCustomerError < ShopError < LookupError < Exception"]
    assert len(lines) == 6


@pytest.mark.parametrize("kind", [PanicException, CancelledError, GeneratorExit])
def test_a_panic_is_an_outcome(shop, kind):
    """And so is whatever else is no `Exception`."""

    def panic(shop):
        raise kind("index out of bounds")

    assert pinning.outcome(panic, shop) == [f"raised {kind.__name__}", "message 'index out of bounds'", "args ('index out of bounds',)"]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_whoever_wants_to_stop_can(shop, kind):
    def stop(shop):
        raise kind

    with pytest.raises(kind):
        pinning.outcome(stop, shop)


def test_logging_is_afterwards_as_it_was(shop):
    before = logging.getLogger().level, list(logging.getLogger().handlers)

    pinning.outcome(lambda shop: shop.count(), shop)
    pinning.outcome(lambda shop: shop.look_up(7), shop)

    assert (logging.getLogger().level, logging.getLogger().handlers) == before


def test_each_call_is_made_once():
    made = []

    pinning.outcome(made.append, "shop")

    assert made == ["shop"]


def test_no_differences():
    same = {"count": ["returned 3"], "look up": ["raised KeyError < LookupError < Exception", "message '7'"]}

    assert pinning.differences(same, {name: list(lines) for name, lines in reversed(same.items())}) == []


def test_differences_name_the_call_and_mark_the_lines():
    expected = {"count": ["logged DEBUG shop 'counting' ()", "returned 3"], "list": ["returned []"]}
    got = {"count": ["logged DEBUG shop 'counting' ()", "returned 4"], "list": ["returned []"]}

    assert pinning.differences(expected, got) == [
        "count\n- logged DEBUG shop 'counting' ()\n- returned 3\n+ logged DEBUG shop 'counting' ()\n+ returned 4"
    ]


def test_all_differences_in_order():
    expected = {name: ["returned 1"] for name in "hcafbged"}
    got = {name: ["returned 1" if name == "b" else "returned 2"] for name in "abcdefgh"}

    assert pinning.differences(expected, got) == [f"{name}\n- returned 1\n+ returned 2" for name in "hcafged"]


def test_the_order_of_lines_is_a_difference():
    assert len(pinning.differences({"a": ["logged 1", "logged 2"]}, {"a": ["logged 2", "logged 1"]})) == 1


def test_calls_that_one_of_the_two_lacks():
    expected, got = {"new": ["returned 0"], "both": []}, {"both": [], "old": ["returned 1"]}

    assert pinning.differences(got, expected) == ["old\n- returned 1", "new\n+ returned 0"]


def test_a_call_that_is_lacking_is_like_one_with_no_lines():
    assert pinning.differences({"mine": []}, {"yours": []}) == []


def test_a_golden_file(tmp_path):
    golden = tmp_path / "golden" / "shop.json"
    shop = {"count": ["returned '\ud800é'"]}

    assert pinning.check(golden, shop) == ["shop.json is missing: `python pinning.py` writes it. Read it, and commit it."]
    pinning.write(golden, shop)
    assert pinning.check(golden, shop) == []
    assert pinning.check(golden, {"count": ["returned 4"], "find": []})[0].splitlines()[0] == "count"


def test_the_reference_does_what_its_golden_file_says():
    """If it fails, either somebody changed what `matching` does, or the file is to be written anew and its change to be reviewed."""
    assert pinning.check(GOLDEN, pinning.outcomes(calls.CALLS, matching)) == []


def changed(monkeypatch, find, replace):
    """The reference, one thing changed: it is `matching` for the rest of the test."""
    source = Path(matching.__file__).read_text(encoding="utf-8")
    assert not find or source.count(find) == 1
    module = types.ModuleType("matching")
    monkeypatch.setitem(sys.modules, "matching", module)
    exec(source.replace(find, replace, 1) if find else source + replace, module.__dict__)
    return module


@pytest.fixture(scope="module")
def reference():
    return pinning.outcomes(calls.CALLS, matching)


def test_an_equal_implementation_raises_no_alarm(monkeypatch, reference):
    equal = changed(monkeypatch, "", "")

    assert pinning.differences(reference, pinning.outcomes(calls.CALLS, equal)) == []


CHANGES = {
    "the last bit of a score": (
        "(matches / len(left) + matches / len(right) + (matches - transposed) / matches) / 3",
        "matches / len(left) / 3 + matches / len(right) / 3 + (matches - transposed) / matches / 3",
    ),
    "bonus for all that begins alike": ("if similarity <= 0.7:", "if similarity <= 0.0:"),
    "transpositions halved exactly": ("strict=True)) // 2", "strict=True)) / 2"),
    "letters edited twice": ("two_above[column - 2] + 1)", "two_above[column - 2] + (b != left[row - 2]))"),
    "an int for a float": (
        "1 - osa_distance(left, right) / longest if longest else 1.0",
        "1 - osa_distance(left, right) / longest if longest else 1",
    ),
    "a bool for a float": ("return float(left == right)", "return left == right"),
    "lower case is not case folding": ("text.casefold()", "text.lower()"),
    "NFD for NFKD": ('"NFKD"', '"NFD"'),
    "letters beyond ASCII in Soundex": ('if not "A" <= letter <= "Z":', "if not letter.isalpha():"),
    "equals in the other order": ("key=lambda pair: -pair[2]", "key=lambda pair: (-pair[2], -pair[0])"),
    "a plain tuple for a Match": ("found.append(Match(customer.id, alike))", "found.append(Match(customer.id, alike)[:])"),
    "a plain tuple for a Pair": ("pairs = [Pair(ids[left], ids[right], alike)", "pairs = [(ids[left], ids[right], alike)"),
    "more than a threshold": ("if alike >= self._settings.threshold:", "if alike > self._settings.threshold:"),
    "another message": ("is the id of row {first} already", "is already the id of row {first}"),
    "another row": (
        "if (first := rows.setdefault(customer.id, row)) != row:",
        "if (first := rows.setdefault(customer.id, row)) != row and (row := row + 1):",
    ),
    "another exception": ('raise TypeError(f"expected a str, not', 'raise ValueError(f"expected a str, not'),
    "an exception of the same name that no caller catches": (
        "",
        """
class InvalidRecord(MatchingError):
    def __init__(self, row, field, problem):
        super().__init__(row, field, problem)
        self.row, self.field, self.problem = row, field, problem

    def __str__(self):
        return f"row {self.row}, {self.field}: {self.problem}"
""",
    ),
    "a lost attribute": (
        "",
        """
class InvalidRecord(MatchingError, ValueError):
    def __init__(self, row, field, problem):
        super().__init__(row, field, problem)
        self.field, self.problem = field, problem

    def __str__(self):
        return f"row {self.args[0]}, {self.field}: {self.problem}"
""",
    ),
    "a lost argument": (
        "",
        """
class Cancelled(MatchingError):
    def __init__(self, done, total):
        super().__init__(f"cancelled after {done} of {total} customers")
        self.done, self.total = done, total
""",
    ),
    "a panic for a text beyond ASCII": (
        "",
        """
class PanicException(BaseException):
    pass

def soundex(name, ascii_only=soundex):
    if isinstance(name, str) and not name.isascii():
        raise PanicException("byte index 1 is not a char boundary")
    return ascii_only(name)
""",
    ),
    "a missing log record": ('LOG.info("cancelled after %d of %d customers", left, total)', "pass"),
    "another level": ('LOG.debug("%d customers in', 'LOG.info("%d customers in'),
    "a message put together too early": (
        'LOG.debug("%d customers in %d blocks", len(self), len(blocks))',
        'LOG.debug(f"{len(self)} customers in {len(blocks)} blocks")',
    ),
    "another logger": ("logging.getLogger(__name__)", 'logging.getLogger("matching.port")'),
    "no progress at the start": ("            progress(0, total)", "            pass"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_implementation_is_found_out(monkeypatch, reference, change):
    implementation = changed(monkeypatch, *CHANGES[change])

    found = pinning.differences(reference, pinning.outcomes(calls.CALLS, implementation))

    assert found, f"nobody would notice: {change}"
    assert all(text.splitlines()[0] in calls.CALLS for text in found)


def test_hypothesis_finds_what_no_call_shows(monkeypatch, reference):
    """The reference takes the long s of old prints, U+017F, for an s. None of the calls has one."""
    port = changed(monkeypatch, "text.casefold()", r'text.replace("\u017f", "f").casefold()')
    assert pinning.differences(reference, pinning.outcomes(calls.CALLS, port)) == []

    @settings(derandomize=True, deadline=None, database=None, max_examples=200, phases=[Phase.generate], report_multiple_bugs=False)
    @given(strategies.texts)
    def differential(text):
        call = {"normalise": lambda matching: matching.normalise(text)}
        assert pinning.differences(pinning.outcomes(call, matching), pinning.outcomes(call, port)) == []

    with pytest.raises(AssertionError, match="normalise"):
        differential()
