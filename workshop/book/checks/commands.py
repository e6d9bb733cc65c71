"""Sessions, commands of the companion, options and addresses of steps that a page names are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ... import pages
from ...course import Course
from ..source import Source

COMMAND = re.compile(r"(?:\bpython3? noxfile\.py|\bnox)(?P<rest>(?: [^\s`#;()]+)*)")
SESSION = re.compile(r"\b[Ss]essions? ((?:(?:, | and | or )?`[\w-]+`)+)")
ADDRESS = re.compile(r"0\d\.\d+")
FOR_PYTEST = {"companion", "browser", "end_to_end"}
"""Sessions that hand what follows `--` to pytest, as the chapters do."""


def problems(course: Course, sources: list[Source]) -> Iterator[str]:
    """What a reader would type in vain."""
    known = Known(course)
    for source in sources:
        for line, text in _said(source):
            for found in COMMAND.finditer(text):
                yield from (f"{source.where}:{line}: `{found[0].strip()}`: {what}" for what in known.command(found["rest"].split()))
            if text.startswith("learn -- "):
                yield from (f"{source.where}:{line}: `{text}`: {what}" for what in known.learn(text.split()[2:]))
            if ADDRESS.fullmatch(text) and text not in known.steps:
                yield f"{source.where}:{line}: there is no step {text}"
        prose = "\n".join(source.prose)
        for found in SESSION.finditer(prose):
            line = prose.count("\n", 0, found.start()) + 1
            for name in re.findall(r"`([\w-]+)`", found[1]):
                if name not in known.sessions:
                    yield f"{source.where}:{line}: there is no session {name}"
        for line, found in source.matches(re.compile(rf"\bsteps? ({ADDRESS.pattern})\b")):
            if found[1] not in known.steps:
                yield f"{source.where}:{line}: there is no step {found[1]}"


def _said(source: Source) -> Iterator[tuple[int, str]]:
    """What stands in the prose as `code`, and the lines of consoles."""
    yield from source.spans()
    for fence in pages.fences(source.text):
        if fence.info.partition(",")[0] in ("console", "text", ""):
            yield from enumerate(fence.lines, fence.line)


class Known:
    """The sessions, commands, options and steps of a repository."""

    def __init__(self, course: Course) -> None:
        noxfile = (course.root / "noxfile.py").read_text(encoding="utf-8")
        self.chapters = {chapter.name for chapter in course.chapters}
        self.sessions = {*_sessions(noxfile), *self.chapters}
        self.steps = {step.address for step in course.steps}
        self.step_names = {name for step in course.steps for name in (step.address, step.name, step.key)}
        companion = (course.root / "workshop" / "__main__.py").read_text(encoding="utf-8")
        self.commands = set(re.findall(r'\.add_parser\(\s*"([\w-]+)"', companion))
        self.options = {
            option for path in _programs(course.root) for option in re.findall(r'"(--[\w-]+)"', path.read_text(encoding="utf-8"))
        }

    def command(self, words: list[str]) -> Iterator[str]:
        """What is wrong with the words after `python3 noxfile.py`."""
        ours, _, theirs = (" ".join(words) + " ").partition(" -- ")
        named: list[str] = []
        for word in ours.split():
            if word.startswith("-"):
                named = [] if word in ("-s", "--session", "--sessions") else named
                if word not in ("-s", "--session", "--sessions", "-l", "--list", "-h", "--help"):
                    yield f"is {word} an option of nox?"
            elif not _placeholder(word):
                named.append(word)
                if word not in self.sessions:
                    yield f"there is no session {word}"
        words = theirs.split()
        if named == ["learn"]:
            yield from self.learn(words)
        elif not set(named) & (FOR_PYTEST | self.chapters):
            yield from self._arguments(words)

    def learn(self, words: list[str]) -> Iterator[str]:
        """What is wrong with a command of the companion."""
        if words and not words[0].startswith("-") and not _placeholder(words[0]) and words[0] not in self.commands:
            yield f"the companion has no command {words[0]}; it has {', '.join(sorted(self.commands))}"
        yield from self._arguments(words)

    def _arguments(self, words: list[str]) -> Iterator[str]:
        for word in words:
            option = word.partition("=")[0]
            if option.startswith("--") and option not in self.options and option != "--help":
                yield f"nothing knows the option {option}"
            if re.fullmatch(r"0\d\.\d+", word) and word not in self.steps:
                yield f"there is no step {word}"
            if re.fullmatch(r"0\d", word) and not any(name.startswith(word) for name in self.chapters):
                yield f"there is no chapter {word}"


def _placeholder(word: str) -> bool:
    """Whether a word only stands for one: STEP, <step>, …"""
    return word.isupper() or not re.fullmatch(r"[\w.-]+", word)


def _programs(root: Path) -> Iterator[Path]:
    yield root / "noxfile.py"
    yield from (root / "workshop").rglob("*.py")
    for folder in ("benches", "scripts"):
        yield from root.glob(f"0*/{folder}/**/*.py")


def _sessions(noxfile: str) -> Iterator[str]:
    """The sessions that a noxfile defines by a decorator."""
    for node in ast.parse(noxfile).body:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if ast.unparse(call) == "nox.session":
                keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
                named = [ast.literal_eval(keyword.value) for keyword in keywords if keyword.arg == "name"]
                yield named[0] if named else node.name
