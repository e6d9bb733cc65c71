# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "argcomplete==3.7.2",
#     "attrs==26.1.0",
#     "colorama==0.4.6 ; sys_platform == 'win32'",
#     "colorlog==6.12.0",
#     "dependency-groups==1.3.2",
#     "distlib==0.4.4",
#     "filelock==4.2.11",
#     "humanize==4.17.0",
#     "nox==2026.10.20",
#     "packaging==26.3",
#     "platformdirs==4.14.7",
#     "python-discovery==1.9.5",
#     "uv==0.13.9",
#     "virtualenv==21.15.8",
# ]
# ///
"""Every automation of the repository, one session each.

`python3 noxfile.py …` works on a bare machine: it puts nox and uv, as pinned above, into `.nox/bootstrap`. Where nox is installed, `nox …` does
the same by way of that metadata. Nothing is installed outside of the repository.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

if __name__ == "__main__":
    from workshop import bootstrap

    sys.exit(bootstrap.run(__file__))

import logging
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import nox
import nox.command

from workshop import browser as installed_browser
from workshop import free_threading, machine, stick, toolchain
from workshop.book import mdbook
from workshop.errors import WorkshopError

ROOT = Path(__file__).resolve().parent
CHAPTERS = sorted(path.parent.name for path in ROOT.glob("[0-9][0-9]-*/pyproject.toml"))
LOCKS = {path.stem: path for path in (ROOT / "requirements").glob("*.txt")}
TARGET = ROOT / "target"
PYTEST_INI = ROOT / "workshop" / "pytest.ini"
INSTALL = ("--no-deps", "--require-hashes")

os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
os.environ.update(stick.variables(ROOT))
nox.needs_version = ">=2025.2.9"  # the first that reads the script metadata above
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = False
nox.options.sessions = [*CHAPTERS, "rust", "lint", "companion", "exercises_quick"]


@contextmanager
def interruptible() -> Iterator[None]:
    """Let a Ctrl-C end the session, whatever becomes of the command that runs.

    nox goes on if the command's exit code is 0 all the same, and 0 is what Python takes for the code of a child that ends in the very moment
    in which Python itself is interrupted.
    """
    came: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)
        signal.default_int_handler(number, frame)

    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def tools(session: nox.Session) -> Path:
    """The interpreter of the environment that all sessions build with: one interpreter, so that pyo3 is compiled once."""
    if session.name != "doctor" and (problem := machine.rust_problem()):
        session.error(" ".join(problem))
    folder = ROOT / ".nox" / "tools"
    python = toolchain.python_of(folder)
    locks = [LOCKS["companion"], LOCKS["tests"], LOCKS["data"], LOCKS["develop"]]
    seal = folder / "hot-modules.seal"
    wanted = toolchain.seal_of(folder, locks)
    if not (seal.is_file() and seal.read_text(encoding="utf-8") == wanted and toolchain.works(python)):
        session.log("Setting up .nox/tools …")
        with interruptible():
            for command in toolchain.environment_commands(folder, locks):
                session.run(*command, external=True, log=False)
        seal.write_text(wanted, encoding="utf-8")
    session.log(f"Python {sys.version.split()[0]} ({python})")
    return python


def companion(session: nox.Session, *arguments: str) -> None:
    """Run a command of the companion, or a part of it, in the tools' environment."""
    # nox's own limits are far below what it takes to end a build in order.
    env = {"HOT_MODULES_CWD": os.environ.get("HOT_MODULES_CWD", session.invoked_from)}
    session.run(str(tools(session)), "-m", *arguments, env=env, external=True, log=False, interrupt_timeout=10, terminate_timeout=5)


def maturin(
    session: nox.Session, python: Path, project: Path, command: str, *arguments: str, profile: str = "dev", target: Path = TARGET
) -> None:
    """Run maturin in a project's folder, with the target folder that all projects share."""
    env = toolchain.environment(CARGO_TARGET_DIR=str(target))
    for_python = () if command == "sdist" else ("--profile", profile, "--interpreter", str(python))
    with session.chdir(project), interruptible():
        session.run(str(python), "-m", "maturin", command, *for_python, *arguments, external=True, env=env, include_outer_env=False)


def build(session: nox.Session, python: Path, project: Path, out: Path, target: Path = TARGET) -> dict[str, str]:
    """Build a project's wheel, sdist and stubs; returns where they are, as the variables that the tests read."""
    packing = ("--auditwheel", "skip", "--compression-method", "stored")
    maturin(session, python, project, "build", *packing, "--out", str(out), target=target)
    maturin(session, python, project, "sdist", "--out", str(out), target=target)
    maturin(session, python, project, "generate-stubs", "--out", str(out / "stubs"), target=target)
    wheel, sdist = next(out.glob("*.whl")), next(out.glob("*.tar.gz"))
    with tempfile.TemporaryDirectory() as alone:
        # Nothing but the sdist: what it lacks is not found.
        shutil.unpack_archive(sdist, alone)
        (unpacked,) = Path(alone).iterdir()
        maturin(session, python, unpacked, "build", *packing, "--out", str(out / "from-sdist"), target=target)
    return {"HOT_MODULES_WHEEL": str(wheel), "HOT_MODULES_SDIST": str(sdist), "HOT_MODULES_STUBS": str(out / "stubs")}


@nox.session(name="learn", venv_backend="none")
def learn(session: nox.Session) -> None:
    """Start or continue the course; `-- COMMAND` runs one command (`-- help` lists them)."""
    tools(session)
    logging.disable(logging.ERROR)  # the companion says itself what is wrong, in a sentence that is to stand last
    try:
        companion(session, "workshop", *session.posargs)
    except nox.command.CommandFailed:
        sys.exit(1)
    finally:
        logging.disable(logging.NOTSET)


def lay_out(
    session: nox.Session, folder: Path, python: Path, run: Path, install: Callable[..., object], target: Path = TARGET
) -> dict[str, str]:
    """Build and install a chapter's wheels and copy its tests, far from the sources; returns the variables that the tests read."""
    env: dict[str, str] = {}
    for project in sorted(path.parent for path in folder.rglob("pyproject.toml")):
        built = build(session, python, project, run / "dist" / project.name, target)
        install("--no-deps", "--no-index", built["HOT_MODULES_WHEEL"])
        # A step with a project of its own finds it in variables that end in the step's name.
        ending = "" if project == folder else f"_{project.name.upper()}"
        env |= {name + ending: path for name, path in built.items()}
    for part in ("tests", "scripts"):
        if (folder / part).is_dir():
            shutil.copytree(folder / part, run / part, ignore=shutil.ignore_patterns("__pycache__"))
    return env | {"PYTHONPATH": str(run / "scripts")}


def chapter(session: nox.Session) -> None:
    """Build the chapter's wheel, install it into a clean environment, run its tests there; `-- ARGS` go to pytest."""
    folder = ROOT / session.name
    python = tools(session)
    session.install(*INSTALL, "-r", str(LOCKS["tests"]), "-r", str(LOCKS["data"]))
    with tempfile.TemporaryDirectory() as temporary:
        # Nothing but the wheels can be imported.
        run = Path(temporary)
        env = lay_out(session, folder, python, run, session.install)
        session.chdir(run)
        session.run("python", "-m", "pytest", "-c", str(PYTEST_INI), "--rootdir", str(run), *(session.posargs or ["tests"]), env=env)
        if not session.posargs:
            env["PYTHONPATH"] += os.pathsep + str(ROOT)
            session.run("python", "-m", "workshop.pages", str(folder), env=env)
            if (folder / "benches" / "whole_job").is_dir():
                glance(session, folder, python, run)


def glance(session: nox.Session, folder: Path, python: Path, run: Path) -> None:
    """End the capstone's session with Python against Rust, on a build that is optimised where it counts and leaves pyo3 as it is compiled."""
    session.log("Python against Rust: an optimised build first, ten seconds or so …")
    hot = ("capstone", "matching-core", "rapidfuzz", "rayon", "rayon-core")
    options = [word for name in hot for word in ("--config", f"profile.dev.package.{name}.opt-level=3")]
    maturin(
        session, python, folder, "build", *options, "--auditwheel", "skip", "--compression-method", "stored", "--out", str(run / "quick")
    )
    shutil.unpack_archive(next((run / "quick").glob("*.whl")), run / "quick" / "site", "zip")
    paths = (run / "quick" / "site", run / "scripts", folder / "benches")
    session.run("python", "-m", "whole_job.glance", env={"PYTHONPATH": os.pathsep.join(map(str, paths))})


for name in CHAPTERS:
    nox.session(name=name)(chapter)


@nox.session(name="free-threaded", venv_backend="none")
def free_threaded(session: nox.Session) -> None:
    """Each test in four threads at once, on a Python without the GIL; `-- --gil`: on this one; `-- 02`: one chapter; `-- PATH`: that Python."""
    python = tools(session)
    chapters = [word for word in session.posargs if word[:2].isdigit()]
    named = next((word for word in session.posargs if word != "--gil" and word not in chapters), None)
    with_gil = "--gil" in session.posargs
    found = Path(sys.executable) if with_gil else free_threading.find(named)
    if not found:
        session.log(free_threading.HOW_TO_GET_ONE)
        session.skip(f"{named} is none" if named else "none was found")
    uv = [sys.executable, "-m", "uv"]
    folder = ROOT / ".nox" / "free-threaded"
    here = toolchain.python_of(folder)

    def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
        session.run(*map(str, command), external=True, env=toolchain.environment(**env or {}), include_outer_env=False)

    def install(*arguments: str) -> None:
        run(*uv, "pip", "install", "--quiet", "--python", here, *arguments)

    run(*uv, "--quiet", "venv", "--clear", "--python", found, folder)
    install(*INSTALL, "-r", str(LOCKS["free-threaded"]), "-r", str(LOCKS["data"]))
    options = [
        "-p",
        "workshop.free_threading",
        "--parallel-threads=4",
        "-o",
        "thread_unsafe_functions=" + "\n".join(free_threading.UNSAFE_IN_THREADS),
    ]
    failed = []
    for name in (name for name in CHAPTERS if name.startswith(tuple(chapters) or "")):
        with tempfile.TemporaryDirectory() as temporary:
            # What is built for the other interpreter lies elsewhere: in one folder, each would have pyo3 compiled anew.
            place = (python, TARGET) if with_gil else (here, TARGET / "free-threaded")
            env = lay_out(session, ROOT / name, place[0], Path(temporary), install, place[1])
            env["PYTHONPATH"] += os.pathsep + str(ROOT)
            if not with_gil:
                wheels = [path for variable, path in env.items() if variable.startswith("HOT_MODULES_WHEEL")]
                run(here, "-m", "workshop.free_threading", *wheels, env=env)
            with session.chdir(temporary):
                try:
                    run(here, "-m", "pytest", "-c", PYTEST_INI, "--rootdir", temporary, *options, "tests", env=env)
                except nox.command.CommandFailed:
                    failed.append(name)  # what the other chapters do is worth knowing
    if failed:
        session.error(f"failed in parallel threads: {', '.join(failed)}")


@nox.session(venv_backend="none")
def rust(session: nox.Session) -> None:
    """Format and clippy, warnings as errors; the tests of what is Rust without Python."""
    env = toolchain.environment(**toolchain.maturin_variables(tools(session)))
    check = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]
    for command in (["fmt", "--all", "--check"], check, ["test", "--package", "matching-core"]):
        session.run("cargo", *command, external=True, env=env, include_outer_env=False)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Ruff over all Python."""
    python = str(tools(session))
    session.run(python, "-m", "ruff", "check", ".", external=True)
    session.run(python, "-m", "ruff", "format", "--check", ".", external=True)


@nox.session(name="companion", venv_backend="none")
def companion_tests(session: nox.Session) -> None:
    """The companion's tests, with those of the proof; `-- ARGS` go to pytest."""
    companion(session, "pytest", "-c", "workshop/tests/pytest.ini", "--rootdir", ".", *(session.posargs or ["workshop/tests"]))


@nox.session(venv_backend="none")
def end_to_end(session: nox.Session) -> None:
    """A fresh clone, and chapter 1 taken in it from the first step to the last; compiles everything once more."""
    companion(session, "pytest", "-c", "workshop/tests/pytest.ini", "--rootdir", ".", "-v", "workshop/tests/end_to_end.py")


@nox.session(venv_backend="none")
def exercises(session: nox.Session) -> None:
    """The whole proof of the exercises; `-- 01.4 …` proves only those steps; `--book` puts what is seen of wrong answers into the book."""
    companion(session, "workshop.proof", *session.posargs)


@nox.session(venv_backend="none")
def exercises_quick(session: nox.Session) -> None:
    """The quick part of the proof: all starters fail, all solutions pass."""
    companion(session, "workshop.proof", "--quick", *session.posargs)


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """The book, checked and built; `-- 02`: only what is wrong there; `-- --open` serves it while it is written; `-- --help`."""
    companion(session, "workshop.book", *session.posargs)
    if not session.posargs:
        sessions_outside_the_chapters(session)


def sessions_outside_the_chapters(session: nox.Session) -> None:
    """Run the Python sessions of the pages that belong to no chapter, with the wheels of all chapters; those of a chapter run in its session."""
    python = tools(session)
    with tempfile.TemporaryDirectory() as temporary:
        dist, site = Path(temporary, "dist"), Path(temporary, "site")
        for name in CHAPTERS:
            maturin(session, python, ROOT / name, "build", "--auditwheel", "skip", "--compression-method", "stored", "--out", str(dist))
        for wheel in dist.glob("*.whl"):
            shutil.unpack_archive(wheel, site, "zip")
        folders = [site, ROOT / "05-capstone" / "scripts", ROOT]
        env = toolchain.environment(PYTHONPATH=os.pathsep.join(map(str, folders)))
        with session.chdir(temporary):
            session.run(str(python), "-m", "workshop.pages", str(ROOT), external=True, env=env, include_outer_env=False)


@nox.session(venv_backend="none")
def waits(session: nox.Session) -> None:
    """How long a learner waits: from save to verdict, and from a fresh clone to the first one."""
    companion(session, "workshop.waits", *session.posargs)


def release(session: nox.Session, python: Path, project: Path, out: Path, *features: str) -> str:
    """Build a project for release and unpack its wheel; returns the folder to import it from."""
    maturin(session, python, project, "build", *features, "--auditwheel", "skip", "--out", str(out), profile="release")
    shutil.unpack_archive(next(out.glob("*.whl")), out / "site", "zip")
    return str(out / "site")


@nox.session(venv_backend="none")
def costs(session: nox.Session) -> None:
    """What the pages say of costs, measured side by side on release builds; `-- 02 03` only those chapters; `-- --book` keeps it for the pages."""
    python = tools(session)
    chosen = tuple(word for word in session.posargs if word != "--book")
    for chapter in (name for name in CHAPTERS if name.startswith(chosen or "") and (ROOT / name / "benches").is_dir()):
        with tempfile.TemporaryDirectory() as temporary:
            specific = release(session, python, ROOT / chapter, Path(temporary) / "specific")
            env = {"HOT_MODULES_PROFILE": "release", "PYTHONPATH": os.pathsep.join([specific, str(ROOT)])}
            if "--book" in session.posargs:
                env["HOT_MODULES_COSTS"] = str(Path(temporary, "costs.json"))
            for bench in sorted(ROOT.joinpath(chapter, "benches").glob("*.py")):
                wheels: list[str] = []
                if bench.stem.endswith("_abi3"):  # compares two wheels, and is told where they are
                    wheels = [specific, release(session, python, ROOT / chapter, Path(temporary) / "abi3", "--features", "pyo3/abi3-py311")]
                session.run(str(python), str(bench), *wheels, external=True, env=env)
            if "--book" in session.posargs:
                (ROOT / "docs" / "costs").mkdir(exist_ok=True)
                shutil.copyfile(env["HOT_MODULES_COSTS"], ROOT / "docs" / "costs" / f"{chapter}.json")
                companion(session, "workshop.book", "--fill")


def apart(session: nox.Session, name: str, size: str) -> Path:
    """The interpreter of an environment for that session alone; what has no wheel for this Python is named and left out."""
    folder, lock = ROOT / ".nox" / name, LOCKS[name]
    python, seal, wanted = toolchain.python_of(folder), folder / "hot-modules.seal", toolchain.seal_of(folder, [lock])
    if seal.is_file() and seal.read_text(encoding="utf-8") == wanted and python.is_file():
        return python
    session.log(f"Setting up .nox/{name}: about {size}, a minute or two …")
    venv, install = toolchain.environment_commands(folder, [lock])
    wheels_only = [*map(str, install), "--only-binary", ":all:"]
    session.run(*map(str, venv), external=True, log=False)
    if toolchain.complaint(wheels_only):
        # One at a time, so that one that cannot be had does not keep the others away.
        for requirement in toolchain.requirements_of(lock):
            with tempfile.TemporaryDirectory() as temporary:
                alone = Path(temporary, "requirement.txt")
                alone.write_text(requirement, encoding="utf-8")
                if said := toolchain.complaint([str(alone) if part == str(lock) else part for part in wheels_only]):
                    session.warn(f"{requirement.split()[0]} cannot be installed: {said}")
    seal.write_text(wanted, encoding="utf-8")
    return python


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """The capstone measured: the whole job and match(), every rung, against Python's libraries; ten minutes; `-- --help`."""
    builder, python = tools(session), apart(session, "bench", "800 MB")
    project = ROOT / "05-capstone"
    env = toolchain.environment(**toolchain.maturin_variables(builder), CARGO_TARGET_DIR=str(TARGET))
    cargo = ["cargo", "build", "--release", "--package", "matching-core", "--example", "deduplicate"]
    session.run(*cargo, external=True, env=env, include_outer_env=False)
    program = TARGET / "release" / "examples" / ("deduplicate.exe" if os.name == "nt" else "deduplicate")
    with tempfile.TemporaryDirectory() as temporary:
        # Chapters 1 and 3 have the functions that show what the boundary costs.
        built = [ROOT / name for name in CHAPTERS if name.startswith(("01", "03"))]
        sites = [release(session, builder, each, Path(temporary) / each.name) for each in (*built, project)]
        folders = [*sites, str(project / "scripts"), str(project / "benches"), str(ROOT)]
        env = toolchain.environment(PYTHONPATH=os.pathsep.join(folders), NUMBA_CACHE_DIR=str(ROOT / ".nox" / "bench" / "numba"))
        book = "--book" in session.posargs
        out = (ROOT / "docs" / "src" / project.name if book else TARGET / "bench") / "results.json"
        command = [
            str(python),
            "-m",
            "whole_job",
            "--out",
            str(out),
            "--program",
            str(program),
            "--versions",
            *toolchain.rust_versions(ROOT),
        ]
        session.run(*command, *session.posargs, external=True, env=env, include_outer_env=False)


@nox.session(venv_backend="none")
def parity(session: nox.Session) -> None:
    """The port against the reference to the last bit, for release: Febrl's sets, many examples; `-- 2000 20000`: generated directories, too."""
    python = tools(session)
    folder = ROOT / "05-capstone"
    with tempfile.TemporaryDirectory() as temporary:
        run = Path(temporary)
        shutil.copytree(folder / "tests", run / "tests")
        paths = [release(session, python, folder, run / "dist"), str(folder / "scripts")]
        env = {"PYTHONPATH": os.pathsep.join(paths), "HOT_MODULES_EXAMPLES": "5"}
        with session.chdir(run):
            tests = ("-m", "pytest", "-c", str(PYTEST_INI), "--rootdir", str(run), "-p", "no:asyncio", "-k", "parity")
            session.run(str(python), *tests, external=True, env=env)
            session.run(str(python), "-m", "whole_sets", *session.posargs, external=True, env=env)


@nox.session(venv_backend="none")
def soak(session: nox.Session) -> None:
    """Port, core and service for ten minutes, or hours: random cases, fuzzing, leaks, sanitizers, crashes; `-- --minutes 60 fuzz`, `-- --help`."""
    builder, python = tools(session), apart(session, "soak", "400 MB")
    folder, target = ROOT / "05-capstone", TARGET / "soak"
    target.mkdir(parents=True, exist_ok=True)
    data = [*INSTALL, "-r", str(LOCKS["data"])]
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    session.run(*uv, *data, external=True, silent=True)
    with tempfile.TemporaryDirectory() as temporary:
        run = Path(temporary)
        paths = [str(folder), str(ROOT)]
        env: dict[str, str] = {}
        if not {"--help", "-h"} & set(session.posargs):
            env = lay_out(session, folder, builder, run, lambda *wheel: session.run(*uv, "--reinstall", *wheel, external=True))
            shutil.copy(PYTEST_INI, run)
            # Where speed counts, the optimised build comes before the one that is installed.
            paths = [env["PYTHONPATH"], release(session, builder, folder, run / "release"), *paths]
        env = toolchain.environment(**env | toolchain.maturin_variables(builder) | {"PYTHONPATH": os.pathsep.join(paths)})
        places = ["--chapter", str(folder), "--run", str(run), "--target", str(target)]
        with session.chdir(run):
            session.run(str(python), "-m", "soak", *places, *session.posargs, external=True, log=False, env=env, include_outer_env=False)


@nox.session(venv_backend="none")
def scale_out(session: nox.Session) -> None:
    """The capstone's job on Dask: worker processes on this machine, one of them killed, every bit the same; minutes; `-- --help`."""
    builder, python = tools(session), apart(session, "scale_out", "25 MB")
    data = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python), *INSTALL, "-r", str(LOCKS["data"])]
    session.run(*data, external=True, silent=True)
    project = ROOT / "05-capstone"
    book = ["--out", str(ROOT / "docs" / "src" / project.name / "scale_out.json")]
    arguments = [word for given in session.posargs for word in (book if given == "--book" else [given])]
    with tempfile.TemporaryDirectory() as temporary:
        paths = [release(session, builder, project, Path(temporary)), str(project / "scripts"), str(project / "benches")]
        env = toolchain.environment(PYTHONPATH=os.pathsep.join(paths))
        session.run(str(python), "-m", "on_dask", *arguments, external=True, env=env, include_outer_env=False)


@nox.session(venv_backend="none")
def serve(session: nox.Session) -> None:
    """The customer directory of chapter 5 with real data, on a release build; `-- --python` without one, `-- --help` tells the rest."""
    python = tools(session)
    folder = ROOT / "05-capstone"
    with tempfile.TemporaryDirectory() as temporary:
        paths = [str(folder / "scripts")]
        if not {"--python", "--help", "-h"} & set(session.posargs):
            paths.append(release(session, python, folder, Path(temporary)))
        env = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
        session.run(
            str(python), "-m", "service", *session.posargs, external=True, log=False, env=env, interrupt_timeout=30, terminate_timeout=5
        )


@nox.session
def browser(session: nox.Session) -> None:
    """All that is seen in a browser, in a headless Chromium that is installed: tests in `*/browser_tests`; `-- ARGS` go to pytest."""
    try:
        session.log(f"Browser: {installed_browser.find()}")
        mdbook.get()  # here, where one sees that it is compiled
    except WorkshopError as error:
        session.error(str(error))
    python = tools(session)
    session.install(*INSTALL, "-r", str(LOCKS["browser"]), "-r", str(LOCKS["data"]))
    with tempfile.TemporaryDirectory() as temporary:
        run = Path(temporary)
        folder = ROOT / "05-capstone"
        maturin(session, python, folder, "build", "--auditwheel", "skip", "--compression-method", "stored", "--out", str(run))
        session.install("--no-deps", "--no-index", str(next(run.glob("*.whl"))))
        env = {"PYTHONPATH": os.pathsep.join([str(folder / "scripts"), str(ROOT)])}
        tests = session.posargs or [str(path) for path in sorted(ROOT.glob("*/browser_tests"))]
        session.run(
            "python", "-m", "pytest", "-c", str(PYTEST_INI), "--rootdir", str(ROOT), "-p", "workshop.browser_fixtures", *tests, env=env
        )


@nox.session(venv_backend="none")
def load(session: nox.Session) -> None:
    """The service of chapter 5 under load, Python against Rust, while jobs run; cancellation, Ctrl-C, memory; a quarter of an hour; `-- --help`."""
    python = tools(session)
    project = ROOT / "05-capstone"
    with tempfile.TemporaryDirectory() as temporary:
        folders = [release(session, python, project, Path(temporary)), str(project / "scripts"), str(project / "benches"), str(ROOT)]
        env = toolchain.environment(PYTHONPATH=os.pathsep.join(folders), PYTHONUTF8="1")
        out = (ROOT / "docs" / "src" / project.name if "--book" in session.posargs else TARGET / "bench") / "under_load.json"
        command = [str(python), "-m", "load", "--out", str(out), *session.posargs, "--versions", *toolchain.rust_versions(ROOT)]
        session.run(*command, external=True, env=env, include_outer_env=False)


@nox.session
def contract(session: nox.Session) -> None:
    """Does the service keep what its OpenAPI description promises: schemathesis calls it, with each implementation; `-- ARGS` go to schemathesis."""
    python = tools(session)
    folder = ROOT / "05-capstone"
    session.install(*INSTALL, "-r", str(LOCKS["contract"]), "-r", str(LOCKS["data"]))
    with tempfile.TemporaryDirectory() as temporary:
        paths = [release(session, python, folder, Path(temporary)), str(folder / "scripts"), str(folder)]
        session.run("python", "-m", "contract", *session.posargs, env={"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"})


@nox.session(venv_backend="none")
def new(session: nox.Session) -> None:
    """Begin an extension module of your own, typed, tested and ready for CI: `-- ../fast-names` makes the folder."""
    companion(session, "workshop.new", *session.posargs)


@nox.session(venv_backend="none")
def schedule(session: nox.Session) -> None:
    """The day of a class, worked out from the steps' minutes, on the terminal and for the printer; `-- --start 9:30 --days 2`, `-- --help`."""
    companion(session, "workshop.schedule", *session.posargs)


@nox.session(venv_backend="none")
def doctor(session: nox.Session) -> None:
    """Check the machine the day before, each failure with its remedy."""
    companion(session, "workshop", "doctor", *session.posargs)


@nox.session(venv_backend="none")
def offline(session: nox.Session) -> None:
    """For a room without internet: `-- --gather FOLDER` beforehand, `-- --use FOLDER` in the room; `-- --help`."""
    folder = stick.asked_for(session.posargs)
    if folder and "HOT_MODULES_IN_USE" not in os.environ:  # `nox` was called, and not this file
        try:
            stick.use(ROOT, Path(session.invoked_from) / folder, session.log)
        except stick.StickError as error:
            session.error(" ".join(error.args))
        os.environ.update(stick.variables(ROOT))
    companion(session, "workshop.offline", *session.posargs)


@nox.session(venv_backend="none")
def screenshot(session: nox.Session) -> None:
    """Take the README's picture of the companion anew."""
    companion(session, "workshop.screenshot")


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Write the Python lock files anew from `requirements/*.in`."""
    python = str(tools(session))
    for source in sorted((ROOT / "requirements").glob("*.in")):
        options = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--upgrade"]
        options += ["--custom-compile-command=python3 noxfile.py -s lock"]
        options += ["--no-deps"] if source.stem == "data" else []
        files = [str(source.relative_to(ROOT)), "-o", str(source.with_suffix(".txt").relative_to(ROOT))]
        session.run(python, "-m", "uv", "pip", "compile", *options, *files, external=True, silent=True)
