"""The marks' grammar: what a learner begins with, what the solution is, and what is said of a mark that breaks it."""

import subprocess
import sys
from pathlib import Path

import pytest

from workshop.course import ROOT
from workshop.marks import MarkError, parse

RUST = """\
//! Words.

pub fn count(text: &str) -> usize {
    // exercise words: count the words
    // todo: without a copy
    // starter: let words = text;
    // starter:
    // starter: if true {
    // starter:     0
    // starter: }
    text.split_whitespace().count()
    // end
}
"""

PYTHON = '''\
def count(text: str) -> int:
    """How many words there are."""
    # exercise words: count the words
    return len(text.split())
    # end
'''

TOML = """\
[lib]
# exercise words: the kind of library that Python can load
crate-type = ["cdylib"]
# end

[dependencies]
"""


def test_rust_starter_has_the_todo_and_the_starter_lines_at_the_marks_indentation():
    assert parse(RUST, "words.rs").starter() == (
        "//! Words.\n\npub fn count(text: &str) -> usize {\n"
        "    // TODO(words): count the words\n"
        "    // without a copy\n"
        "    let words = text;\n"
        "\n"
        "    if true {\n"
        "        0\n"
        "    }\n"
        "}\n"
    )


def test_rust_solution_has_neither_marks_nor_starter_lines():
    assert parse(RUST, "words.rs").solution() == (
        "//! Words.\n\npub fn count(text: &str) -> usize {\n    text.split_whitespace().count()\n}\n"
    )


def test_python_starter_without_starter_lines_raises():
    starter = parse(PYTHON, "words.py").starter()
    assert starter.endswith('    # TODO(words): count the words\n    raise NotImplementedError("words")\n')


def test_python_solution():
    assert parse(PYTHON, "words.py").solution().endswith('there are."""\n    return len(text.split())\n')


def test_rust_starter_without_starter_lines_is_todo():
    assert parse("// exercise words: all\nlet a = 1;\n// end\n", "a.rs").starter() == "// TODO(words): all\ntodo!()\n"


def test_toml_starter_is_the_todo_alone():
    marked = parse(TOML, "Cargo.toml")
    assert marked.starter() == "[lib]\n# TODO(words): the kind of library that Python can load\n\n[dependencies]\n"
    assert marked.solution() == '[lib]\ncrate-type = ["cdylib"]\n\n[dependencies]\n'


def test_stub_starter_is_the_todo_alone():
    assert parse("# exercise words: all\ndef a(): ...\n# end\n", "a.pyi").starter() == "# TODO(words): all\n"


def test_empty_starter_line_leaves_nothing_but_the_todo():
    assert parse("// exercise words: all\n// starter:\nlet a = 1;\n// end\n", "a.rs").starter() == "// TODO(words): all\n"


def test_blank_lines_of_a_starter_have_no_trailing_blanks():
    text = "    # exercise words: all\n    # starter: a = 1\n    # starter:\n    # starter: return a\n    return 2\n    # end\n"
    assert parse(text, "a.py").starter() == "    # TODO(words): all\n    a = 1\n\n    return a\n"


def test_several_regions_of_one_step():
    text = "// exercise words: one\nlet a = 1;\n// end\nlet b = 2;\n// exercise words: two\nlet c = 3;\n// end\n"
    marked = parse(text, "a.rs")
    assert marked.step == "words"
    assert marked.starter() == "// TODO(words): one\ntodo!()\nlet b = 2;\n// TODO(words): two\ntodo!()\n"
    assert marked.solution() == "let a = 1;\nlet b = 2;\nlet c = 3;\n"


def test_windows_line_endings_make_no_difference():
    assert parse(RUST.replace("\n", "\r\n"), "words.rs").starter() == parse(RUST, "words.rs").starter()


def test_odd_line_separators_in_a_literal_stay():
    text = "# exercise words: all\nreturn 'a\x0cb\u2028c\x85'\n# end\n"
    assert parse(text, "a.py").solution() == "return 'a\x0cb\u2028c\x85'\n"


@pytest.mark.parametrize("text", ["", "\n", "let a = 1;\n", "// Exercises end here.\n// endless\n// TODO: later\nlet end = 1; // end\n"])
def test_a_file_without_marks_is_as_it_is(text: str):
    marked = parse(text, "a.rs")
    assert marked.step is None
    assert marked.starter() == marked.solution() == text


def test_other_files_have_no_marks():
    text = "# exercise words: a heading\n# end\n"
    assert parse(text, "page.md").starter() == text


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n# exercise words: all\nb\n", 2, "the region of step `words` is never closed with `end`"),
        ("# exercise words: all\nb\n# exercise words: more\nc\n# end\n", 3, "begins inside the region of line 1"),
        ("# exercise\nb\n# end\n", 1, "wants a step's name"),
        ("# exercise : all\nb\n# end\n", 1, "wants a step's name"),
        ("# exercise Two Words: all\nb\n# end\n", 1, "got 'Two Words'"),
        ("# exercise words\nb\n# end\n", 1, "wants a colon and what the learner has to do"),
        ("# exercise words:\nb\n# end\n", 1, "wants a colon and what the learner has to do"),
        ("a\n# end\n", 2, "`end` without an `exercise` before it"),
        ("a\n# starter: b\n", 2, "`starter` outside of a region"),
        ("a\n# todo: b\n", 2, "`todo` outside of a region"),
        ("# exercise words: all\na\n# starter: b\n# end\n", 3, "`starter` comes before the finished code"),
        ("# exercise words: all\na\n# todo: b\n# end\n", 3, "`todo` comes before the finished code"),
        ("# exercise words: all\n# starter: b\n# todo: b\na\n# end\n", 3, "`todo` comes before `starter`"),
        ("# exercise words: all\na\n# end\n# exercise letters: all\nb\n# end\n", 4, "a region of step `letters` in a file of step `words`"),
        ("\n# exercise words: all\n# starter: b\n\n# end\n", 2, "the region holds no finished code"),
    ],
)
def test_a_broken_mark_is_named_with_file_and_line(text: str, line: int, what: str):
    with pytest.raises(MarkError) as raised:
        parse(text, Path("01-names/python/a.py"))
    assert str(raised.value).startswith(f"01-names/python/a.py:{line}: ")
    assert what in str(raised.value)
    assert "workshop/marks.py" in raised.value.remedy


def marks(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "workshop.marks", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8")


def test_command_prints_what_is_derived(tmp_path: Path):
    file = tmp_path / "words.py"
    file.write_text(PYTHON, encoding="utf-8")
    assert marks("solution", file).stdout == parse(PYTHON, "words.py").solution()


@pytest.mark.parametrize("content", [None, b"# end\n", b"\xff\n"], ids=["missing", "broken", "not UTF-8"])
def test_command_says_what_is_wrong_without_a_traceback(tmp_path: Path, content: bytes | None):
    file = tmp_path / "words.py"
    if content is not None:
        file.write_bytes(content)
    done = marks("starter", file)
    assert done.returncode == 1
    assert "words.py" in done.stderr
    assert "Traceback" not in done.stderr
