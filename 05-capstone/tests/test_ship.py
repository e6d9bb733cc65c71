"""In shadow mode the caller sees the reference only, whatever the port does; what the port does differently is in the log."""

import logging

import febrl
import matching
import pytest
import shadow


class PanicException(BaseException):
    """As a panic of a Rust module arrives."""


class Odd:
    """A value that cannot even be shown."""

    def __init__(self, error=RuntimeError):
        self.error = error

    def __repr__(self):
        raise self.error("no repr")


@pytest.fixture(autouse=True)
def _fresh():
    shadow.COMPARED.clear()
    shadow.DIFFERENT.clear()


@pytest.fixture
def differences(caplog):
    """The warnings of the shadow mode so far."""
    caplog.set_level(logging.DEBUG)
    return lambda: [(record.levelname, record.msg, record.args) for record in caplog.records if record.name == "shadow"]


def difference(expected, got, what="match"):
    return ("WARNING", "%s: the reference %s, the port %s", (what, expected, got))


def raises(error):
    def call():
        raise error

    return call


def ask(reference, port):
    """What the caller gets; a failed assertion if that is the port's exception."""
    answer = escaped = None
    try:
        answer = shadow.beside("match", reference, port)
    except BaseException as error:
        escaped = error
    assert escaped is None, "what the port raised came out"
    return answer


ANSWER = [matching.Match("7", 0.75)]


def test_the_answer_is_the_references_own_object(differences):
    answer, same = list(ANSWER), list(ANSWER)

    assert shadow.beside("match", lambda: answer, lambda: same) is answer
    assert differences() == []
    assert (shadow.COMPARED["match"], shadow.DIFFERENT["match"]) == (1, 0)


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [([], None), (1.0, 1), (1.0, True), (0.0, -0.0), (0.1 + 0.2, 0.3), ([matching.Match("7", 0.5)], [("7", 0.5)]), (None, "None")],
    ids=repr,
)
def test_another_value(differences, answer, wrong):
    assert shadow.beside("match", lambda: answer, lambda: wrong) is answer
    assert differences() == [difference(f"returned {answer!r}", f"returned {wrong!r}")]
    assert (shadow.COMPARED["match"], shadow.DIFFERENT["match"]) == (1, 1)


def test_nan_is_no_difference(differences):
    shadow.beside("score", lambda: float("nan"), lambda: float("nan"))

    assert differences() == []


@pytest.mark.parametrize("error", [ValueError("no"), PanicException("index out of bounds"), GeneratorExit()], ids=repr)
def test_what_the_port_raises_never_comes_out(differences, caplog, error):
    assert ask(lambda: ANSWER, raises(error)) is ANSWER
    assert differences() == [difference(f"returned {ANSWER!r}", f"raised {error!r}")]
    assert (caplog.records[-1].exc_info or (None, None))[1] is error, "the log should show where the port's exception comes from"
    assert (shadow.COMPARED["match"], shadow.DIFFERENT["match"]) == (1, 1)


@pytest.mark.parametrize(("error", "got"), [(RuntimeError, "returned <Odd>"), (PanicException, "raised PanicException('no repr')")])
def test_a_value_of_the_port_that_cannot_be_shown(differences, error, got):
    assert ask(lambda: ANSWER, lambda: Odd(error)) is ANSWER
    assert differences() == [difference(f"returned {ANSWER!r}", got)]


def test_an_exception_of_the_port_that_cannot_be_shown(differences):
    assert ask(lambda: ANSWER, raises(ValueError(Odd()))) is ANSWER
    assert differences() == [difference(f"returned {ANSWER!r}", "raised <ValueError>")]


def test_an_answer_of_the_reference_that_cannot_be_shown(differences):
    answer = Odd()

    assert shadow.beside("match", lambda: answer, lambda: ANSWER) is answer
    assert differences() == [difference("returned <Odd>", f"returned {ANSWER!r}")]


def test_an_exception_of_the_reference_that_cannot_be_shown(differences):
    """Its arguments are the caller's: anything at all."""
    customer = matching.Customer("a")
    matcher = shadow.Matcher([customer])

    with pytest.raises(matching.InvalidSetting, match=r"^limit must be an int of at least 1, not <Odd>$"):
        matcher.match(customer, limit=Odd())
    assert differences() == []
    assert shadow.COMPARED["match"] == 1


def test_the_references_exception_comes_out_as_it_is(differences):
    error = matching.InvalidSetting("limit", 0, "an int of at least 1")

    with pytest.raises(matching.InvalidSetting) as caught:
        shadow.beside("match", raises(error), lambda: ANSWER)

    assert caught.value is error
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, False)
    assert not hasattr(caught.value, "__notes__")
    assert caught.traceback[-1].name == "call", "its traceback should lead to where it was raised"
    assert differences() == [difference(f"raised {error!r}", f"returned {ANSWER!r}")]


def test_the_same_exception_is_no_difference(differences):
    error, other = (matching.InvalidSetting("limit", 0, "an int of at least 1") for _ in range(2))

    with pytest.raises(matching.InvalidSetting) as caught:
        shadow.beside("match", raises(error), raises(other))

    assert caught.value is error
    assert differences() == []
    assert (shadow.COMPARED["match"], shadow.DIFFERENT["match"]) == (1, 0)


@pytest.mark.parametrize(
    "other", [matching.InvalidSetting("limit", -1, "an int of at least 1"), ValueError("limit", 0, "an int of at least 1")], ids=repr
)
def test_another_exception(differences, other):
    error = matching.InvalidSetting("limit", 0, "an int of at least 1")

    with pytest.raises(matching.InvalidSetting) as caught:
        shadow.beside("match", raises(error), raises(other))

    assert caught.value is error
    assert differences() == [difference(f"raised {error!r}", f"raised {other!r}")]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("which", ["reference", "port"])
def test_whoever_wants_to_stop_can(kind, which):
    calls = [raises(kind()), lambda: ANSWER]

    with pytest.raises(kind):
        shadow.beside("match", *(calls if which == "reference" else reversed(calls)))
    assert shadow.COMPARED["match"] == 0, "what was interrupted is not compared"


def test_both_are_called_once_the_reference_first():
    called = []

    shadow.beside("match", lambda: called.append("reference"), lambda: called.append("port"))

    assert called == ["reference", "port"]


def test_what_the_port_does_to_the_answer_is_found_out(differences):
    answer = list(ANSWER)

    shadow.beside("match", lambda: answer, lambda: (answer.clear(), answer)[1])

    assert differences() == [difference(f"returned {ANSWER!r}", "returned []")]


def test_the_real_thing(differences):
    """The first two hundred records of Febrl set 1: no difference, and the reference's own classes."""
    customers = febrl.load("1")[:200]
    matcher = shadow.Matcher(iter(customers))

    found = matcher.match(customers[0], limit=3, min_score=0.2)

    assert isinstance(matcher, matching.Matcher)
    assert found == matching.Matcher(customers).match(customers[0], limit=3, min_score=0.2)
    assert {type(match) for match in found} == {matching.Match}
    assert len(shadow.deduplicate(customers[:50], matching.Settings(threshold=0.8)).pairs) > 0
    assert differences() == []
    assert shadow.COMPARED == {"Matcher": 2, "match": 1, "deduplicate": 1}


def test_progress_and_cancelling_are_the_references():
    customers, steps = febrl.load("1")[:10], []
    matcher = shadow.Matcher(customers)

    matcher.deduplicate(lambda done, total: steps.append(done))
    with pytest.raises(matching.Cancelled):
        matcher.deduplicate(cancelled=lambda: True)

    assert steps == list(range(11))
    assert shadow.COMPARED == {"Matcher": 1, "deduplicate": 1}
