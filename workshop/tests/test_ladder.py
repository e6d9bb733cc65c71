"""The learner's own times: taken of what passed, kept with the progress, shown as a ladder, and never in the way of a verdict."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from rich.console import Console

from workshop import course as course_module
from workshop import ladder as ladder_module
from workshop import loop as loop_module
from workshop import report
from workshop.build import NotBuiltError
from workshop.companion import Companion
from workshop.course import Course, Step
from workshop.errors import WorkshopError
from workshop.inspection import inspect
from workshop.ladder import Ladder, NotMeasuredError, Rung
from workshop.loop import Loop
from workshop.progress import Progress
from workshop.screen import Screenful
from workshop.tests.test_commands import Learn, learn
from workshop.tests.test_loop import Listener
from workshop.tests.test_screen import FakeJudge, Seat
from workshop.verdict import Finding, Verdict

__all__ = ["learn"]

LADDER = """\
def python(customers):
    if len(customers) != 3:
        raise ValueError(f"{len(customers)} customers")
    customers.clear()  # the next round gets them all the same


def rust(customers):
    import names

    assert all(type(customer) is Customer for customer in customers)
    assert [names.initials(name) for name in customers] == ["AL", "CB", "MS"]


class Customer(str):
    def __new__(cls, *letters):
        return super().__new__(cls, "".join(letters))


rust.customer = Customer
RUNGS = {"python": python, "rust": rust}
"""

FEBRL = """\
def load(dataset):
    assert dataset == "3"
    return ["Ada Lovelace", "Charles Babbage", "Mary Somerville"]
"""


@pytest.fixture
def course_folder(course_folder: Path) -> Path:
    """The small course, where both steps have a job."""
    chapter = course_folder / "01-names"
    (chapter / "scripts").mkdir()
    (chapter / "scripts" / "ladder.py").write_text(LADDER, encoding="utf-8")
    (chapter / "scripts" / "febrl.py").write_text(FEBRL, encoding="utf-8")
    described = (chapter / "exercises.toml").read_text(encoding="utf-8")
    described = described.replace('title = "Names"', 'title = "Names"\nshared = ["scripts/ladder.py", "scripts/febrl.py"]', 1)
    for step, job in (("Initials", "python"), ("Surnames", "rust")):
        described = described.replace(f'title = "{step}"', f'title = "{step}"\njob = "{job}"', 1)
    (chapter / "exercises.toml").write_text(described, encoding="utf-8")
    return course_folder


@pytest.fixture
def ladder(companion: Companion) -> Ladder:
    """Its builds are the verdicts' own: to compile pyo3 for release would take a minute."""
    companion.ladder.judge = companion.judge
    return companion.ladder


def written(renderable: object) -> str:
    console = Console(width=100, file=io.StringIO())
    console.print(renderable)
    return re.sub(r" +$", "", console.file.getvalue(), flags=re.MULTILINE)


def described(folder: Path, old: str, new: str) -> None:
    path = folder / "01-names" / "exercises.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


# What exercises.toml says.


def test_jobs_of_the_course(course: Course):
    assert [step.job for step in course.steps] == ["python", "rust"]
    assert inspect(course) == []


@pytest.mark.parametrize(
    ("new", "complaint"),
    [
        ("job = 3", "'job' wants a text, got 3"),
        ('job = ""', "job is a rung of scripts/ladder.py, not ''"),
        ('job = "the last"', "job is a rung of scripts/ladder.py, not 'the last'"),
        ('job = "python"', "two steps have the job 'python'"),
    ],
)
def test_a_job_that_is_none(course_folder: Path, new: str, complaint: str):
    described(course_folder, 'job = "rust"', new)
    with pytest.raises(WorkshopError, match=re.escape(complaint)):
        course_module.load(course_folder)


def test_the_proof_knows_the_rungs(course_folder: Path):
    described(course_folder, 'job = "rust"', 'job = "c"')
    course = course_module.load(course_folder)
    (problem,) = inspect(course)
    assert str(problem) == "01-names/surname: job is 'c', and RUNGS in scripts/ladder.py has python, rust"
    path = course_folder / "01-names/scripts/ladder.py"
    path.write_text(LADDER + '\nRUNGS["c"] = rust\n', encoding="utf-8")
    assert inspect(course) == []
    path.write_text("RUNGS: dict[str, object] = {'c': 1, 'python': 2}\n", encoding="utf-8")
    assert inspect(course) == []
    path.unlink()
    described(course_folder, ', "scripts/febrl.py"', "")
    assert "has none that can be read" in str(inspect(course)[0])


# Taking a time.


async def test_a_time_is_taken_of_the_learners_build(companion: Companion, ladder: Ladder):
    first, second = companion.course.steps
    companion.workbook.solve(first)
    said: list[str] = []
    ms = await ladder.measure(second, said.append)
    assert ms > 0
    assert said[0] == "building for release"
    assert said[-1] == "running the job"
    assert companion.progress.of(second).job_ms == ms
    assert not companion.progress.done(second), "a time is no verdict"
    assert not list((companion.workbook.own / "run").iterdir()), "nothing is left behind"


async def test_the_job_is_the_courses_and_the_wheel_the_learners(companion: Companion, ladder: Ladder):
    script = companion.workbook.path(companion.step, "scripts/ladder.py")
    script.write_text("RUNGS = {}\n", encoding="utf-8")
    assert await ladder.measure(companion.course.steps[0]) > 0
    with pytest.raises(NotMeasuredError, match=r"^AssertionError"):
        await ladder.measure(companion.course.steps[1])


FAILURES = {
    "raises": ("def python(customers): raise KeyError(customers[0])", "KeyError: 'Ada Lovelace'"),
    "exits": ("import os\ndef python(customers): os._exit(7)", "Python itself ended with exit code 7 in the job"),
    "does not end": ("import threading\ndef python(customers): threading.Event().wait()", "the job did not end within 2 s"),
    "is not there": ("RUNGS = {}\ndef python(customers): pass", "scripts/ladder.py has no rung 'python'"),
    "is no Python": ("def", "SyntaxError: "),
    "says much": ("def python(customers): raise ValueError('x' * 1000)", "ValueError: " + "x" * 288),
    "no data": (
        "import febrl\nfebrl.load = lambda _: open('dataset3.csv')\ndef python(customers): pass",
        "FileNotFoundError: [Errno 2] No such file or directory: 'dataset3.csv'",
    ),
}


@pytest.mark.parametrize("case", FAILURES)
async def test_failures_in_a_sentence(course_folder: Path, companion: Companion, ladder: Ladder, monkeypatch, case: str):
    code, sentence = FAILURES[case]
    if case == "does not end":
        monkeypatch.setattr(ladder_module, "LIMIT_SECONDS", 2)
    after = "" if case == "is not there" else "\nRUNGS = {'python': python}\n"
    path = course_folder / "01-names/scripts/ladder.py"
    path.write_text(code + after, encoding="utf-8")
    if case == "no data":
        (course_folder / "01-names/scripts/febrl.py").write_text("def load(dataset): return open('dataset3.csv')\n", encoding="utf-8")
        path.write_text(LADDER, encoding="utf-8")
    with pytest.raises(NotMeasuredError) as raised:
        await ladder.measure(companion.course.steps[0])
    assert str(raised.value).startswith(sentence)
    assert "\n" not in str(raised.value)
    assert companion.progress.of(companion.course.steps[0]).job_ms is None
    assert not list((companion.workbook.own / "run").iterdir())


async def test_code_that_does_not_build(companion: Companion, ladder: Ladder):
    companion.workbook.path(companion.step, "src/initials.rs").write_text("fn broken(", encoding="utf-8")
    with pytest.raises(NotMeasuredError, match=r"^the crate does not build for release$"):
        await ladder.measure(companion.step)


async def test_release_builds_have_a_target_folder_of_their_own(companion: Companion, monkeypatch: pytest.MonkeyPatch):
    commands = []

    async def refuse(command: list, _: object) -> str:
        commands.append([str(word) for word in command])
        raise NotBuiltError

    builder = companion.ladder.judge.builder
    monkeypatch.setattr(builder, "_run", refuse)
    with pytest.raises(NotMeasuredError):
        await companion.ladder.warm_up(companion.step)
    assert commands[0][commands[0].index("--profile") + 1] == "release"
    assert companion.judge.builder.profile == "dev"
    assert builder.env["CARGO_TARGET_DIR"] != companion.judge.builder.env["CARGO_TARGET_DIR"]


# What is due.


def test_due_is_what_passed_and_has_no_time(companion: Companion):
    ladder, progress = companion.ladder, companion.progress
    first, second = companion.course.steps
    assert (ladder.rungs(first.chapter), ladder.due(first.chapter)) == ([], [])
    progress.note_verdict(first, passed=True)
    progress.note_caught_up(second)
    assert ladder.rungs(first.chapter) == [Rung(first, None), Rung(second, None)]
    assert ladder.due(first.chapter) == [first, second]
    assert ladder.due(first.chapter, passed=second) == [second, first], "the step that passed comes first"
    progress.note_time(first, 17.0)
    assert ladder.due(first.chapter) == [second]
    progress.note_reset(first)
    progress.note_verdict(first, passed=True)
    assert ladder.due(first.chapter) == [first, second], "what was timed is gone"


async def test_a_pass_with_other_code_is_due_again(companion: Companion, ladder: Ladder):
    first, second = companion.course.steps
    companion.workbook.solve(first)
    companion.progress.note_verdict(first, passed=True)
    await ladder.measure(first)
    assert ladder.due(first.chapter, passed=first) == []
    companion.workbook.path(second, second.files[0]).write_text("", encoding="utf-8")
    assert ladder.due(first.chapter, passed=first) == [], "another step's file"
    path = companion.workbook.path(first, first.files[0])
    path.write_text(path.read_text(encoding="utf-8") + "// faster\n", encoding="utf-8")
    assert ladder.due(first.chapter, passed=first) == [first]
    assert ladder.due(first.chapter) == [], "it has a time, and nobody knows whether it passes"


# In the progress file.


def test_a_time_survives(companion: Companion):
    companion.progress.note_time(companion.step, 12.5)
    again = Progress(companion.course, companion.workbook.folder)
    assert again.of(companion.step).job_ms == 12.5
    assert again.as_json()["steps"][0]["job_ms"] == 12.5
    assert not again.done(companion.step)


@pytest.mark.parametrize("value", ["fast", -1, 0, True, [1]])
def test_a_time_that_is_none(companion: Companion, value: object):
    entry = {companion.step.key: {"job_ms": value}}
    companion.progress.path.write_text(json.dumps({"schema": 1, "current": "", "steps": entry}), encoding="utf-8")
    with pytest.raises(WorkshopError, match="job_ms of 01-names/initials is"):
        companion.progress.of(companion.step)


# How it looks.


def test_the_ladder(course: Course):
    first, second = course.steps
    told = written(report.ladder([Rung(first, 20_000.0), Rung(second, 45.61)], second))
    assert told.splitlines()[0] == "The job, 5000 customers of Febrl set 3, as it is after each step:"
    assert re.search(r"^ +01\.1  initials \(python\) +20\.0 s$", told, re.MULTILINE)
    assert re.search(r"^ +▶ +01\.2  surname \(rust\) +46 ms +439x +439x$", told, re.MULTILINE)


def test_a_ladder_with_a_gap(course: Course):
    first, second = course.steps
    told = written(report.ladder([Rung(first, None), Rung(second, 45.0)], second))
    assert re.search(r"01\.1  initials \(python\) +not measured yet", told)
    assert re.search(r"01\.2  surname \(rust\) +45 ms$", told, re.MULTILINE), "there is nothing to compare with"
    assert "`times` takes those that are missing." in told


@pytest.mark.parametrize(
    ("ms", "text"),
    [(20_000, "20.0 s"), (9_940, "9.94 s"), (1_000, "1.00 s"), (999, "1.00 s"), (990, "990 ms"), (9.94, "9.9 ms"), (0.04, "0.0 ms")],
)
def test_durations(ms: float, text: str):
    assert report.duration(ms) == text


@pytest.mark.parametrize(
    ("other", "ms", "text"), [(None, 1, ""), (10, 20, "0.50x"), (10, 1, "10.0x"), (9940, 100, "99.4x"), (9960, 100, "100x")]
)
def test_factors(other: float | None, ms: float, text: str):
    assert report.factor(other, ms) == text


# In the loop, on the screen, as a command.


class FakeLadder(Ladder):
    """Takes the time that it is told to, as soon as it may."""

    def __init__(self, real: Ladder) -> None:
        super().__init__(real.course, real.workbook, real.progress, real.python)
        self.allowed = asyncio.Event()
        self.allowed.set()
        self.asked: list[str] = []
        self.why = ""

    async def measure(self, step: Step, on_progress: Callable[[str], None] = lambda _: None) -> float:
        self.asked.append(step.name)
        on_progress("building for release, compiling pyo3")
        await self.allowed.wait()
        if self.why:
            raise NotMeasuredError(self.why)
        self.progress.note_time(step, 2500.0)
        return 2500.0

    def _changed(self, step: Step) -> bool:
        return False

    async def warm_up(self, step: Step, on_progress: Callable[[str], None] = lambda _: None) -> None:
        self.asked.append("warm-up")


class TimesListener(Listener):
    """Hears of times, too."""

    def timed(self, step: Step, rungs: list[Rung]) -> None:
        self.told.put_nowait(("timed", (step.name, [rung.ms for rung in rungs])))

    def not_timed(self, step: Step, why: str) -> None:
        self.told.put_nowait(("not timed", (step.name, why)))


@pytest.fixture
def fake(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> FakeJudge:
    """A judge that says passed, and a ladder that measures nothing."""
    judge = FakeJudge()
    judge.found = Verdict("", Finding("passed", {"tests/test_initials.py": 2}, total=2), seconds=0.3)
    monkeypatch.setattr(loop_module, "saves", judge.saves)
    companion.judge = judge
    companion.ladder = FakeLadder(companion.ladder)
    return judge


@pytest.fixture
async def listening(companion: Companion, fake: FakeJudge) -> AsyncIterator[tuple[Companion, FakeJudge, TimesListener, Loop]]:
    listener = TimesListener()
    loop = Loop(companion, listener)
    task = asyncio.create_task(loop.run())
    yield companion, fake, listener, loop
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_pass_brings_a_time_once(listening):
    companion, judge, listener, _ = listening
    assert await listener.until("timed") == ("initials", [2500.0])
    await listener.until("measured")
    await judge.saved.put("the same to the ladder")
    assert await listener.until("timed") == ("initials", [2500.0])
    await listener.until("measured")
    assert companion.ladder.asked.count("initials") == 1, "it is shown again, not taken again"


async def test_a_save_comes_first_and_the_time_is_taken_after_it(listening):
    companion, judge, listener, loop = listening
    await listener.until("measured")
    companion.progress.note_reset(companion.step)
    companion.ladder.allowed.clear()
    loop.again()
    await listener.until("judged")
    judge.found = Verdict("", Finding("failed", total=2), seconds=0.3)
    companion.next()
    loop.again()
    assert await listener.until("started") == "surname"
    await listener.until("judged")
    companion.ladder.allowed.set()
    assert await listener.until("timed") == ("initials", [2500.0]), "of the step that passed, not of the one at hand"


async def test_what_does_not_build_is_not_timed(listening):
    companion, judge, listener, _ = listening
    await listener.until("measured")
    companion.progress.note_reset(companion.step)
    companion.progress.note_caught_up(companion.step)
    judge.found = Verdict("", Finding("not built"), seconds=0.3)
    companion.ladder.asked.clear()
    await judge.saved.put("broken")
    await listener.until("judged")
    judge.found = Verdict("", Finding("failed", total=2), seconds=0.3)
    await judge.saved.put("mended")
    await listener.until("timed")
    assert companion.ladder.asked == ["initials"]


async def test_a_failure_is_told_and_not_tried_again_by_other_steps(listening):
    companion, _, listener, loop = listening
    await listener.until("measured")
    companion.progress.note_reset(companion.step)
    companion.ladder.why = "the job did not end"
    loop.again()
    assert await listener.until("not timed") == ("initials", "the job did not end")
    assert companion.progress.done(companion.step), "the verdict stands"
    companion.next()
    companion.ladder.why = ""
    companion.ladder.asked.clear()
    loop.again()
    assert await listener.until("timed") == ("surname", [None, 2500.0])
    assert "initials" not in companion.ladder.asked


async def test_the_screen_shows_the_ladder_under_the_verdict(companion: Companion, fake: FakeJudge):
    companion.ladder.allowed.clear()
    async with Screenful(companion).run_test(size=(110, 30)) as pilot:
        seat = Seat(pilot, fake, companion)
        await seat.until(lambda: companion.ladder.asked)
        assert not seat.desk.busy, "the learner may go on"
        assert "waiting for your next save · your time for 01.1: building for release, compiling pyo3 … 0 s" in seat.screen()
        assert "Well done." in seat.screen()
        companion.ladder.allowed.set()
        await seat.until(lambda: "2.50 s" in seat.screen())
        await seat.until(lambda: "your time for" not in seat.screen().replace("your time ", ""))
        assert "Well done." in seat.screen()
        assert "waiting for your next save" in seat.screen()
        fake.found = Verdict("", Finding("failed", total=2), seconds=0.3)
        await seat.press("c")
        await seat.verdict()
        await seat.until(lambda: "2.50 s" not in seat.screen())


async def test_the_screen_says_why_there_is_no_time(companion: Companion, fake: FakeJudge):
    companion.ladder.why = "ValueError: [red]"
    async with Screenful(companion).run_test(size=(110, 30)) as pilot:
        seat = Seat(pilot, fake, companion)
        await seat.until(lambda: "No time for 01.1 initials: ValueError: [red]." in seat.screen())
        assert "Well done." in seat.screen()


async def test_quitting_while_a_time_is_taken(companion: Companion, fake: FakeJudge):
    companion.ladder.allowed.clear()
    async with Screenful(companion).run_test(size=(110, 30)) as pilot:
        await Seat(pilot, fake, companion).until(lambda: companion.ladder.asked)
        await pilot.press("q")
    assert companion.progress.of(companion.step).job_ms is None


def test_times_before_anything_passed(learn: Learn):
    assert learn("times") == (0, "No step with a time of its own is passed yet; the first is 01.1 initials.\n", "")


def test_times_takes_what_is_missing(learn: Learn, companion: Companion, monkeypatch: pytest.MonkeyPatch):
    companion.ladder = FakeLadder(companion.ladder)
    first, second = companion.course.steps
    companion.progress.note_verdict(first, passed=True)
    companion.progress.note_verdict(second, passed=True)
    companion.progress.note_time(first, 5000.0)
    said = learn("times")
    assert (said.code, said.err) == (0, "")
    assert companion.ladder.asked == ["surname"]
    assert re.search(r"01\.1  initials \(python\) +5\.00 s\n", said.out)
    assert re.search(r"01\.2  surname \(rust\) +2\.50 s +2\.00x +2\.00x\n", said.out)
    assert learn("times", "--again").code == 0
    assert companion.ladder.asked == ["surname", "initials", "surname"]
    companion.ladder.why = "the job raised"
    said = learn("times", "--again")
    assert said.code == 1
    assert "No time for 01.1 initials: the job raised." in said.out
    assert "2.50 s" in said.out, "what was known stays"


def test_a_check_says_where_the_time_is(learn: Learn, companion: Companion, monkeypatch: pytest.MonkeyPatch):
    async def check(*_: object) -> tuple[Verdict, bool]:
        return Verdict("", Finding("passed", {"tests/test_initials.py": 2}, total=2), seconds=0.3), True

    monkeypatch.setattr(companion, "check", check)
    assert learn("check").out.endswith("`times` shows your own time for the job.\n")
    assert "`times`" not in learn("check", "--all").out
    object.__setattr__(companion.step, "job", None)  # frozen
    assert "`times`" not in learn("check").out


def test_a_course_without_jobs(learn: Learn, companion: Companion):
    for step in companion.course.steps:
        object.__setattr__(step, "job", None)  # frozen
    assert learn("times") == (0, "No step of the course has a time of its own.\n", "")
