"""The book: what is put into its pages, and that an error of each kind is found, planted into a copy of the repository."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workshop import costs
from workshop import course as course_module
from workshop.book import checks, mdbook, preprocessor, sections, source, values, verdicts
from workshop.book.learners import learners_page, workbook_pages
from workshop.book.markdown import with_fences
from workshop.course import ROOT, Course
from workshop.errors import WorkshopError
from workshop.verdict import Failure, Finding

DETACH = "docs/src/02-gil/detach.md"
REVIEW = "docs/src/02-gil/review.md"
SUMMARY = "docs/src/SUMMARY.md"
VERDICTS = "docs/verdicts/02-gil.json"
TIMELINES = "docs/timelines.toml"
MEMORY = "docs/memory.toml"

Plant = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the repository, without what is built."""
    folder = tmp_path_factory.mktemp("copy")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return course_module.load(folder)


@pytest.fixture(scope="module")
def unplanted(copy: Course) -> list[str]:
    """What is wrong with the book as it is: nothing, as a rule; see session docs."""
    return checks.problems(copy)


@pytest.fixture
def plant(copy: Course) -> Iterator[Plant]:
    """Replace something, once, in a file of the copy, until the test is over."""
    before: dict[Path, str] = {}

    def replace(file: str, old: str, new: str) -> None:
        path = copy.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        before.setdefault(path, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    yield replace
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")


def found(check, copy: Course) -> list[str]:
    return list(check.problems(copy, source.pages(copy)))


PROSE = "Python calls your function while its thread is attached"
PLANTED = {
    "page not in the summary": (checks.summary, SUMMARY, "  - [Review](02-gil/review.md)\n", "", f"{REVIEW} is not in SUMMARY.md"),
    "page that is not there": (checks.summary, SUMMARY, "02-gil/detach.md", "02-gil/detached.md", "names 02-gil/detached.md, which is not"),
    "another title": (checks.summary, SUMMARY, "[Letting go of the interpreter]", "[Letting go]", "calls 02-gil/detach.md 'Letting go'"),
    "steps in another order": (checks.summary, SUMMARY, "(02-gil/token.md)", "(02-gil/frozen.md)", "steps of 02-gil in another order"),
    "title that is not the step's": (checks.form, DETACH, "# Letting go of the interpreter", "# Letting go", "begins with its title"),
    "no exercise": (checks.form, DETACH, "## Your turn", "## Yours", "ends with the sections"),
    "no solution": (checks.form, DETACH, "<!-- solution -->", "", "lacks the line `<!-- solution -->`"),
    "solution that is not folded": (
        checks.form,
        DETACH,
        "<details><summary>Solution",
        "<summary>Solution",
        "lacks the line `<details><summary>Sol",
    ),
    "no real projects": (checks.form, DETACH, "## In real projects", "## Elsewhere", "ends with the sections"),
    "empty section": (checks.form, DETACH, "## References\n", "## References\n\n## References\n", "the section 'References' is empty"),
    "nothing for the instructor": (
        checks.form,
        DETACH,
        '<details class="instructor">',
        "<details>",
        'lacks the line `<details class="instr',
    ),
    "page that is not written": (
        checks.form,
        REVIEW,
        "Answer first",
        "<!-- to be written -->\n\nAnswer first",
        f"{REVIEW} is not written yet",
    ),
    "snippet that is not the code's": (
        checks.snippets,
        DETACH,
        "text.split_whitespace()",
        "text.split(' ')",
        "do not stand in src/detach.rs",
    ),
    "snippet of no file": (checks.snippets, DETACH, "```rust,src/detach.rs", "```rust", "wants the file that it comes from"),
    "fence in no language": (checks.snippets, DETACH, "```pycon", "```", "a fence in no language"),
    "link to no page": (checks.links, REVIEW, "(token.md)", "(tokens.md)", "there is no page tokens.md"),
    "link to no heading": (checks.links, REVIEW, "(token.md)", "(token.md#tokens)", "02-gil/token.md has no heading for #tokens"),
    "link out of the book": (checks.links, REVIEW, "(token.md)", "(../../../README.md)", "there is no page"),
    "address without https": (checks.links, DETACH, "(https://github.com/pyca", "(http://github.com/pyca", "no complete https address"),
    "picture that is not there": (checks.links, DETACH, PROSE, f"![The lock over time](no.svg)\n{PROSE}", "there is no image no.svg"),
    "picture without an alternative": (checks.images, DETACH, PROSE, f"![](../learn.svg)\n{PROSE}", "whose alternative says nothing: ''"),
    "img without an alternative": (checks.images, DETACH, PROSE, f'<img src="../learn.svg">\n{PROSE}', "<img> wants an alternative"),
    "svg without an alternative": (checks.images, DETACH, PROSE, f"<svg></svg>\n{PROSE}", "<svg> wants role"),
    "picture that is not what its data says": (
        checks.drawn,
        TIMELINES,
        "12 detached: counts",
        "12 detached: reads",
        "docs/src/02-gil/detach.svg: is not what docs/timelines.toml says",
    ),
    "picture of two threads with one lock": (
        checks.drawn,
        TIMELINES,
        "12 detached: counts",
        "12 attached: counts",
        "two threads are attached",
    ),
    "picture of nothing known": (
        checks.drawn,
        TIMELINES,
        "12 detached: counts",
        "12 away: counts",
        "'12 away: counts' is not understood",
    ),
    "picture with too many words": (
        checks.drawn,
        TIMELINES,
        "12 detached: counts",
        "12 detached: counts all the words that there are",
        "does not fit",
    ),
    "picture of memory that is not what its data says": (
        checks.drawn,
        MEMORY,
        '"0: 4 2 0"',
        '"0: 4 2"',
        "arrays_in.svg: is not what docs/memory.toml says",
    ),
    "picture of memory that is not there": (checks.drawn, MEMORY, '"0: 4 2 0"', '"0: 5"', "points to nothing"),
    "picture of too much memory": (checks.drawn, MEMORY, "python: .25 .5 1 .75 0", "python: 0 1 2 3 4 5 6 7 8 9 a b c d", "is too wide"),
    "no such session": (checks.commands, DETACH, "`python3 noxfile.py -s costs -- 02`", "`python3 noxfile.py -s cost`", "no session cost"),
    "no such session, in a sentence": (checks.commands, DETACH, PROSE, f"Session `cost` runs. {PROSE}", "there is no session cost"),
    "no such session, in a console": (
        checks.commands,
        DETACH,
        "```text",
        "```console\nnox -s cost\n```\n\n```text",
        "there is no session cost",
    ),
    "no such chapter": (checks.commands, DETACH, "-s costs -- 02`", "-s costs -- 07`", "there is no chapter 07"),
    "no such option": (checks.commands, DETACH, "-s costs -- 02`", "-s costs -- --boook`", "nothing knows the option --boook"),
    "no such command": (
        checks.commands,
        DETACH,
        PROSE,
        f"`python3 noxfile.py -s learn -- hints` {PROSE}",
        "the companion has no command hints",
    ),
    "no such command, in short": (checks.commands, DETACH, PROSE, f"`learn -- hints` {PROSE}", "the companion has no command hints"),
    "no such step": (checks.commands, DETACH, PROSE, f"`02.30` {PROSE}", "there is no step 02.30"),
    "no such step, in a command": (checks.commands, DETACH, PROSE, f"`learn -- catch-up 02.30` {PROSE}", "there is no step 02.30"),
    "no such file": (checks.names, DETACH, "in `src/detach.rs`", "in `src/detached.rs`", "there is no file or folder src/detached.rs"),
    "no such folder": (
        checks.names,
        REVIEW,
        "Answer first",
        "See `02-gil/sources/`. Answer first",
        "no file or folder 02-gil/sources/",
    ),
    "no such key": (checks.names, DETACH, PROSE, f"In exercises.toml, the key `minute`. {PROSE}", "exercises.toml has no key minute"),
    "no such variable": (checks.names, DETACH, PROSE, f"`HOT_MODULES_NOWHERE` {PROSE}", "nothing reads the variable HOT_MODULES_NOWHERE"),
    "no such function": (checks.names, DETACH, PROSE, f"`gil.look_alikes()` {PROSE}", "gil has no look_alikes"),
    "guide of another version": (checks.versions, DETACH, "https://pyo3.rs/v0.", "https://pyo3.rs/v9.", "is not of pyo3"),
    "guide of no version": (checks.versions, DETACH, "https://pyo3.rs/v0.30.1/", "https://pyo3.rs/latest/", "is not of pyo3"),
    "documentation of another version": (checks.versions, DETACH, "https://docs.rs/pyo3/0.", "https://docs.rs/pyo3/9.", "is not of pyo3"),
    "version that is typed": (checks.versions, DETACH, PROSE, "Since PyO3 {pyo3}. " + PROSE, "is typed; `<!-- =version pyo3 -->"),
    "Rust's version, typed": (checks.versions, DETACH, PROSE, "Rust {rust} will do. " + PROSE, "is typed; `<!-- =version rust -->"),
    "version that is out of date": (checks.figures, DETACH, PROSE, f"<!-- =version pyo3 -->0.1<!-- /= --> {PROSE}", "not '0.1'"),
    "value that nobody knows": (checks.figures, DETACH, PROSE, f"<!-- =version gil --><!-- /= --> {PROSE}", "nobody knows that"),
    "time that is typed": (checks.figures, DETACH, PROSE, f"It took 12.5 ms. {PROSE}", "'12.5 ms' is typed"),
    "ratio that is typed": (checks.figures, DETACH, PROSE, f"It is 27 times faster. {PROSE}", "'27 times' is typed"),
    "figure at the beginning of a line": (
        checks.figures,
        DETACH,
        PROSE,
        "<!-- =version pyo3 -->{pyo3}<!-- /= --> it is.\n" + PROSE,
        "begins with a",
    ),
    "output that is pasted": (
        checks.figures,
        DETACH,
        "```text\n",
        "```text\ncopied   3.20 ms   1.00x\nborrowed   1.30 ms   0.41x\n```\n\n```text\n",
        "pasted from the session costs",
    ),
    "figure that the results do not have": (
        checks.figures,
        "docs/src/05-capstone/measurements.md",
        "<!-- =ratio whole_job python final -->",
        "<!-- =ratio whole_job python final -->9",
        "`python3 noxfile.py -s docs -- --fill` mends it",
    ),
    "wrong answer that is gone": (
        checks.mistakes,
        DETACH,
        "<!-- mistake kept -->",
        "<!-- mistake keeps -->",
        "detach has no wrong answer keeps",
    ),
    "wrong answers that are not shown": (checks.mistakes, DETACH, "<!-- mistakes -->", "", "shows nothing of panics, skips-what-is-wrong"),
    "wrong answer that is gone, to the instructor": (
        checks.mistakes,
        DETACH,
        "(`attached-again`)",
        "(`attached-twice`)",
        "no wrong answer attached-twice",
    ),
    "verdict that is missing": (checks.verdicts, VERDICTS, '"kept"', '"kept-it"', "nothing of detach's kept;"),
    "verdict on what is gone": (checks.verdicts, VERDICTS, '"kept"', '"kept-it"', "detach's kept-it: no such wrong answer"),
    "verdict of a test that is gone": (
        checks.verdicts,
        VERDICTS,
        '"test": "test_other_threads_run_meanwhile"',
        '"test": "test_them"',
        "detach's kept: no such wrong answer or test",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_error_is_found(kind: str, copy: Course, plant: Plant):
    check, file, old, new, complaint = PLANTED[kind]
    before = found(check, copy)
    plant(file, old, _with_versions(new, copy))
    told = [problem for problem in found(check, copy) if problem not in before]
    assert [problem for problem in told if complaint in problem], told


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("README.md", "noxfile.py -s serve", "noxfile.py -s server", "`python3 noxfile.py -s server`: there is no session server"),
        ("CONTRIBUTING.md", "`workshop/marks.py`", "`workshop/mark.py`", "there is no file or folder workshop/mark.py"),
        ("02-gil/README.md", "python3 noxfile.py -s 02-gil ", "python3 noxfile.py -s 02-gill ", "there is no session 02-gill"),
    ],
)
def test_a_planted_error_is_found_beside_the_book(
    file: str, old: str, new: str, complaint: str, copy: Course, unplanted: list[str], plant: Plant
):
    plant(file, old, new)
    told = [problem for problem in checks.problems(copy) if problem not in unplanted]
    assert [problem for problem in told if complaint in problem], told


@pytest.mark.parametrize(
    "text",
    [
        "`python3 noxfile.py -s learn -- catch-up 01.4`",
        "`python3 noxfile.py -s exercises -- --book <step>`",
        "`nox -s 02-gil -- -k tie`",
        "Sessions `docs` and `learn`",
        "`src/<step>.rs`, `capstone/matching.py`, `workbook/progress.json`",
        '`gil.lookalikes(directory, "surname")`',
        "In exercises.toml, the keys `minutes` and `hints`",
        "the switch interval of 5 ms",
        "since PyO3 0.20",
        "in <!-- =version pyo3 -->{pyo3}<!-- /= -->",
        "[a heading](token.md#your-turn)",
        "> with <!-- =version rust -->{rust}<!-- /= --> or later",
        '```text\n[a link](nowhere.md), 27 times faster, "`src/no.rs`"\n```',
    ],
)
def test_what_is_sound_is_left_alone(text: str, copy: Course, unplanted: list[str], plant: Plant):
    before = {_where_it_is(problem) for problem in unplanted}
    plant(DETACH, PROSE, _with_versions(text, copy) + "\n\n" + PROSE)
    assert [problem for problem in checks.problems(copy) if _where_it_is(problem) not in before] == []


def _with_versions(text: str, copy: Course) -> str:
    """A text for `{pyo3}` and its like: no version is typed in this file either."""
    for name, version in values.versions(copy.root).items():
        text = text.replace(f"{{{name}}}", version)
    return text


COSTS = {
    "Reading": {"copied": {"seconds": 3.2e-3, "ratio": 2.46, "items": 1000}, "borrowed": {"seconds": 1.3e-3, "ratio": 1.0, "items": 1000}}
}


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("cost 01-names/read; Reading; copied", "3.2 ms"),
        ("cost 01-names/read; Reading; copied; each", "3.2 µs"),
        ("cost 01-names/read; Reading; copied; less borrowed", "1.9 ms"),
        ("cost 01-names/read; Reading; copied; times borrowed", "2.5"),
        ("cost 01-names/read; Reading; borrowed; ratio", "1"),
    ],
)
def test_a_cost_comes_from_the_results(what: str, value: str, tmp_path: Path):
    (tmp_path / "docs" / "costs").mkdir(parents=True)
    (tmp_path / "docs" / "costs" / "01-names.json").write_text(json.dumps({"read": COSTS}), encoding="utf-8")
    assert values.filled(tmp_path, f"took <!-- ={what} -->?<!-- /= -->.") == f"took <!-- ={what} -->{value}<!-- /= -->."


def test_costs_are_kept_for_the_book_and_shown_as_they_were_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept = tmp_path / "docs" / "costs" / "01-names.json"
    monkeypatch.setenv("HOT_MODULES_COSTS", str(kept))
    monkeypatch.setattr(sys, "argv", ["benches/read.py"])
    costs.keep("Reading", COSTS["Reading"])
    text = values.filled(tmp_path, "<!-- =costs 01-names/read; Reading --><!-- /= -->")
    assert costs.table("Reading", COSTS["Reading"]) in text
    assert ["copied", "3.20", "ms", "3.20", "µs", "2.46x"] in [line.split() for line in text.splitlines()]


def _where_it_is(problem: str) -> str:
    """A problem without the number of its line, which changes with what is planted above."""
    return re.sub(r"^(\S+?):\d+:", r"\1:", problem)


@pytest.fixture
def small(course_folder: Path) -> Course:
    return course_module.load(course_folder)


def page(small: Course, text: str, name: str = "01-names/initials.md") -> str:
    return sections.filled(sections.page(small, name, text))


def test_the_starter_is_in_the_page(small: Course):
    assert page(small, "<!-- starter -->\n") == (
        "```rust,src/initials.rs\n// TODO(initials): the first letter of each word, in upper case\nname.to_string()\n```\n"
    )


def test_the_solution_is_in_the_page(small: Course):
    code = page(small, "<!-- solution -->\n")
    assert code.startswith("```rust,src/initials.rs\nname.split_whitespace()\n")
    assert "exercise" not in code


def test_wrong_answers_are_in_the_page(small: Course):
    text = page(small, "<!-- mistakes -->\n")
    assert '<details class="mistake"><summary>The case stays.</summary>' in text
    assert "```diff,src/initials.rs\n" in text
    assert "-.flat_map(char::to_uppercase)\n+.map(|letter| letter)\n" in text
    assert "test_initials_of_two_words\n    assert names.initials" in text
    assert text.count("<details") == text.count("</details>") == 2


def test_a_wrong_answer_with_a_place_of_its_own_is_not_told_twice(small: Course):
    text = page(small, "<!-- mistake first-only -->\n\nAnd:\n\n<!-- mistakes -->\n")
    assert text.index("Only the first word counts.") < text.index("And:") < text.index("The case stays.")
    assert text.count("<details") == 2


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"test": "test_it", "kind": "timed out"}, "does not end"),
        (
            {"test": "test_it", "kind": "panic", "panic": "index out of bounds", "message": "PanicException"},
            "  Rust panicked:\n    index out",
        ),
        (
            {"test": "test_it", "kind": "assertion", "given": ["name = 'li'"], "message": "assert 1 == 2"},
            "      name = 'li'\n    assert 1 == 2",
        ),
        ({"test": "test_it", "kind": "assertion", "message": "x" * 300}, "x…\n"),
    ],
)
def test_the_verdict_on_a_wrong_answer_reads_as_the_companions(seen: verdicts.Seen, told: str, small: Course):
    verdicts.write(small.root, "01-names", {"initials": {"lower": seen}})
    assert told in page(small, "<!-- mistakes -->\n")


@pytest.mark.parametrize(
    "said",
    [
        "no '/tmp/pytest-of-me/pytest-4710/names0/customers.csv'",
        r"no 'C:\Users\me\AppData\Local\Temp\pytest-of-me\pytest-7\names0\customers.csv'",
        "no '../../tmplmu1zmlh/workbook/names0/customers.csv'",
        "no '/var/folders/x_/T/tmprhnuxi4d/run-91/names0/customers.csv'",
        "no '/opt/python-3.13/lib/python3.13/names0/customers.csv'",
    ],
)
def test_a_verdict_does_not_say_where_the_proof_ran(said: str):
    seen = verdicts.seen(Finding("failed", failures=(Failure("tests/test_x.py", "test_it", "error", said),)))
    assert seen["message"].replace("\\", "/") == "no '…/names0/customers.csv'"


def test_what_utf8_cannot_write_is_escaped_in_a_verdict(small: Course):
    failure = Failure("tests/test_x.py", "test_halves[\ud800]", "error", "no \ud800, at 0x7f00aabbcc", given=("name = '\ud800'",))
    seen = verdicts.seen(Finding("failed", failures=(failure,)))
    verdicts.write(small.root, "01-names", {"initials": {"lower": seen}})
    assert verdicts.read(small.root, "01-names")["initials"]["lower"] == {
        "test": "test_halves[\\ud800]",
        "kind": "error",
        "given": ["name = '\\ud800'"],
        "message": "no \\ud800, at 0x…",
    }


def test_the_steps_are_on_the_chapters_page(small: Course):
    text = page(small, "<!-- steps -->\n", "01-names/README.md")
    assert text == "1. [Initials](initials.md)\n2. [Surnames](surname.md) *(stretch: for those who have time left)*\n"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("README.md", "<!-- starter -->", "only on a step's page"),
        ("README.md", "<!-- steps -->", "only on a chapter's page"),
        ("01-names/initials.md", "<!-- mistake no-such -->", "no wrong answer 'no-such'"),
    ],
)
def test_a_comment_that_means_nothing_there(name: str, text: str, complaint: str, small: Course):
    with pytest.raises(WorkshopError, match=complaint):
        page(small, text, name)


def test_a_comment_in_a_fence_is_text(small: Course):
    text = "```markdown\n<!-- starter -->\n```\n"
    assert page(small, text) == text


def test_mdbook_gets_plain_fences_below_the_names_of_their_files(small: Course):
    text = preprocessor.rendered(small, "README.md", "- A list:\n\n  ```rust,src/x.rs\n  let x;\n  ```\n```rust,ignore\nlet y\n```\n")
    assert '  <div class="file">src/x.rs</div>\n\n  ```rust\n  let x;\n  ```\n' in text
    assert '<div class="file wrong">wrong on purpose</div>\n\n```rust\nlet y\n```\n' in text


def test_links_to_a_readme_lead_to_the_index(small: Course):
    text = preprocessor.rendered(small, "x.md", "[a](02/README.md#b) [c](https://x.org/README.md)\n\n```text\n[a](README.md)\n```\n")
    assert "[a](02/index.md#b) [c](https://x.org/README.md)" in text
    assert "[a](README.md)" in text


def test_all_pages_are_rendered_into_mdbooks_book(small: Course):
    chapter = {"name": "Initials", "content": "<!-- starter -->", "source_path": "01-names/initials.md", "sub_items": []}
    book = {
        "items": [{"Chapter": {"name": "Names", "content": "x", "source_path": None, "sub_items": [{"Chapter": chapter}]}}, "Separator"]
    }
    stdin = json.dumps([{"root": str(small.root / "docs")}, book])
    done = subprocess.run(
        [sys.executable, "-m", "workshop.book.preprocessor"],
        input=stdin,
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    rendered = json.loads(done.stdout)["items"][0]["Chapter"]["sub_items"][0]["Chapter"]["content"]
    assert "TODO(initials)" in rendered


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        (" INFO Book building has started\n INFO HTML book written to `book`\n", 0, []),
        (
            " INFO Book building has started\n WARN unclosed HTML tag `<string>` found\n",
            0,
            ["mdbook: WARN unclosed HTML tag `<string>` found"],
        ),
        ("ERROR Chapter file not found, no.md\n", 101, ["mdbook: ERROR Chapter file not found, no.md"]),
        ("", 101, ["mdbook: failed and says nothing"]),
    ],
)
def test_what_mdbook_complains_of_is_a_problem(said: str, code: int, told: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mdbook, "get", lambda: Path("mdbook"))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, code, "", said))
    assert mdbook.build() == told


def test_mdbook_is_compiled_once_and_in_the_version_that_is_pinned(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    installed, commands = [None], []

    def run(command, **_):
        commands.append(command)
        if command[0] == "cargo":
            installed[0] = mdbook.VERSION
        elif installed[0] is None:
            raise FileNotFoundError
        return subprocess.CompletedProcess(command, 0, f"mdbook v{installed[0]}\n", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert mdbook.get() == mdbook.get() == mdbook.PROGRAM
    compiled = [command for command in commands if command[0] == "cargo"]
    assert [command[:5] for command in compiled] == [["cargo", "install", "--locked", "--version", mdbook.VERSION]]
    assert "once: two or three minutes" in capsys.readouterr().out


def test_who_cannot_compile_mdbook_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "mdbook v0.1.0\n", ""))
    with pytest.raises(WorkshopError, match="rustup update"):
        mdbook.get()


LEARNERS = """\
# A step

Text.

## Your turn

Do it.

<!-- starter -->

```markdown
<!-- starter -->


## Common mistakes
```

<details><summary>Solution, with commentary</summary>

<!-- solution -->

Why.

</details>

## Common mistakes

<!-- mistakes -->

## In real projects

There.

<details class="instructor"><summary>For the instructor</summary>

**Say.** It.

</details>
"""


def test_a_workbooks_page_gives_nothing_away():
    assert learners_page(LEARNERS) == (
        "# A step\n\nText.\n\n## Your turn\n\nDo it.\n\n```markdown\n<!-- starter -->\n\n\n## Common mistakes\n```\n\n## In real projects\n\nThere.\n"
    )


def test_a_workbooks_page_has_its_pictures_and_leads_to_pages_of_the_workbook(small: Course):
    book = small.root / "docs" / "src"
    (book / "lock.svg").write_text("<svg/>", encoding="utf-8")
    text = "![The lock](../lock.svg) [next](surname.md#why) [review](review.md) [here](#why) [out](https://pyo3.rs/x.md)\n\n```text\n[a](b.md)\n```\n"
    (book / "01-names" / "initials.md").write_text(text, encoding="utf-8")
    pages = workbook_pages(small, small.chapters[0])
    assert pages["pages/lock.svg"] == b"<svg/>"
    assert pages["pages/01-initials.md"].decode() == (
        "![The lock](lock.svg) [next](02-surname.md#why) review (in the book) [here](#why) [out](https://pyo3.rs/x.md)\n\n"
        "```text\n[a](b.md)\n```\n"
    )


def test_no_page_of_a_workbook_shows_the_solution_or_the_instructors_notes(copy: Course):
    for chapter in copy.chapters:
        for path in chapter.pages().values():
            text = learners_page(path.read_text(encoding="utf-8"))
            assert "<details" not in text
            assert "**Late?**" not in text


def test_lines_know_their_place_in_fences():
    lines = ["a", "````text", "```", "````", "~~~", "```", "~~~", "b"]
    assert [place for _, place in with_fences(lines)] == ["", "first", "inside", "last", "first", "inside", "last", ""]


def test_anchors_are_mdbooks(copy: Course):
    text = "# Title\n\n## `py.detach`, and *what* it does\n\n## Why\n\n### Why\n\n## [A link](x.md) ünd `__init__`\n"
    assert source.Source("x.md", Path("x.md"), None, text).anchors() == {
        "title",
        "pydetach-and-what-it-does",
        "why",
        "why-1",
        "a-link-ünd-__init__",
    }
