"""A `FullName` reads, compares, sorts and hashes as a Python programmer expects."""

import copy
import inspect
import pickle

import classes
import pytest

PAIRS = [
    pytest.param("kayla", "harrington", id="plain"),
    pytest.param("patrick", "o'connor", id="apostrophe"),
    pytest.param("ann", 'the "boss" lee', id="quotes"),
    pytest.param("ann", 'o\'connor "lee"', id="both quotes"),
    pytest.param("jose\u0301", "peña", id="combining accent"),
    pytest.param("小龙", "李", id="no Latin"),
    pytest.param("", "", id="empty"),
    pytest.param("a\\b", "c\nd\te\x00", id="backslash and control characters"),
    pytest.param("\u200b", "\U0001f600", id="invisible and emoji"),
    pytest.param("{given}", "{}", id="braces"),
]


class Always:
    """A stranger that takes itself for equal to, and greater than, everything."""

    def __eq__(self, other):
        return True

    def __gt__(self, other):
        return True

    __hash__ = None


def name(given, surname):
    return classes.FullName(given, surname)


@pytest.mark.parametrize(("given", "surname"), PAIRS)
def test_repr_is_what_python_would_write(given, surname):
    assert repr(name(given, surname)) == f"FullName({given!r}, {surname!r})"


@pytest.mark.parametrize(("given", "surname"), PAIRS)
def test_the_repr_makes_an_equal_name(given, surname):
    assert eval(repr(name(given, surname)), vars(classes)) == name(given, surname)


@pytest.mark.parametrize(("given", "surname"), PAIRS)
def test_str_is_for_people(given, surname):
    assert str(name(given, surname)) == f"{given} {surname}"
    assert f"{name(given, surname)}" == f"{given} {surname}"


@pytest.mark.parametrize(("given", "surname"), PAIRS)
def test_equal_names_are_equal_and_have_one_hash(given, surname):
    one, other = name(given, surname), name(given, surname)

    assert (one == other, one != other) == (True, False)
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("kayla", "harrington"), ("kayla", "harington"), id="another surname"),
        pytest.param(("kayla", "harrington"), ("kaylah", "harrington"), id="another given name"),
        pytest.param(("kayla", "harrington"), ("harrington", "kayla"), id="swapped"),
        pytest.param(("kayla", "harrington"), ("Kayla", "Harrington"), id="capitals"),
        pytest.param(("kayla", "harrington"), ("kaylah", "arrington"), id="a letter on the other side"),
        pytest.param(("mary ann", "lee"), ("mary", "ann lee"), id="a word on the other side"),
        pytest.param(("", ""), ("", " "), id="empty"),
    ],
)
def test_other_names_are_unequal(one, other):
    one, other = name(*one), name(*other)

    assert (one == other, one != other) == (False, True)


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param("kayla harrington", id="str"),
        pytest.param(("kayla", "harrington"), id="tuple"),
        pytest.param(None, id="None"),
        pytest.param(7, id="int"),
        pytest.param(classes.Suburb("kayla", "harrington"), id="another class"),
        pytest.param(classes.FullName, id="the class itself"),
    ],
)
def test_strangers_are_unequal_and_have_no_order(stranger):
    kayla = name("kayla", "harrington")

    assert kayla.__eq__(stranger) is NotImplemented
    assert kayla.__ne__(stranger) is NotImplemented
    assert (kayla == stranger, kayla != stranger) == (False, True)
    with pytest.raises(TypeError, match="'<' not supported"):
        kayla < stranger  # noqa: B015


def test_a_stranger_may_know_better():
    assert name("kayla", "harrington") == Always()
    assert name("kayla", "harrington") < Always()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param(("zoe", "berry"), ("ann", "waller"), id="by surname"),
        pytest.param(("ann", "berry"), ("zoe", "berry"), id="then by given name"),
        pytest.param(("ann", "berr"), ("ann", "berry"), id="a shorter one first"),
        pytest.param(("zoe", "de"), ("ann", "de vito"), id="a part of the other first"),
        pytest.param(("ann", ""), ("", "a"), id="no surname first"),
        pytest.param(("ann", "Waller"), ("ann", "berry"), id="capitals first"),
        pytest.param(("ann", "z"), ("ann", "é"), id="by code point"),
        pytest.param(("ann", "\uffff"), ("ann", "\U0001f600"), id="beyond sixteen bits"),
    ],
)
def test_order(less, more):
    less, more = name(*less), name(*more)

    assert (less < more, less <= more, less > more, less >= more) == (True, True, False, False)
    assert (more < less, more <= less, more > less, more >= less) == (False, False, True, True)


def test_a_name_is_not_less_than_itself():
    kayla, other = name("kayla", "harrington"), name("kayla", "harrington")

    assert (kayla < other, kayla > other, kayla <= other, kayla >= other) == (False, False, True, True)


def test_real_customers_are_sorted_and_told_apart(customers):
    pairs = [(each["given_name"], each["surname"]) for each in customers]
    names = [name(*pair) for pair in pairs]

    assert [(each.given, each.surname) for each in sorted(names)] == sorted(pairs, key=lambda pair: pair[::-1])
    assert len(set(names)) == len(set(pairs))
    assert len(set(map(hash, names))) > len(set(pairs)) - 10, "many names have the same hash: dicts and sets of them are slow"


def test_another_surname():
    kayla = name("kayla", "harrington")
    married = kayla.with_surname("o'connor")

    assert type(married) is classes.FullName
    assert (married.given, married.surname) == ("kayla", "o'connor")
    assert (kayla.given, kayla.surname) == ("kayla", "harrington"), "the name itself was changed"
    assert kayla.with_surname("harrington") == kayla


@pytest.mark.parametrize("surname", ["李", "De Vito", " lee ", ""], ids=["no Latin", "capitals", "white space", "empty"])
def test_another_surname_is_taken_as_it_is(surname):
    assert name("kayla", "harrington").with_surname(surname=surname) == name("kayla", surname)


@pytest.mark.parametrize("surname", [None, 7, b"lee"])
def test_another_surname_is_a_str(surname):
    with pytest.raises(TypeError, match="is not an instance of 'str'"):
        name("kayla", "harrington").with_surname(surname)


def test_the_method_explains_itself():
    assert str(inspect.signature(classes.FullName.with_surname)) == "(self, /, surname)"
    assert inspect.getdoc(classes.FullName.with_surname)


@pytest.mark.parametrize("attribute", ["given", "surname"])
def test_nobody_changes_a_name(attribute):
    kayla = name("kayla", "harrington")

    with pytest.raises(AttributeError):
        setattr(kayla, attribute, "ann")


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_is_equal(duplicate):
    assert duplicate(name("kayla", "harrington")) == name("kayla", "harrington")


def test_what_has_not_changed():
    assert classes.FullName.__module__ == "classes"
    assert str(inspect.signature(classes.FullName)) == "(given, surname)"
    assert inspect.getdoc(classes.FullName)
    assert [each for each in dir(classes.FullName) if not each.startswith("_")] == ["given", "surname", "with_surname"]
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Titled", (classes.FullName,), {})


def test_the_worked_examples():
    yass, log, other = classes.Suburb("yass", "nsw"), classes.CallLog(), classes.CallLog()
    for caller in ["waller", "berry", "waller"]:
        log.add(caller)
    for caller in ["waller", "waller", "berry"]:
        other.add(caller)

    assert (repr(yass), str(yass)) == ("Suburb('yass', 'nsw')", "yass, nsw")
    assert sorted([classes.Suburb("aspley", "qld"), yass])[0] == yass
    assert (log.count("waller"), log.count("lodder"), log.last, other.last) == (2, 0, "waller", "berry")
    assert log == other
    assert repr(log) == "<CallLog of 2 customers>"
    with pytest.raises(TypeError, match="unhashable"):
        hash(log)
