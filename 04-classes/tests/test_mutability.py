"""A `Spellings` is used by all threads at once and by its own function, and never loses or changes what it keeps.

Whatever might deadlock runs in a process of its own, which is ended when nothing happens any more.
"""

import gc
import inspect
import os
import subprocess
import sys
import textwrap
import threading
import weakref

import classes
import pytest

LIMIT_SECONDS = 5
"""The process apart takes a tenth of a second; more than this means a deadlock."""


@pytest.fixture
def asked():
    """The names that `clean` was asked for."""
    return []


@pytest.fixture
def spellings(asked):
    def clean(name):
        asked.append(name)
        return name.strip().title()

    return classes.Spellings(clean)


@pytest.mark.parametrize(
    ("name", "want"),
    [
        pytest.param("  laura MCPHAIL ", "Laura Mcphail", id="white space and capitals"),
        pytest.param("zoë", "Zoë", id="two bytes a letter"),
        pytest.param("李 小龙", "李 小龙", id="no capitals"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_spelling_is_what_clean_returns(spellings, name, want):
    assert spellings.spell(name) == want


def test_clean_is_asked_once_for_a_name(spellings, asked):
    spelt = [spellings.spell(name) for name in ["berry", "lowe", "berry", "", "Berry", "", "berry"]]

    assert spelt == ["Berry", "Lowe", "Berry", "", "Berry", "", "Berry"]
    assert asked == ["berry", "lowe", "", "Berry"]


def test_a_spelling_is_taken_as_it_is():
    spellings = classes.Spellings(lambda name: f" {name}\n")

    assert [spellings.spell("Berry"), spellings.spell("Berry")] == [" Berry\n", " Berry\n"]


def test_hits_are_the_calls_that_found_a_spelling(spellings):
    assert spellings.hits == 0
    for name in ["berry", "Lowe", "berry", "berry"]:
        spellings.spell(name)

    assert spellings.hits == 2


def test_two_objects_share_nothing():
    upper, lower = classes.Spellings(str.upper), classes.Spellings(str.lower)

    assert (upper.spell("Berry"), lower.spell("Berry"), upper.hits, lower.hits) == ("BERRY", "berry", 0, 0)


def test_what_clean_raises_is_raised_and_nothing_is_kept():
    answers = iter(["Berry"])
    trouble = LookupError("the list of spellings is not there")

    def clean(name):
        if not clean.ready:
            raise trouble
        return next(answers)

    clean.ready = False
    spellings = classes.Spellings(clean)
    with pytest.raises(LookupError) as caught:
        spellings.spell("berry")
    clean.ready = True

    assert caught.value is trouble
    assert (spellings.spell("berry"), spellings.spell("berry"), spellings.hits) == ("Berry", "Berry", 1)


@pytest.mark.parametrize("answer", [None, 7, b"Berry"], ids=repr)
def test_an_answer_that_is_no_str_is_a_type_error_and_is_not_kept(answer):
    answers = iter([answer, "Berry"])
    spellings = classes.Spellings(lambda name: next(answers))

    with pytest.raises(TypeError, match="is not an instance of 'str'"):
        spellings.spell("berry")
    assert spellings.spell("berry") == "Berry"


@pytest.mark.parametrize("name", [None, 7, b"berry"], ids=repr)
def test_a_name_is_a_str(spellings, asked, name):
    with pytest.raises(TypeError, match="is not an instance of 'str'"):
        spellings.spell(name)
    assert asked == []


def test_hits_cannot_be_set(spellings):
    with pytest.raises(AttributeError):
        spellings.hits = 5


def test_help_and_signature():
    assert str(inspect.signature(classes.Spellings)) == "(clean)"
    assert str(inspect.signature(classes.Spellings.spell)) == "(self, /, name)"
    assert classes.Spellings.__module__ == "classes"
    assert inspect.getdoc(classes.Spellings.spell)
    assert inspect.getdoc(classes.Spellings.hits)


def test_a_clean_that_uses_the_object_is_freed_with_it():
    def make():
        def clean(name):
            return spellings.spell(name)

        spellings = classes.Spellings(clean)
        return weakref.ref(clean)

    clean = make()
    gc.collect()

    assert clean() is None


def clean_asks_for_the_parts_of_a_name():
    def clean(name):
        first, hyphen, second = name.partition("-")
        return f"{spellings.spell(first)}-{spellings.spell(second)}" if hyphen else name.title()

    spellings = classes.Spellings(clean)
    assert (spelt := spellings.spell("alexa-rose")) == "Alexa-Rose", spelt
    assert (spelt := spellings.spell("rose")) == "Rose", spelt
    assert spellings.hits == 1, f"{spellings.hits} hits"


def clean_looks_at_the_hits():
    spellings = classes.Spellings(lambda name: f"{name.title()} {spellings.hits}")
    spelt = [spellings.spell(name) for name in ["berry", "berry", "lowe"]]
    assert spelt == ["Berry 0", "Berry 0", "Lowe 1"], spelt


def clean_hands_over_to_another_thread():
    def clean(name):
        if name == "berry":
            thread = threading.Thread(target=lambda: other.append(spellings.spell("lowe")))
            thread.start()
            thread.join(10)
        return name.title()

    other = []
    spellings = classes.Spellings(clean)
    assert (spelt := spellings.spell("berry")) == "Berry", spelt
    assert other == ["Lowe"], "while `clean` ran in one thread, another one could not spell a name"


def the_spelling_kept_first_stays():
    def clean(name):
        if threading.current_thread() is not slow:
            return "the first to be kept"
        asked.set()
        assert kept.wait(10)
        return "too late"

    def spell_slowly():
        late.append(spellings.spell("berry"))

    late, asked, kept = [], threading.Event(), threading.Event()
    spellings = classes.Spellings(clean)
    slow = threading.Thread(target=spell_slowly)
    slow.start()
    assert asked.wait(10)
    first = spellings.spell("berry")
    kept.set()
    slow.join(10)
    assert first == "the first to be kept", f"the thread that was faster got {first!r}"
    assert late == ["the first to be kept"], "two threads got different spellings of one name"
    assert (again := spellings.spell("berry")) == "the first to be kept", f"later on it is {again!r}"
    assert spellings.hits == 1, f"of three calls two asked `clean`, and {spellings.hits} are hits"


def many_threads_at_once():
    def spell():
        start.wait(10)
        for name in names * 20:
            if spellings.spell(name) != name.title():
                wrong.append(name)

    names = [f"berry {number}" for number in range(50)]
    calls, wrong, start = [], [], threading.Barrier(8)
    spellings = classes.Spellings(lambda name: calls.append(name) or name.title())
    sys.setswitchinterval(1e-6)  # threads take turns as often as can be; on a free-threaded build they run at once anyway
    threads = [threading.Thread(target=spell) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [], f"wrong spellings: {wrong[:3]}"
    assert set(calls) == set(names), "`clean` was asked for other names than were to be spelt"
    counted = spellings.hits + len(calls)
    assert counted == 8 * 20 * 50, f"of 8000 calls, {spellings.hits} are hits, and {len(calls)} asked `clean`: {counted}"
    hits = spellings.hits
    assert [spellings.spell(name) for name in names] == [name.title() for name in names], "a spelling was not kept"
    assert spellings.hits == hits + 50, "a spelling was not kept"


SCENARIOS = [
    clean_asks_for_the_parts_of_a_name,
    clean_looks_at_the_hits,
    clean_hands_over_to_another_thread,
    the_spelling_kept_first_stays,
    many_threads_at_once,
]
CHILD = """
import os, sys, threading
import classes

{scenarios}

failed = []
threading.excepthook = lambda args: failed.append(args.exc_value)
for scenario in [{names}]:
    print(f"{{scenario.__name__}}: began", flush=True)
    failed.clear()
    try:
        scenario()
        if failed:
            raise failed[0]
        print(f"{{scenario.__name__}}: passed", flush=True)
    except BaseException as error:
        said = f"{{type(error).__name__}}: {{error}}".replace(chr(10), " ")
        print(f"{{scenario.__name__}}: {{said}}", flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def said():
    """What came of each scenario, one after the other in a process of its own."""
    sources = "\n\n".join(textwrap.dedent(inspect.getsource(scenario)) for scenario in SCENARIOS)
    program = CHILD.format(scenarios=sources, names=", ".join(scenario.__name__ for scenario in SCENARIOS))
    command = [sys.executable, "-c", program]
    try:
        done = subprocess.run(command, timeout=LIMIT_SECONDS, capture_output=True, env=os.environ | {"PYTHONUTF8": "1"})
        output = done.stdout
    except subprocess.TimeoutExpired as stuck:
        output = stuck.stdout or b""
    return dict(line.split(": ", 1) for line in output.decode().splitlines())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_threads_and_callbacks(said, scenario):
    came = said.get(scenario.__name__, "was not tried, since the one before got stuck")
    if came == "began":
        came = "got stuck: a deadlock"

    assert came == "passed"


def test_passed_and_suburbs():
    """The worked examples of the page."""
    passed, suburbs = classes.Passed(), classes.Suburbs()
    passed.check_all(["4011", ""], bool)
    passed.check_each(["4814", ""], lambda record: passed.count == 1 and record)
    noted = [suburbs.note(suburb) for suburb in ["duntroon", "yass", "duntroon"]]

    with pytest.raises(RuntimeError, match="Already mutably borrowed"):
        passed.check_all(["2776"], lambda record: passed.count)
    with pytest.raises(RuntimeError, match="Already mutably borrowed"):
        passed.add(passed)
    with pytest.raises(RuntimeError, match="Already borrowed"):
        passed.check_all(["2776"], lambda record: passed.add(classes.Passed(1)))
    assert repr(passed) == "Passed(2)"
    assert noted == [True, True, False]
