"""Step signatures: how `address_line` may be called."""

import inspect

import hello
import pytest


def test_signature():
    assert str(inspect.signature(hello.address_line)) == "(street, /, *more, separator=', ', state=None, **written_out)"


@pytest.mark.parametrize(
    ("parts", "want"),
    [
        pytest.param(["36 yerralee road"], "36 yerralee road", id="street-only"),
        pytest.param(["16 dumas street", "mount immaney"], "16 dumas street, mount immaney", id="two"),
        pytest.param(["67 ballarat street", "the willows", "4011", "nsw"], "67 ballarat street, the willows, 4011, nsw", id="four"),
        pytest.param(["12 birubi place", None, "", " \t", "flemington"], "12 birubi place, flemington", id="nothing-between"),
        pytest.param([None, "coolaroo"], "coolaroo", id="no-street"),
        pytest.param([" ", None], "", id="nothing"),
        pytest.param([" 23  ramsay place ", "garbutt\n"], "23 ramsay place, garbutt", id="white-space"),
    ],
)
def test_parts(parts, want):
    assert hello.address_line(*parts) == want


@pytest.mark.parametrize(
    ("keywords", "want"),
    [
        pytest.param({"separator": "\n"}, "3 chave street\ngowrie", id="separator"),
        pytest.param({"separator": ""}, "3 chave streetgowrie", id="no-separator"),
        pytest.param({"state": "nsw"}, "3 chave street, gowrie, NSW", id="state"),
        pytest.param({"state": None}, "3 chave street, gowrie", id="state-None"),
        pytest.param({"state": " "}, "3 chave street, gowrie", id="state-blank"),
        pytest.param({"state": " nsw\n"}, "3 chave street, gowrie, NSW", id="white-space-around-the-state"),
        pytest.param({"state": "thüringen", "separator": " / "}, "3 chave street / gowrie / THÜRINGEN", id="state-and-separator"),
    ],
)
def test_keywords(keywords, want):
    assert hello.address_line("3 chave street", "gowrie", **keywords) == want


@pytest.mark.parametrize(
    ("parts", "written_out", "want"),
    [
        pytest.param(["12 stirling st"], {"st": "street"}, "12 stirling street", id="whole-words"),
        pytest.param(["2 dumas crt", "ocean crt"], {"crt": "court"}, "2 dumas court, ocean court", id="every-part"),
        pytest.param(["2 dumas rd", "leisure vlge"], {"rd": "road", "vlge": "village"}, "2 dumas road, leisure village", id="two-words"),
        pytest.param(["2 dumas street"], {"street": "st"}, "2 dumas st", id="street"),
        pytest.param(["once more"], {"more": "again"}, "once again", id="more"),
        pytest.param(["6 münzgasse ot"], {"münzgasse": "Münzgasse", "ot": "ortsteil"}, "6 Münzgasse ortsteil", id="not-ascii"),
        pytest.param(["1 main road"], {"st": "street"}, "1 main road", id="no-such-word"),
    ],
)
def test_written_out(parts, written_out, want):
    assert hello.address_line(*parts, **written_out) == want


def test_state_is_not_written_out():
    assert hello.address_line("7 wa st", state="wa", wa="west australia", st="street") == "7 west australia street, WA"


def test_the_second_part_is_not_the_separator():
    assert hello.address_line("3 chave street", " - ", "gowrie") == "3 chave street, -, gowrie"


def test_real_customers(customers):
    got, want = [], []
    for each in customers:
        street = f"{each['street_number']} {each['address_1']}"
        more = [each["address_2"] or None, each["suburb"], each["postcode"]]
        parts = [" ".join(part.split()).replace("vlge", "village") for part in [street, *more] if part]
        want.append("; ".join([*filter(None, parts), *filter(None, [each["state"].upper()])]))
        got.append(hello.address_line(street, *more, separator="; ", state=each["state"] or None, vlge="village"))
    assert got == want


def test_a_street_is_needed():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'street'"):
        hello.address_line(street="3 chave street")


@pytest.mark.parametrize(
    ("parts", "keywords"),
    [
        pytest.param([7], {}, id="street"),
        pytest.param(["3 chave street", 2906], {}, id="part"),
        pytest.param(["3 chave street"], {"separator": None}, id="separator"),
        pytest.param(["3 chave street"], {"state": 5}, id="state"),
        pytest.param(["3 chave street"], {"street": 5}, id="written-out"),
    ],
)
def test_only_text_is_taken(parts, keywords):
    with pytest.raises(TypeError):
        hello.address_line(*parts, **keywords)
