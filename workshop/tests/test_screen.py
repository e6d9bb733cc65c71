"""The companion's screen, driven by its keys; a judge that builds nothing decides when there is a verdict and which."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from rich.console import Console
from textual.pilot import Pilot
from textual.widgets import Static

from workshop import loop
from workshop.build import NotBuiltError
from workshop.companion import Companion
from workshop.course import Course, Step
from workshop.desk import Desk, where_to
from workshop.dialogs import Question, Reader, StepList
from workshop.errors import WorkshopError
from workshop.screen import Screenful
from workshop.verdict import Failure, Finding, Place, Verdict

BRACKETS = "assert ['[red]x[/red]', '[/]'] == []"
TEST = "tests/test_initials.py"
FAILURE = Failure(TEST, "test_two[a]", "assertion", BRACKETS, Place(TEST, 5, "assert x == []"))
FAILED = Verdict("", Finding("failed", {TEST: 1}, total=2, failures=(FAILURE,)), seconds=0.4)
PASSED = Verdict("", Finding("passed", {TEST: 2}, total=2), seconds=0.3)
ERROR = "\x1b[1;31merror[E0308]\x1b[0m: mismatched types\n --> src/initials.rs:3:5"
NOT_BUILT = Verdict("", Finding("not built", output=ERROR), seconds=0.2)


class FakeJudge:
    """Gives the verdict it was told to, as soon as it is allowed to."""

    def __init__(self) -> None:
        self.found: Verdict | Exception = FAILED
        self.asked: list[str] = []
        self.allowed = asyncio.Event()
        self.allowed.set()
        self.saved: asyncio.Queue[str] = asyncio.Queue()
        self.content = ""
        self.builder = self

    def digest(self, _: Step) -> str:
        return self.content

    async def verdict(self, step: Step, on_progress: Callable[[str], None]) -> Verdict:
        self.asked.append(step.name)
        on_progress("compiling pyo3")
        await self.allowed.wait()
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    async def build(self, *_: object) -> None:
        """The loop's warm-up; there is nothing to build."""
        raise NotBuiltError

    async def saves(self, _: object) -> AsyncIterator[None]:
        while True:
            self.content = await self.saved.get()
            yield


class Seat:
    """A learner in front of the screen."""

    def __init__(self, pilot: Pilot[None], judge: FakeJudge, companion: Companion) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.judge = judge
        self.companion = companion

    @property
    def desk(self) -> Desk:
        return self.app.desk

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(300):
            await self.pilot.pause()
            if condition():
                return
        pytest.fail(f"this never came about; the screen:\n{self.screen()}")

    async def verdict(self) -> None:
        await self.until(lambda: not self.desk.busy and self.judge.asked)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def said(self, selector: str) -> str:
        """What a part of the desk says, on a wide terminal and without colours."""
        console = Console(width=200, file=io.StringIO())
        console.print(self.desk.query_one(selector, Static).content)
        return console.file.getvalue()

    def screen(self) -> str:
        """What is on the terminal."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> FakeJudge:
    judge = FakeJudge()
    monkeypatch.setattr(loop, "saves", judge.saves)
    return judge


@pytest.fixture
async def seat(companion: Companion, judge: FakeJudge) -> AsyncIterator[Seat]:
    companion.judge = judge
    async with Screenful(companion).run_test(size=(100, 30)) as pilot:
        seat = Seat(pilot, judge, companion)
        await seat.verdict()
        yield seat


async def test_shows_step_files_verdict_progress_and_keys(seat: Seat):
    screen = seat.screen()
    for part in (
        "Hot Modules · 01.1 Initials · chapter 01 Names",
        "edit  workbook/01-names/src/initials.rs",
        "read  workbook/01-names/pages/01-initials.md",
        "test  workbook/01-names/tests/test_initials.py",
        "1 of 2 tests pass",
        "waiting for your next save",
        "0 of 1 core steps, 0 of 2 in all   Python",
        "quit",
    ):
        assert part in screen


async def test_brackets_in_messages_are_no_markup(seat: Seat):
    assert "test_two[a]" in seat.screen()
    assert BRACKETS in seat.screen()


async def test_compilers_colours_are_kept(seat: Seat):
    seat.judge.found = NOT_BUILT
    await seat.press("c")
    await seat.verdict()
    svg = seat.app.export_screenshot()
    assert "error[E0308]" in svg
    assert "\x1b" not in seat.screen()
    assert "src/initials.rs:3:5" in seat.screen()


async def test_paths_are_links(seat: Seat):
    uri = (seat.companion.workbook.folder / "01-names/src/initials.rs").as_uri()
    strips = seat.app.screen._compositor.render_strips()
    assert any(segment.style and segment.style.link == uri for strip in strips for segment in strip)


async def test_verdict_before_a_save_is_marked_as_old(seat: Seat):
    seat.judge.allowed.clear()
    await seat.judge.saved.put("edited")
    await seat.until(lambda: seat.desk.busy)
    assert "earlier verdict" in seat.screen()
    assert "compiling pyo3 … 0 s" in seat.screen()
    assert "1 of 2 tests pass" in seat.screen()
    assert seat.desk.query_one("#verdict").has_class("old")
    seat.judge.found = PASSED
    seat.judge.allowed.set()
    await seat.verdict()
    assert "earlier verdict" not in seat.screen()
    assert "all 2 tests" in seat.screen()
    assert not seat.desk.query_one("#verdict").has_class("old")


async def test_saving_the_same_content_asks_for_no_verdict(seat: Seat):
    await seat.judge.saved.put("")
    await seat.until(seat.judge.saved.empty)
    await seat.pilot.pause()
    assert seat.judge.asked == ["initials"]


async def test_pass_is_praised_and_does_not_advance(seat: Seat):
    seat.judge.found = PASSED
    await seat.press("c")
    await seat.until(lambda: "Well done." in seat.screen())
    assert "n goes to the next step, 01.2 Surnames" in seat.said("#verdict Static")
    assert "1 of 1 core steps, 1 of 2 in all" in seat.screen()
    assert seat.companion.step.name == "initials"
    await seat.press("c")
    await seat.until(lambda: "Still passes." in seat.screen())


async def test_next_and_previous(seat: Seat):
    await seat.press("n")
    await seat.until(lambda: seat.judge.asked == ["initials", "surname"] and not seat.desk.busy)
    assert "01.2 Surnames (stretch) · chapter 01 Names" in seat.screen()
    assert "python/names/surname.py" in seat.screen()
    await seat.press("n")
    assert "This is the last step of the course." in seat.said("#notice")
    await seat.press("p")
    await seat.until(lambda: seat.judge.asked[-1] == "initials" and not seat.desk.busy)
    await seat.press("p")
    assert "This is the first step of the course." in seat.said("#notice")


async def test_next_core_step_is_past_the_stretch_steps(seat: Seat):
    await seat.press("N")
    assert "No core step follows." in seat.said("#notice")
    course = seat.companion.course
    kinds = ("core", "stretch", "stretch", "core")
    steps = tuple(replace(course.steps[0], name=f"step_{number}", number=number, kind=kind) for number, kind in enumerate(kinds, 1))
    longer = Course(course.root, (replace(course.chapters[0], steps=steps),))
    assert longer.core_step_after(steps[0]) == steps[3]
    assert where_to(longer, steps[0]) == "n goes to the next step, 01.2 Initials (stretch), N to the next core step, 01.4 Initials"
    assert where_to(longer, steps[2]) == "n goes to the next step, 01.4 Initials"


async def test_verdict_of_another_step_is_not_shown_as_this_ones(seat: Seat):
    seat.judge.allowed.clear()
    await seat.press("n")
    await seat.until(lambda: seat.judge.asked[-1] == "surname")
    assert "The first verdict on 01.2 is on its way." in seat.screen()
    assert "1 of 2 tests pass" not in seat.screen()


async def test_end_of_chapter_and_course_with_a_step_open(seat: Seat):
    seat.judge.found = PASSED
    await seat.press("n")
    await seat.until(lambda: "Well done." in seat.screen())
    assert "That was the last step of the course. Still open: 01.1; l lists them." in seat.said("#verdict Static")


async def test_end_of_the_course(seat: Seat):
    seat.judge.found = PASSED
    await seat.press("c")
    await seat.until(lambda: "Well done." in seat.screen())
    await seat.press("n")
    await seat.until(lambda: "last step of the course" in seat.screen())
    assert "All 2 steps of the course are done!" in seat.said("#verdict Static")


async def test_hints_rise_stay_and_hide(seat: Seat):
    assert not seat.desk.query_one("#hints").display
    await seat.press("h")
    assert "Split at white space." in seat.screen()
    assert "hint 1 of 2 · h shows the next" in seat.screen()
    await seat.press("h")
    assert "first of chars" in seat.screen()
    assert "Split at white space." in seat.screen()
    assert "that was the last" in seat.screen()
    await seat.press("h", "escape")
    assert "first of chars" not in seat.screen()
    await seat.press("escape")
    assert "first of chars" in seat.screen()
    assert seat.companion.progress.of(seat.companion.step).hints == 2


async def test_list_goes_to_a_step(seat: Seat):
    await seat.press("l")
    assert isinstance(seat.app.screen, StepList)
    assert "▶· 01.1  Initials" in seat.screen()
    assert "5 min" not in seat.screen(), "the minutes are the instructor's"
    assert "current" in seat.screen()
    assert "open" in seat.screen()
    assert "Surnames (stretch)" in seat.screen()
    await seat.press("down", "enter")
    await seat.until(lambda: seat.judge.asked[-1] == "surname")
    assert seat.companion.step.name == "surname"


@pytest.mark.parametrize("key", ["escape", "q", "l"])
async def test_list_and_back(seat: Seat, key: str):
    await seat.press("l", key)
    assert seat.app.screen is seat.desk
    assert seat.app.is_running
    assert seat.companion.step.name == "initials"


async def test_catch_up_from_the_list(seat: Seat):
    path = seat.companion.workbook.folder / "01-names/src/initials.rs"
    path.write_text("// mine\n")
    await seat.press("l", "down", "u")
    assert isinstance(seat.app.screen, Question)
    assert "Catch up to 01.2 Surnames?" in seat.screen()
    await seat.press("n")
    assert path.read_text() == "// mine\n"
    await seat.press("l", "down", "u", "y")
    await seat.until(lambda: seat.judge.asked[-1] == "surname")
    assert "split_whitespace" in path.read_text()
    assert "Filled in 01.1." in seat.said("#notice")
    assert "is kept in workbook/kept/" in seat.said("#notice")
    assert seat.companion.step.name == "surname"


async def test_reset_asks_and_says_where_the_copy_is(seat: Seat):
    path = seat.companion.workbook.folder / "01-names/src/initials.rs"
    path.write_text("// mine\n")
    await seat.press("x")
    assert "is kept in workbook/kept" in seat.screen()
    await seat.press("escape")
    assert path.read_text() == "// mine\n"
    await seat.press("x", "y")
    await seat.until(lambda: len(seat.judge.asked) == 2 and not seat.desk.busy)
    assert "TODO" in path.read_text()
    (kept,) = (seat.companion.workbook.folder / "kept").rglob("initials.rs")
    assert kept.read_text() == "// mine\n"
    assert "01.1 is back at its beginning. Yours is kept in workbook/kept/" in seat.said("#notice")
    await seat.judge.saved.put("edited")
    await seat.until(lambda: len(seat.judge.asked) == 3 and not seat.desk.busy)
    assert not seat.desk.query_one("#notice").display


async def test_solution_before_a_pass_comes_after_a_warning(seat: Seat):
    await seat.press("s")
    assert isinstance(seat.app.screen, Question)
    assert "is not passed yet" in seat.screen()
    assert "2 hints left" in seat.screen()
    await seat.press("n")
    assert seat.app.screen is seat.desk
    assert not seat.companion.progress.of(seat.companion.step).solution_seen
    await seat.press("s", "y")
    await seat.until(lambda: isinstance(seat.app.screen, Reader))
    assert "split_whitespace" in seat.screen()
    assert seat.companion.progress.of(seat.companion.step).solution_seen


async def test_solution_after_a_pass_beside_ones_own(seat: Seat):
    seat.judge.found = PASSED
    await seat.press("c")
    await seat.until(lambda: "Well done." in seat.screen())
    await seat.press("s")
    await seat.until(lambda: isinstance(seat.app.screen, Reader))
    lines = seat.screen().splitlines()
    (same,) = (line for line in lines if "#[pyfunction]" in line)
    assert same.count("#[pyfunction]") == 2
    assert "≠" not in same
    (other,) = (line for line in lines if "TODO(initials)" in line)
    assert "≠" in other
    await seat.press("escape")
    assert seat.app.screen is seat.desk
    assert not seat.companion.progress.of(seat.companion.step).solution_seen


async def test_page_is_read_in_place(seat: Seat):
    page = seat.companion.workbook.folder / "01-names/pages/01-initials.md"
    page.write_text("# Letters first\n\n```rust,src/initials.rs\nfn main() {}\n```\n\nSee [the guide](https://pyo3.rs/).\n")
    await seat.press("r")
    assert "Letters first" in seat.screen()
    assert "fn main() {}" in seat.screen()
    assert "the guide" in seat.screen()
    await seat.press("escape")
    assert seat.app.screen is seat.desk


async def test_missing_page_is_a_sentence(seat: Seat):
    (seat.companion.workbook.folder / "01-names/pages/01-initials.md").unlink()
    await seat.press("r")
    assert "there is no workbook/01-names/pages/01-initials.md." in seat.screen()
    assert "Quit and start `learn` again" in seat.screen()


async def test_help_names_all_keys(seat: Seat):
    await seat.press("question_mark")
    for what in ("next hint", "never by itself", "a copy of yours is kept", "a verdict without a save"):
        assert what in seat.screen()


async def test_no_verdict_is_said_with_the_remedy(seat: Seat):
    seat.judge.found = WorkshopError("the disk [of yours] is full.", "Free some space.")
    await seat.press("c")
    await seat.until(lambda: "No verdict: the disk [of yours] is full." in seat.screen())
    assert "Free some space." in seat.screen()
    seat.judge.found = PASSED
    await seat.judge.saved.put("edited")
    await seat.until(lambda: "Well done." in seat.screen())


@pytest.mark.parametrize("key", ["n", "h", "l", "x", "s", "r", "c"])
async def test_broken_progress_file_is_a_sentence_for_every_key(seat: Seat, key: str):
    seat.companion.progress.path.write_text("{")
    await seat.press(key)
    assert "cannot be read as progress" in seat.said("#notice")
    seat.companion.progress.path.unlink()
    seat.judge.found = PASSED
    await seat.press("c")
    await seat.until(lambda: "Well done." in seat.screen())


async def test_watching_that_broke_off_begins_anew(seat: Seat, monkeypatch: pytest.MonkeyPatch):
    async def gone(_: object) -> AsyncIterator[None]:
        raise FileNotFoundError(2, "No such file or directory", "workbook")
        yield

    monkeypatch.setattr(loop, "saves", gone)
    seat.desk._watch()
    await seat.until(lambda: "Saves are not watched at the moment" in seat.screen())
    monkeypatch.setattr(loop, "saves", seat.judge.saves)
    asked = len(seat.judge.asked)
    await seat.press("c")
    await seat.until(lambda: len(seat.judge.asked) > asked and not seat.desk.busy)
    await seat.judge.saved.put("edited")
    await seat.until(lambda: len(seat.judge.asked) > asked + 1 and not seat.desk.busy)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaves_while_a_verdict_is_on_its_way(seat: Seat, key: str):
    seat.judge.allowed.clear()
    await seat.press("c", "n", "p")
    await seat.until(lambda: seat.desk.busy)
    await seat.pilot.press(key)
    await seat.until(lambda: not seat.app.is_running)


@pytest.mark.parametrize("opener", ["l", "r", "x", "question_mark"])
async def test_ctrl_c_leaves_from_everywhere(seat: Seat, opener: str):
    await seat.press(opener)
    await seat.pilot.press("ctrl+c")
    await seat.until(lambda: not seat.app.is_running)


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (200, 60)], ids=str)
async def test_fits_the_terminal(companion: Companion, judge: FakeJudge, size: tuple[int, int]):
    companion.judge = judge
    async with Screenful(companion).run_test(size=size) as pilot:
        seat = Seat(pilot, judge, companion)
        await seat.verdict()
        await seat.press("h")
        screen = seat.screen()
        for part in ("01.1 Initials", "1 of 2 tests pass", "waiting for your next save", "0 of 1 core", "quit"):
            assert part in screen


@pytest.mark.parametrize("contrast", [True, False])
async def test_for_a_projector_nothing_is_dim(companion: Companion, judge: FakeJudge, contrast: bool):
    companion.judge = judge
    async with Screenful(companion, contrast=contrast).run_test(size=(100, 30)) as pilot:
        seat = Seat(pilot, judge, companion)
        await seat.verdict()
        text = seat.screen()
        assert "1 of 2 tests pass" in text
        styles = [segment.style for strip in seat.app.screen._compositor.render_strips() for segment in strip if segment.text.strip()]
        assert any(style and style.dim for style in styles) != contrast
        assert all(style and style.bold for style in styles) == contrast
