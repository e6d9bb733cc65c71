"""Files, folders, keys, variables and functions that a page names in `code` are there."""

import fnmatch
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ... import course as course_module
from ...course import Course
from ..source import Source

PATH = re.compile(r"[\w.*<>{}@-]+(?:/[\w.*<>{}@-]+)*/?")
ENDINGS = {".rs", ".py", ".pyi", ".toml", ".md", ".json", ".yml", ".svg", ".typed"}
SKIPPED = {".git", ".nox", ".venv", "__pycache__", "target", "workbook", ".pytest_cache", ".ruff_cache", ".mypy_cache"}
MADE = ("target/*", ".nox/*", "workbook/*", "progress.json", "dist/*", "kept/*", "pages/*", ".venv/*", "*.dist-info/*", "soak/found/*")
"""What tools and the companion make; no file of the repository."""

ELSEWHERE = {
    "simple/",  # of a package index
    "simple/hot-modules-hello/",
    "python/fast_names/",  # in what session new makes
    "licenses/",  # in a wheel
    "sboms/",
    ".github/workflows/",  # of whoever ships
    "math.py",  # of Python
    "b.py",
    "setup.py",
    "build.rs",
}
KEY = re.compile(r"\bkeys? ((?:(?:, | and | or )?`[^`]+`)+)")
MEMBER = re.compile(r"(?P<module>\w+)\.(?P<name>[A-Za-z_]\w*)(?:\(.*)?")


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """What a reader would look for in vain."""
    there = _tree(course.root)
    words = {path.name: _words(course.root / path.name) for path in course.root.glob("0*") if path.is_dir()}
    modules = {chapter.name: _module(chapter.folder) for chapter in course.chapters}
    variables = _variables(course.root)
    keys = {*course_module._STEP_KEYS, *course_module._WRONG_KEYS, *course_module._EDIT_KEYS, "shared", "step"}
    for source in sources:
        for line, text in source.spans():
            if _is_path(text) and not _there(text, there):
                yield f"{source.where}:{line}: there is no file or folder {text}"
            for name in re.findall(r"\bHOT_MODULES_\w+", text):
                if name not in variables:
                    yield f"{source.where}:{line}: nothing reads the variable {name}"
            if (found := MEMBER.fullmatch(text)) and found["module"] in modules.values():
                chapter = next(name for name, module in modules.items() if module == found["module"])
                if found["name"] not in words[chapter] | set(modules.values()):
                    yield f"{source.where}:{line}: {found['module']} has no {found['name']}"
        for line, paragraph in _paragraphs(source.prose):
            if "exercises.toml" in paragraph:
                for key in (key for found in KEY.finditer(paragraph) for key in re.findall(r"`([^`]+)`", found[1])):
                    if key not in keys:
                        yield f"{source.where}:{line}: exercises.toml has no key {key}"


def _is_path(text: str) -> bool:
    if not PATH.fullmatch(text) or text in ELSEWHERE or any(fnmatch.fnmatch(text, made) for made in MADE):
        return False
    return ("/" in text and bool(re.search(r"[a-z]", text))) or Path(text).suffix in ENDINGS


def _there(text: str, there: set[str]) -> bool:
    """Whether a file or folder is called that, by its whole path or by the end of it; `*` and <…> stand for anything."""
    wanted = re.sub(r"<[^>]*>|\{[^}]*\}", "*", text)
    if "*" not in wanted:
        return any(path == wanted or path.endswith("/" + wanted) for path in there)
    return any(fnmatch.fnmatch(path, wanted) or fnmatch.fnmatch(path, "*/" + wanted) for path in there)


def _tree(root: Path) -> set[str]:
    """All files, and all folders with a slash behind and without."""
    found = set()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED]
        here = Path(folder).relative_to(root).as_posix()
        prefix = "" if here == "." else here + "/"
        found |= {prefix + name for name in files} | {prefix + name for name in folders} | {prefix + name + "/" for name in folders}
    return found


def _module(chapter: Path) -> str:
    """The name that a chapter is imported by."""
    return next((path.parent.name for path in sorted(chapter.glob("python/*/__init__.py"))), "")


def _words(chapter: Path) -> set[str]:
    """Every word of a chapter's code, strings among them: names are made in both languages."""
    files = [
        path for folder in ("src", "python", "core/src") for path in (chapter / folder).rglob("*") if path.suffix in (".rs", ".py", ".pyi")
    ]
    stems = {path.stem for path in files}
    return stems.union(*(re.findall(r"[A-Za-z_]\w*", path.read_text(encoding="utf-8")) for path in files))


def _variables(root: Path) -> set[str]:
    files = [root / "noxfile.py", *(root / "workshop").glob("*.py"), *(root / "workshop" / "plugin").glob("*.py"), *root.glob("0*/**/*.py")]
    return {name for path in files for name in re.findall(r"HOT_MODULES_\w+", path.read_text(encoding="utf-8"))}


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs, with the number of their first line."""
    begin, part = 1, []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            begin = begin if part else number
            part.append(line)
        elif part:
            yield begin, "\n".join(part)
            part = []
