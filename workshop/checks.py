"""The checks of `doctor`: each a function that looks at one thing of the machine and gives an answer."""

import asyncio
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from . import course as course_module
from . import loop, machine, report, toolchain
from .build import shown
from .companion import NEEDED_BYTES
from .course import ROOT
from .judge import Judge
from .progress import Progress
from .workbook import Workbook, free_space

NEEDED_TO_GO_ON = 200_000_000
SMALLEST_TERMINAL = (60, 15)
WATCH_SECONDS = 10.0
LOCKS = [ROOT / "requirements" / name for name in ("tests.txt", "data.txt")]
BUILD = "extension module"

SUSPECTS = ("RUSTC", "RUSTUP_TOOLCHAIN", "CARGO_TARGET_", "CARGO_NET_", "UV_OFFLINE", "LD_PRELOAD", "DYLD_")
"""Beginnings of variables that the companion passes on, since a machine may need them, and that may break a build."""

SUSPECT_TABLES = ("build", "target", "profile", "unstable", "env")
"""Tables of Cargo's own settings that change what is built."""


@dataclass(frozen=True)
class Check:
    """What a check came to; `good` is None if it could not be tried."""

    good: bool | None
    found: str
    remedy: str = ""


@dataclass
class Patient:
    """What the checks look at, and what they have found so far.

    Attributes:
        workbook: the learner's folder, which need not exist.
        console: where the answers go.
        say: is told what goes on in a long check.
        scratch: an empty folder on the workbook's disk, once writing has been checked.
        checks: the answers by name.
    """

    workbook: Path
    console: Console
    say: Callable[[str], None] = lambda _: None
    scratch: Path | None = None
    checks: dict[str, Check] = field(default_factory=dict)


def _of(problem: tuple[str, str] | None, found: str) -> Check:
    return Check(False, *problem) if problem else Check(True, found)


def _said(*command: str) -> str:
    """What a command prints, in the environment that the companion gives its tools; nothing if it fails."""
    done = subprocess.run(command, env=toolchain.environment(), capture_output=True, encoding="utf-8", errors="replace", timeout=30)
    return done.stdout.strip() if done.returncode == 0 else ""


def python(_: Patient) -> Check:
    found = f"{platform.python_implementation()} {platform.python_version()}, {Path(sys.executable).resolve()}"
    if sys.implementation.name != "cpython":
        return Check(False, found, "Start the course with CPython: what it builds is for that.")
    return _of(machine.python_problem(), f"{found} (in {shown(Path(sys.prefix))})" if sys.prefix != sys.base_prefix else found)


def pythons(_: Patient) -> Check:
    """Which Pythons the command may meet: each version would get an environment, and builds, of its own."""
    found: dict[str, str] = {}
    for folder in filter(None, os.environ.get("PATH", "").split(os.pathsep)):
        for path in filter(None, (shutil.which(name, path=folder) for name in ("python3", "python"))):
            if version := _said(path, "-c", "import platform; print(platform.python_version())"):
                found.setdefault(version, path)
    listed = ", ".join(f"{version} ({path})" for version, path in found.items())
    return Check(True, (listed or "none") + ("; start the course with the same one each time" if len(found) > 1 else ""))


def rust(_: Patient) -> Check:
    problem, compiler = machine.rust_problem(), shutil.which("rustc")
    if not problem and not (compiler and _said(compiler, "--version")):
        problem = (f"rustc, the Rust compiler, does not start: {compiler or 'it is not on PATH'}.", "Run `rustup default stable`.")
    return _of(problem, problem or f"{_said('cargo', '--version')}; {_said('rustc', '--version')}; {compiler}")


def linker(_: Patient) -> Check:
    return _of(machine.linker_problem(), "links a program")


def git(_: Patient) -> Check:
    version = _said("git", "--version") if shutil.which("git") else ""
    return Check(
        bool(version), version or "git is not on PATH, or does not start.", "" if version else "Install git: the course comes with it."
    )


def space(patient: Patient) -> Check:
    free, needed = free_space(patient.workbook), NEEDED_TO_GO_ON if (patient.workbook / "target").is_dir() else NEEDED_BYTES
    return Check(free >= needed, f"{free / 1e9:.1f} GB free", "" if free >= needed else f"Free some: {needed / 1e9:.1f} GB are needed.")


def terminal(patient: Patient) -> Check:
    width, height = shutil.get_terminal_size()
    # Not sys.stdout: rich puts something else there while it shows what goes on.
    encoding, kind = sys.__stdout__.encoding, os.environ.get("TERM", "dumb" if os.name == "posix" else "")
    if not patient.console.is_terminal:
        return Check(True, "none here: `learn` prints where it would show its screen")
    if kind == "dumb":
        return Check(False, "it can do nothing but lines (TERM is dumb, or not set).", "Use another terminal, or `learn -- watch --plain`.")
    if encoding.lower().replace("-", "") != "utf8":
        return Check(False, f"its encoding is {encoding}, not UTF-8.", "Set LANG=C.UTF-8; on Windows, PYTHONUTF8=1 and `chcp 65001`.")
    if width < SMALLEST_TERMINAL[0] or height < SMALLEST_TERMINAL[1]:
        return Check(False, f"it has {width} columns and {height} lines.", "Make it larger; 100 columns and 30 lines are comfortable.")
    return Check(True, f"{width} columns, {height} lines, UTF-8, {patient.console.color_system or 'no'} colours")


def writing(patient: Patient) -> Check:
    """Write where the course will write; leaves the scratch folder for the checks that follow."""
    beside = next(folder for folder in (patient.workbook, *patient.workbook.parents) if folder.is_dir())
    tools = ROOT / ".nox"
    places = [beside, tools if tools.is_dir() else ROOT, Path(tempfile.gettempdir())]
    for place in places:
        try:
            tempfile.TemporaryFile(dir=place).close()
        except OSError as error:
            return Check(False, f"{place} cannot be written to: {error.strerror}.", "Make it writable, or work in a clone of your own.")
    # On the workbook's disk; within the repository, where git does not look.
    patient.scratch = Path(tempfile.mkdtemp(prefix="doctor-", dir=places[1] if beside.is_relative_to(ROOT) else beside)).resolve()
    return Check(True, ", ".join(map(str, places)))


def watching(patient: Patient) -> Check:
    """Save a file until the watcher tells of it."""
    (folder := patient.scratch / "watched").mkdir()

    async def seen() -> None:
        event = asyncio.ensure_future(anext(loop.saves(folder)))
        async with asyncio.timeout(WATCH_SECONDS):
            while not event.done():
                (folder / "saved.rs").write_text(str(asyncio.get_running_loop().time()), encoding="utf-8")
                await asyncio.wait({event}, timeout=0.1)

    try:
        asyncio.run(seen())
    except TimeoutError:
        return Check(False, "a saved file was not noticed.", "Is this a network drive? Work on a local one, or press c for a verdict.")
    return Check(True, "a saved file is noticed")


def packages(patient: Patient) -> Check:
    patient.say("installing what the tests need")
    said = toolchain.make_environment(patient.scratch / ".venv", LOCKS)
    remedy = "Is the package index reachable? HTTPS_PROXY names a proxy, `pip config set global.index-url` an index of your own."
    return _of(said and (f"an environment could not be made: {said}", remedy), "an environment with what the tests need")


def crates(patient: Patient) -> Check:
    patient.say("fetching")
    host = next(line.removeprefix("host: ") for line in _said("rustc", "-vV").splitlines() if line.startswith("host: "))
    said = toolchain.complaint(["cargo", "fetch", "--locked", "--target", host], cwd=ROOT)
    remedy = "Is the crates' registry reachable? HTTPS_PROXY names a proxy, `[source]` in Cargo's settings a mirror."
    return _of(said and (f"crates could not be fetched: {said}", remedy), "all of Cargo.lock is here")


def course(_: Patient) -> Check:
    loaded = course_module.load()
    return Check(True, f"{len(loaded.chapters)} chapters, {len(loaded.steps)} steps in {loaded.root}")


def module(patient: Patient) -> Check:
    """The first step's solution, from sources to passing tests, as `learn` would do it."""
    loaded, interpreter = course_module.load(), Path(sys.executable)
    step, workbook = loaded.steps[0], Workbook(loaded, patient.scratch / "workbook")
    workbook.sync()
    workbook.solve(step)
    toolchain.write_cargo_config(workbook.folder, interpreter)
    verdict = asyncio.run(Judge(loaded, workbook, interpreter, ROOT / "target").verdict(step, patient.say))
    if verdict.passed:
        return Check(True, f"{step.address} {step.name}, built and imported: {verdict.finding.passed} tests in {verdict.seconds:.0f} s")
    with patient.console.capture() as capture:
        patient.console.print(report.verdict(verdict, step))
    said = Text.from_ansi(capture.get()).plain.strip().splitlines()
    # A compiler's error comes last, after what a build script printed; a test's assertion comes first.
    said = said[:1] + said[-15:] if verdict.finding.outcome == "not built" and len(said) > 16 else said[:16]
    return Check(False, "\n".join(said), "Mend what else failed here, or remove target/, and try again; else ask, with these lines.")


def variables(patient: Patient) -> Check:
    harmless = sorted(filter(toolchain.foreign, os.environ))
    suspects = sorted(name for name in os.environ if name.startswith(SUSPECTS) and name not in harmless)
    found = f"harmless, since the companion removes them: {', '.join(harmless)}" if harmless else "none that interfere"
    return _suspected(patient, found, suspects, "Remove them (`unset`) and run `doctor` again.")


def cargo_settings(patient: Patient) -> Check:
    """Cargo reads the settings of the user, and of every folder above the workspace."""
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    suspects = []
    for folder in dict.fromkeys([home, *(parent / ".cargo" for parent in patient.workbook.parents)]):
        for path in (folder / "config.toml", folder / "config"):
            try:
                table = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
            except ValueError as error:
                return Check(False, f"{path}: {error}", "Mend the file, or move it away.")
            suspects += [f"[{name}] in {path}" for name in SUSPECT_TABLES if name in table]
    return _suspected(patient, "nothing that changes a build", suspects, "Take that out of the file for a while and run `doctor` again.")


def _suspected(patient: Patient, found: str, suspects: list[str], remedy: str) -> Check:
    """What may break a build is blamed only if the build broke."""
    listed, works = ", ".join(suspects), patient.checks[BUILD].good
    if suspects and works is False:
        return Check(False, f"perhaps the reason why nothing can be built: {listed}.", remedy)
    return Check(True, f"{'the build works with' if works else 'may change a build:'} {listed}" if suspects else found)


def workbook(patient: Patient) -> Check:
    folder = patient.workbook
    if not folder.exists():
        return Check(True, f"none yet; `learn` makes it in {folder}")
    if not (folder / ".hot-modules").is_dir():
        return Check(False, f"{folder} lacks the companion's notes.", "`learn` puts back what is missing; another place: --workbook PATH.")
    if not toolchain.works(toolchain.python_of(folder / ".venv")):
        return Check(False, f"the environment in {folder} does not work.", "`learn` makes it anew; your code is not touched.")
    facts = Progress(course_module.load(), folder).as_json()
    return Check(True, f"{folder}: {facts['done']} of {facts['total']} steps done")
