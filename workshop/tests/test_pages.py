"""Pages whose snippets or printed results are not the code's are found, with file and line."""

import os
from pathlib import Path

import pytest

from workshop.pages import problems


def page(course_folder: Path, text: str) -> list[str]:
    path = course_folder / "docs" / "src" / "01-names" / "initials.md"
    path.write_text(text, encoding="utf-8")
    return list(problems(path, course_folder / "01-names"))


SOUND = """\
# Initials

```rust,src/initials.rs
pub fn initials(name: &str) -> String {
    // …
        .collect()
}
```

```toml,pyproject.toml
module-name = "names._names"
```

```rust,ignore
fn wrong
```

```pycon
>>> x = 20 + 1
```

Sessions follow one another.

```pycon
>>> x
21
>>> int("x")
Traceback (most recent call last):
    ...
ValueError: invalid literal for int() with base 10: 'x'
```
"""


def test_sound_page(course_folder: Path):
    assert page(course_folder, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (".collect()", ".collect::<String>()", "initials.md:4: these lines do not stand in src/initials.rs"),
        ("rust,src/initials.rs", "rust", "initials.md:4: a rust snippet wants the file"),
        ("rust,src/initials.rs", "rust,src/no.rs", "wants the file"),
        ("\n21\n", "\n22\n", 'initials.md", line 25'),
        ("with base 10", "with base 8", "with base 8"),
    ],
)
def test_unsound_page(old: str, new: str, complaint: str, course_folder: Path):
    found = page(course_folder, SOUND.replace(old, new, 1))
    assert len(found) == 1
    assert complaint in found[0]


PANICS = """\
```pycon
>>> import os
>>> os.write(2, b"thread panicked\\n")
16
```
"""


def test_what_a_sound_page_writes_to_stderr_is_not_shown(course_folder: Path, capfd: pytest.CaptureFixture[str]):
    assert page(course_folder, PANICS) == []
    os.write(2, b"after the page\n")
    assert capfd.readouterr() == ("", "after the page\n")


def test_what_an_unsound_page_writes_to_stderr_is_told(course_folder: Path, capfd: pytest.CaptureFixture[str]):
    complaint, written = page(course_folder, PANICS.replace("16", "17"))
    assert 'initials.md", line 3' in complaint
    assert written == "initials.md: its sessions wrote to stderr:\nthread panicked\n"
    assert capfd.readouterr() == ("", "")
