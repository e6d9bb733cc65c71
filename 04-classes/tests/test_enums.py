"""`State` is a plain enum that Python can compare, sort and hash; `decide` returns objects of `Verdict`'s variants."""

import copy
import inspect
import pickle

import classes
import pytest

NAMES = ["ACT", "NSW", "QLD", "VIC"]
COPIES = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": lambda thing: pickle.loads(pickle.dumps(thing))}


def perhaps(*arguments, **keywords):
    return classes.Verdict.Perhaps(*arguments, **keywords)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_has_a_name_in_capitals(name):
    state = getattr(classes.State, name)

    assert isinstance(state, classes.State)
    assert repr(state) == f"State.{name}"


def test_there_are_no_other_states():
    assert [name for name in vars(classes.State) if name[0].isupper()] == NAMES
    assert [state.name for state in classes.State.all()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_state_that_was_made_anew_is_equal(name):
    one, other = classes.State(name), getattr(classes.State, name)

    assert one == other
    assert (one != other) is False
    assert hash(one) == hash(other)
    assert {one: name}[other] == name


def test_other_states_are_not_equal():
    assert classes.State.NSW != classes.State.VIC
    assert len({state for _ in range(2) for state in classes.State.all()}) == 4


def test_states_are_ordered_as_they_are_declared():
    states = classes.State.all()

    assert sorted([states[3], states[1], states[0], states[2]]) == states
    assert classes.State.ACT < classes.State.NSW <= classes.State.NSW < classes.State.VIC


@pytest.mark.parametrize("stranger", [0, 1, "NSW", None, 1.0], ids=repr)
def test_a_state_is_no_number_and_no_text(stranger):
    assert all(state != stranger for state in classes.State.all())
    with pytest.raises(TypeError):
        sorted([classes.State.NSW, stranger])


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_copy_of_a_state(copied):
    assert copied(classes.State.VIC) == classes.State.VIC


def test_a_state_of_another_name():
    with pytest.raises(ValueError, match=r'^no state: "nsw"$'):
        classes.State("nsw")


@pytest.mark.parametrize("score", [0.0, 0.499, 0.5, 1.0])
def test_no_difference(score):
    verdict = classes.decide(score, [])

    assert type(verdict) is classes.Verdict.Same
    assert verdict == classes.Verdict.Same()


@pytest.mark.parametrize("score", [0.5, 0.7512345678, 1.0])
def test_perhaps(score):
    verdict = classes.decide(score, ["straße", "phone", "phone", "abn"])

    assert type(verdict) is classes.Verdict.Perhaps
    assert (verdict.score, verdict.differing) == (score, ["straße", "phone", "phone", "abn"])


@pytest.mark.parametrize("score", [0.0, 0.25, 0.499])
def test_different(score):
    verdict = classes.decide(score, ["suburb", "phone"])

    assert type(verdict) is classes.Verdict.Different
    assert verdict.reason == f"suburb, phone with a score of {score:g}"


@pytest.mark.parametrize("variant", ["Same", "Different", "Perhaps"])
def test_each_variant_is_a_verdict_and_has_a_docstring(variant):
    variant = getattr(classes.Verdict, variant)

    assert issubclass(variant, classes.Verdict)
    assert variant.__doc__
    assert variant.__module__ == "classes"


def test_perhaps_from_python():
    assert str(inspect.signature(classes.Verdict.Perhaps)) == "(score, differing)"
    assert perhaps(0.75, ["phone"]) == perhaps(differing=["phone"], score=0.75) == classes.decide(0.75, ["phone"])
    assert perhaps(0.75, ["phone"]) != perhaps(0.75, [])
    assert perhaps(0.75, ["phone"]) != perhaps(0.5, ["phone"])
    assert perhaps(0.75, ["phone"]) != "perhaps"


@pytest.mark.parametrize("arguments", [(0.5,), ("0.5", []), (0.5, None), (0.5, "phone"), (0.5, [5])], ids=repr)
def test_perhaps_of_what_does_not_fit(arguments):
    with pytest.raises(TypeError):
        perhaps(*arguments)


def test_attributes_cannot_be_set():
    with pytest.raises(AttributeError):
        perhaps(0.75, []).score = 1.0


@pytest.mark.parametrize("attribute", ["score", "differing"])
def test_help_explains_the_attributes(attribute):
    assert getattr(classes.Verdict.Perhaps, attribute).__doc__


def letter(verdict):
    """What a program in Python does with a verdict."""
    match verdict:
        case classes.Verdict.Same():
            return "same"
        case classes.Verdict.Perhaps(score, [field]):
            return f"{score} but for {field}"
        case classes.Verdict.Perhaps(differing=fields):
            return f"{len(fields)} fields"
        case classes.Verdict.Different(reason):
            return reason
    return "no verdict"


@pytest.mark.parametrize(
    ("score", "differing", "want"),
    [
        pytest.param(0.9, [], "same", id="same"),
        pytest.param(0.9, ["phone"], "0.9 but for phone", id="by-position"),
        pytest.param(0.9, ["phone", "suburb"], "2 fields", id="by-keyword"),
        pytest.param(0.1, ["phone"], "phone with a score of 0.1", id="different"),
    ],
)
def test_match(score, differing, want):
    assert letter(classes.decide(score, differing)) == want


def test_repr_of_a_verdict():
    assert repr(classes.decide(0.75, ["o'brien"])) == """Verdict.Perhaps(score=0.75, differing=["o'brien"])"""
    assert repr(classes.decide(0.75, [])) == "Verdict.Same()"


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_copy_of_a_verdict(copied):
    verdict = copied(perhaps(0.75, ["phone"]))

    assert type(verdict) is classes.Verdict.Perhaps
    assert verdict == perhaps(0.75, ["phone"])


def test_an_enum_of_python():
    """A worked example of the page."""
    from classes.channels import Channel

    assert classes.best_channel(has_email=True) is Channel.EMAIL
    assert classes.cost_of(Channel.LETTER) == classes.cost_of("letter") == 150
