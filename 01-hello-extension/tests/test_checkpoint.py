"""Step checkpoint: the module `hello.names`, held to its specification."""

import inspect
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import stubs

PARTICLES = ("da", "de", "della", "den", "der", "di", "du", "la", "le", "van", "von")

SPELLINGS = {
    "lower case": ("lachlan", "Lachlan"),
    "upper case": ("LACHLAN", "Lachlan"),
    "mixed case": ("lAcHlAn", "Lachlan"),
    "two words": ("jacob lyden", "Jacob Lyden"),
    "white space": ("  jacob \t lyden\n", "Jacob Lyden"),
    "Unicode's white space": ("\u00a0jacob\u3000lyden\u2009", "Jacob Lyden"),
    "hyphen": ("alexa-rose", "Alexa-Rose"),
    "two hyphens": ("anna-lena-marie", "Anna-Lena-Marie"),
    "hyphens at the ends": ("-rose-", "-Rose-"),
    "apostrophe": ("o'brien", "O'Brien"),
    "one letter after the apostrophe": ("van't hof", "Van't Hof"),
    "one letter before the hyphen": ("van't-hof", "Van't-Hof"),
    "two letters after the apostrophe": ("d'or", "D'Or"),
    "apostrophe in front": ("'t hof", "'t Hof"),
    "two letters after an apostrophe in front": ("'neil", "'Neil"),
    "one letter of two bytes after the apostrophe": ("d'é", "D'é"),
    "the second character after the apostrophe is another": ("rock'n'", "Rock'N'"),
    "apostrophe at the end": ("kris'", "Kris'"),
    "two apostrophes": ("d'o'brien", "D'O'Brien"),
    "typographic apostrophes": ("o\u2019brien o\u2018hara o`neil", "O'Brien O'Hara O'Neil"),
    "one letter": ("e", "E"),
    "particle": ("jayde VAN keulen", "Jayde van Keulen"),
    "particle in front": ("di chiera", "di Chiera"),
    "two particles": ("ludwig von der heide", "Ludwig von der Heide"),
    "particle at the end": ("van", "Van"),
    "two particles at the end": ("anna de la", "Anna de La"),
    "the last word twice": ("VAN van", "van Van"),
    "part of a particle": ("vanessa-van dert", "Vanessa-Van Dert"),
    "two bytes a letter": ("ÉLODIE šimůnek", "Élodie Šimůnek"),
    "sharp s": ("WEIẞ groß", "Weiß Groß"),
    "two capitals for one letter": ("ßen", "SSen"),
    "final sigma": ("ΝΙΚΟΣ ΣΟΣΟΥ", "Νικος Σοσου"),
    "sigma before an apostrophe": ("ΝΙΚΟΣ'Λ", "Νικοσ'λ"),
    "no case": ("李 小龙", "李 小龙"),
    "four bytes a letter": ("\U00010428\U00010428", "\U00010400\U00010428"),
}

MISTAKES = {
    "digit": ("m4ry", "unexpected '4' at position 1 in 'm4ry'"),
    "the first of two": ("mary_jane!", "unexpected '_' at position 4 in 'mary_jane!'"),
    "white space counts": ("  m4ry ", "unexpected '4' at position 3 in '  m4ry '"),
    "two bytes are one position": ("é4", "unexpected '4' at position 1 in 'é4'"),
    "four bytes are one position": ("\U00010428 李.", "unexpected '.' at position 3 in '\U00010428 李.'"),
    "emoji": ("\U0001f642", "unexpected '\U0001f642' at position 0 in '\U0001f642'"),
    "combining mark": ("e\u0301lodie", "unexpected '\u0301' at position 1 in 'e\u0301lodie'"),
    "zero-width space": ("jacob\u200blyden", "unexpected '\u200b' at position 5 in 'jacob\u200blyden'"),
    "digit that is not ASCII": ("mary\u0662", "unexpected '\u0662' at position 4 in 'mary\u0662'"),
    "other dashes": ("alexa\u2013rose", "unexpected '\u2013' at position 5 in 'alexa\u2013rose'"),
    "as it was given": ("O\u2019BRIEN 2", "unexpected '2' at position 8 in 'O\u2019BRIEN 2'"),
    "empty": ("", "no name in ''"),
    "blank": (" \t", "no name in ' \t'"),
}


@pytest.fixture
def names():
    import hello.names

    return hello.names


@pytest.mark.parametrize(("name", "want"), SPELLINGS.values(), ids=SPELLINGS)
def test_spelling(names, name, want):
    assert names.clean_name(name) == want


@pytest.mark.parametrize(("name", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistake(names, name, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the next line looks at the whole message
        names.clean_name(name)
    assert (type(caught.value), str(caught.value)) == (ValueError, message)


@pytest.mark.parametrize("seed", range(5))
def test_untidy_names(names, seed):
    """Names whose spelling is known, made untidy at random."""
    chance = random.Random(seed)
    pieces = ["Mary", "Anna-Lena", "O'Brien", "Van't", "Élodie", "Šimon", "D'Angelo-Rossi", "E", "'t", "Łukasz"]
    tidy = [" ".join([*chance.choices([*pieces, *PARTICLES], k=chance.randrange(4)), chance.choice(pieces)]) for _ in range(50)]
    spaces = [" ", "  ", "\t", "\u00a0", "\u2003 "]
    untidy = ["".join(chance.choice([c.upper(), c.lower()]) if c != " " else chance.choice(spaces) for c in name) for name in tidy]
    untidy = [
        chance.choice(["", *spaces]) + name.replace("'", chance.choice("'\u2018\u2019`")) + chance.choice(["", *spaces]) for name in untidy
    ]
    assert names.clean_names(untidy) == tidy


def test_real_customers(names, customers):
    given = [f"{customer['given_name']} {customer['surname']}" for customer in customers]
    spelt = names.clean_names(given)
    assert [name.lower() for name in spelt] == [" ".join(name.split()) for name in given]
    assert names.clean_names([name.upper() for name in given]) == spelt
    assert names.clean_names(spelt) == spelt
    small = {word for name in spelt for word in name.split() if word[0].islower()}
    assert small == {"van", "di"}


def test_particles_of_ones_own(names):
    assert names.clean_name("VAN ter BEEK", particles=["ter"]) == "Van ter Beek"
    assert names.clean_names(("van ter beek", "ter"), particles=("ter", "x")) == ["Van ter Beek", "Ter"]


def test_particles_are_compared_after_the_apostrophes_are_put_right(names):
    assert names.clean_name("DELL\u2019 acqua", particles=["dell'"]) == "dell' Acqua"


def test_no_particles_are_not_the_default(names):
    assert names.clean_name("jayde van keulen", particles=[]) == "Jayde Van Keulen"
    assert names.clean_name("jayde van keulen", particles=None) == "Jayde van Keulen"
    assert names.clean_names(["jayde van keulen"], particles=[]) == ["Jayde Van Keulen"]


@pytest.mark.parametrize("many", [list, tuple])
def test_many_names(names, many):
    assert names.clean_names(many(["paige", " DI chiera"])) == ["Paige", "di Chiera"]
    assert names.clean_names(many()) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["m4ry"], "names[0]: unexpected '4' at position 1 in 'm4ry'"),
        (["paige", "é lowe", "kayl@", ""], "names[2]: unexpected '@' at position 4 in 'kayl@'"),
        (["paige", " "], "names[1]: no name in ' '"),
    ],
    ids=["first", "third", "blank"],
)
def test_which_of_many_is_the_mistake(names, given, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the next line looks at the whole message
        names.clean_names(given)
    assert str(caught.value) == message


@pytest.mark.parametrize("wrong", [None, 5, b"paige", ["paige"]], ids=repr)
def test_a_name_is_a_str(names, wrong):
    with pytest.raises(TypeError):
        names.clean_name(wrong)
    with pytest.raises(TypeError):
        names.clean_names(["paige", wrong])


@pytest.mark.parametrize("wrong", ["paige", None, 5], ids=repr)
def test_many_names_are_a_sequence(names, wrong):
    with pytest.raises(TypeError):
        names.clean_names(wrong)


@pytest.mark.parametrize("wrong", ["van", 5, [5], [None]], ids=repr)
def test_particles_are_many_str(names, wrong):
    with pytest.raises(TypeError):
        names.clean_name("jayde van keulen", particles=wrong)
    with pytest.raises(TypeError):
        names.clean_names(["jayde van keulen"], particles=wrong)


@pytest.mark.parametrize(
    ("function", "signature"), [("clean_name", "(name, /, *, particles=None)"), ("clean_names", "(names, /, *, particles=None)")]
)
def test_signature_and_docstring(names, function, signature):
    function = getattr(names, function)
    assert inspect.isbuiltin(function), "it is to be written in Rust"
    assert str(inspect.signature(function)) == signature
    assert "ValueError" in function.__doc__


def test_module(names):
    assert sorted(names.__all__) == ["PARTICLES", "clean_name", "clean_names"]
    assert names.PARTICLES == PARTICLES
    program = "import hello.names._names; native = hello.names._names; print(native.clean_name('di chiera'), native.clean_name.__module__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout + done.stderr).strip() == "di Chiera hello.names._names"


def test_types(generated_stubs, tmp_path, monkeypatch):
    """What a type checker makes of the stub that is generated from the code."""
    shutil.copytree(generated_stubs / "hello", tmp_path / "generated" / "hello")
    (tmp_path / "generated" / "hello" / "__init__.pyi").touch()
    monkeypatch.setenv("MYPYPATH", str(tmp_path / "generated"))  # mypy looks there before it looks at what is installed
    good = [
        'clean_names(["paige"], particles=("van",))[0].upper()',
        'clean_names(("paige", "kayla"), particles=["van"])',
        'clean_name("paige", particles=("van",)), clean_name("paige", particles=["van"])',
        'clean_name("paige", particles=None), clean_names(["paige"], particles=None)',
    ]
    bad = [
        'clean_names("paige")',
        "clean_names([5])",
        'clean_names(["paige"], particles="van")',
        'clean_name("paige", particles="van")',
        'clean_name("paige").decode()',
    ]
    program = "\n".join(["from hello._hello._names import clean_name, clean_names", *good, *bad])
    found = stubs.mypy(program, tmp_path, Path(os.environ.get("HOT_MODULES_CACHE") or tmp_path) / "mypy")
    lines = program.splitlines()
    assert [message for number, message in found.items() if lines[number - 1] not in bad] == []
    assert [lines[number - 1] for number in sorted(found)] == bad
