"""Step typing: annotations that PyO3 cannot derive, the committed stub, and what a type checker makes of it."""

import os
from pathlib import Path

import hello
import pytest
import stubs

STUB = "hello/_hello/_phonebook.pyi"

ACCEPTED = {
    "a list": 'by_initial(["alexa-rose", "kayla"])',
    "a tuple": 'by_initial(("alexa-rose", "kayla", "lachlan"))',
    "the pages are lists": 'by_initial(["alexa-rose"])["A"].append("abbie")',
    "the names are text": 'by_initial(["alexa-rose"])["A"][0].upper()',
    "a dict of lists": 'book: dict[str, list[str]] = by_initial(["alexa-rose"])',
    "many names": 'first("lowe", "berry", "waller")',
    "no name": "first()",
    "None may come back": "surname: str | None = first('lowe')",
}
REJECTED = {
    "one str for many": ('by_initial("alexa-rose")', "arg-type"),
    "None": ("by_initial(None)", "arg-type"),
    "a set": ('by_initial({"alexa-rose"})', "arg-type"),
    "a dict": ('by_initial({0: "alexa-rose"})', "arg-type"),
    "numbers in the list": ("by_initial([6, 69])", "list-item"),
    "a number in the tuple": ('by_initial(("alexa-rose", 6))', "arg-type"),
    "a page taken for text": ('by_initial(["alexa-rose"])["A"].upper()', "attr-defined"),
    "pages by number": ('by_initial(["alexa-rose"])[0]', "index"),
    "a name taken for bytes": ('by_initial(["alexa-rose"])["A"][0].decode()', "attr-defined"),
    "a dict taken for a list": ('by_initial(["alexa-rose"]).append("kayla")', "attr-defined"),
    "numbers for names": ("first(6, 69)", "arg-type"),
    "None for a name": ("first('lowe', None)", "arg-type"),
    "a list for names": ('first(["lowe", "berry"])', "arg-type"),
    "None forgotten": ('first("lowe").upper()', "union-attr"),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    """Where mypy keeps what it knows of Python's own stubs."""
    return Path(os.environ.get("HOT_MODULES_CACHE") or tmp_path_factory.mktemp("cache")) / "mypy"


@pytest.fixture(scope="module")
def mypy_says(tmp_path_factory, cache) -> dict[str, list[str]]:
    """mypy's messages on every call above; one run for all."""
    calls = [*ACCEPTED.values(), *(call for call, _ in REJECTED.values())]
    program = "\n".join(["from hello.phonebook import by_initial, first", *calls])
    found = stubs.mypy(program, tmp_path_factory.mktemp("mypy"), cache)
    assert 1 not in found, f"mypy cannot use the package at all: {found[1]}"
    return {call: found.get(number, []) for number, call in enumerate(calls, 2)}


def test_committed_stub_is_what_maturin_generates(generated_stubs):
    package = Path(hello.__file__).parent.parent
    found = stubs.difference(package / STUB, generated_stubs / STUB)
    if found:
        pytest.fail(f"the committed stub is not what the Rust code says now (`python scripts/stubs.py _phonebook` writes it):\n{found}")


@pytest.mark.usefixtures("mypy_says")  # mypy has filled its cache then
def test_stub_fits_the_module(tmp_path, cache):
    found = stubs.stubtest("hello._hello._phonebook", tmp_path, cache)
    if found:
        pytest.fail(f"stubtest compared the stub with the built module:\n{found}")


@pytest.mark.parametrize("call", ACCEPTED.values(), ids=ACCEPTED)
def test_type_checker_accepts(mypy_says, call):
    assert mypy_says[call] == []


@pytest.mark.parametrize(("call", "code"), REJECTED.values(), ids=REJECTED)
def test_type_checker_rejects(mypy_says, call, code):
    messages = mypy_says[call]
    assert messages, f"mypy finds nothing wrong with {call}"
    assert f"[{code}]" in messages[0]


def test_runtime_is_as_strict():
    from hello.phonebook import by_initial, first

    book = by_initial(("kayla", "alexa-rose", "élodie", "abbie"))
    assert list(book.items()) == [("K", ["kayla"]), ("A", ["alexa-rose", "abbie"]), ("É", ["élodie"])]
    assert (first("lowe", "berry"), first()) == ("berry", None)
    with pytest.raises(TypeError, match="Can't extract `str` to `Vec`"):
        by_initial("alexa-rose")
