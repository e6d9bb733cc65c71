"""What a workbook consists of, derived from the course: each file's path and content."""

from collections.abc import Collection
from pathlib import Path

import tomlkit

from .book.learners import workbook_pages
from .course import Course, Step
from .errors import WorkshopError

GITIGNORE = """\
# Yours to commit: your code, and progress.json.
/.hot-modules/
/.cargo/
/.venv/
/target/
__pycache__/
.mypy_cache/
"""

README = """\
# Your workbook

Exercises of the Hot Modules workshop. `learn`, run in the repository beside it, made this folder and watches it:

    python3 noxfile.py -s learn

- Open **this folder** in your editor, and read the page that `learn` names (`pages/` of each chapter) before you write.
- Edit the files that `learn` names; look for `TODO`. The tests are there to be read.
- The commands that the pages show (`python`, `maturin`, `mypy`) are in this folder's environment. In a terminal here:
  `source .venv/bin/activate`, on Windows `.venv\\Scripts\\activate`. Your editor finds it by itself.
- `progress.json` is where you stand. Commit this folder wherever you like (`git init` here makes it a repository of its own).
- `kept/` has copies of what `reset`, `solution` and `catch-up` replaced.
"""


def workbook_files(course: Course, solved: Collection[Step] = (), *, lean: bool = True) -> dict[str, bytes]:
    """The files of a workbook by relative path with forward slashes.

    Args:
        course: the course.
        solved: the steps whose files come as solutions; the others come as starters.
        lean: whether pyo3 comes without the feature for stubs, as the learner has it; with it, what the sessions compiled serves again.
    """
    done = {(step.chapter, step.name) for step in solved}
    found = {
        "Cargo.toml": _manifest(course.root, lean).encode(),
        "Cargo.lock": (course.root / "Cargo.lock").read_bytes(),
        ".gitignore": GITIGNORE.encode(),
        "README.md": README.encode(),
    }
    for chapter in course.chapters:
        marked = chapter.marked()
        for name, path in chapter.sources().items():
            text = marked.get(name)
            if text and text.step:
                content = text.solution() if (chapter.name, text.step) in done else text.starter()
                found[f"{chapter.name}/{name}"] = content.encode()
            else:
                found[f"{chapter.name}/{name}"] = path.read_bytes()
        found |= {f"{chapter.name}/{name}": content for name, content in workbook_pages(course, chapter).items()}
    return found


def step_files(course: Course, step: Step, *, solution: bool) -> dict[str, bytes]:
    """The files that belong to a step, as starter or as solution, by path in the workbook."""
    marked = course.chapter_of(step).marked()
    texts = {name: marked[name].solution() if solution else marked[name].starter() for name in step.files}
    return {f"{step.chapter}/{name}": text.encode() for name, text in texts.items()}


def _manifest(root: Path, lean: bool) -> str:
    """The workspace's Cargo.toml, with lints that fit unfinished code: what a starter does not use yet is no news.

    Where a learner waits, pyo3 does without the feature for stubs: the names that its macros then make up contain their place in the sources
    (`unique_element_id` in pyo3-macros-backend), so that a line more in one file makes rustc check every class anew that comes after it. A
    chapter that has to do with stubs asks for the feature in its own manifest.
    """
    try:
        manifest = tomlkit.parse((root / "Cargo.toml").read_text(encoding="utf-8"))
    except ValueError as error:
        raise WorkshopError(f"{root / 'Cargo.toml'}: {error}", "Mend the file; git shows what changed in it.") from error
    manifest["workspace"]["lints"] = {"rust": {"unused": "allow"}}
    if lean:
        manifest["workspace"]["dependencies"]["pyo3"]["features"].remove("experimental-inspect")
    return tomlkit.dumps(manifest)
