"""From the learner's sources to an unpacked wheel: what pip would install, and nothing else."""

import asyncio
import json
import os
import re
import shutil
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from . import files, toolchain
from .processes import started

COLOR = r"(?:\x1b\[[0-9;]*m)*"
_CHATTER = re.compile(
    rf"^\s*{COLOR}\s*(Compiling|Checking|Updating|Locking|Adding|Removing|Downloading|Downloaded|Finished|Fresh|Blocking|warning{COLOR}: build failed)\b"
)
_COMPILING = re.compile(rf"^\s*{COLOR}\s*Compiling{COLOR} (\S+)")
_MATURIN_SAYS = re.compile(r"^\s*(🍹|🔗|🐍|📡|📦|📖|📁|⚠️\s+Warning: You're building)")
_PLACE = re.compile(rf"(-->{COLOR} {COLOR})(?=[^\s/\\:\x1b][^\s:]*:\d)")
_COLLISION = re.compile(r"(Failed to open|No such file|failed to copy|not find).*[/\\]target[/\\]", re.IGNORECASE)
"""A maturin that the learner runs by hand has moved the library away between two steps of ours."""

_SOURCES = {".rs", ".py", ".pyi", ".toml", ".md", ".lock", ".typed"}


class NotBuiltError(Exception):
    """The build failed; carries what the tools said, in their colours."""


@dataclass(frozen=True)
class Built:
    """A project, built.

    Attributes:
        site: the unpacked wheel, a folder to put on `sys.path`.
        wheel: the wheel itself.
        sdist: the source distribution, if it was asked for.
        stubs: a folder with the type stubs that maturin generates from the Rust code, if they were asked for.
        warnings: what the compiler and maturin warned of.
    """

    site: Path
    wheel: Path
    sdist: Path | None
    stubs: Path | None
    warnings: str = ""


class Builder:
    """Builds the projects of a workbook with maturin.

    Args:
        workbook: the workbook's folder.
        python: the interpreter to build for.
        target: Cargo's target folder.
        profile: Cargo's profile.
    """

    def __init__(self, workbook: Path, python: Path, target: Path | None = None, *, profile: str = "dev") -> None:
        self.workbook = workbook
        self.python = python
        self.profile = profile
        self.maturin = toolchain.maturin_of(python)
        self.env = toolchain.environment(CARGO_TERM_COLOR="always", CARGO_TERM_PROGRESS_WHEN="never")
        if target:
            self.env["CARGO_TARGET_DIR"] = str(target)
        self._target = target or workbook / "target"
        self._record = workbook / ".hot-modules" / "built.json"

    def digest(self, project: Path) -> str:
        """A fingerprint of everything that a project is built from."""
        return files.digest("\n".join(f"{path} {files.digest(path.read_bytes())}" for path in self._inputs(project)).encode())

    async def build(
        self, project: Path, out: Path, *, sdist: bool = False, stubs: bool = False, on_progress: Callable[[str], None] = lambda _: None
    ) -> Built:
        """Build a project's wheel and unpack it.

        Args:
            project: the folder with `pyproject.toml`.
            out: an empty folder for what is built.
            sdist: whether to make the source distribution too.
            stubs: whether to generate the type stubs too.
            on_progress: is told what goes on.

        Raises:
            NotBuiltError: the tools refused.
        """
        manifest = ["--manifest-path", project / "Cargo.toml"]
        compilation = ["--profile", self.profile, "--interpreter", self.python]
        packing = ["--auditwheel", "skip", "--compression-method", "stored", "--out", out / "dist"]
        async with self._alone(on_progress):
            self._outdate(project)
            said = await self._run([self.maturin, "build", *manifest, *compilation, *packing], on_progress)
            if sdist:
                await self._run([self.maturin, "sdist", *manifest, "--out", out / "dist"], on_progress)
            if stubs:
                await self._run([self.maturin, "generate-stubs", *manifest, *compilation, "--out", out / "stubs"], on_progress)
        (wheel,) = (out / "dist").glob("*.whl")
        with zipfile.ZipFile(wheel) as content:
            content.extractall(out / "site")
        archive = next((out / "dist").glob("*.tar.gz"), None)
        return Built(out / "site", wheel, archive, out / "stubs" if stubs else None, said)

    @asynccontextmanager
    async def _alone(self, on_progress: Callable[[str], None]) -> AsyncIterator[None]:
        """One build at a time in a target folder: Cargo takes turns, but maturin moves what was built when Cargo's turn is over."""
        self._target.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._target / "hot-modules.lock")
        while not lock.is_locked:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                on_progress("waiting for another build in the workbook")
                await asyncio.sleep(0.1)
        try:
            yield
        finally:
            lock.release()

    def _inputs(self, project: Path) -> list[Path]:
        left_out = {"target", "tests", "pages", "__pycache__"}
        own = [path for path in project.rglob("*") if path.suffix in _SOURCES and not left_out & set(path.relative_to(project).parts)]
        return sorted([*own, self.workbook / "Cargo.toml"])

    def _outdate(self, project: Path) -> None:
        """Make Cargo see every change of content.

        Cargo compares times of modification. A file that an editor, a backup or a copy put back with an old time would pass for built.
        """
        try:
            built = json.loads(self._record.read_bytes())
        except (OSError, ValueError):
            built = {}
        now = {str(path): files.digest(path.read_bytes()) for path in self._inputs(project)}
        for path, content in now.items():
            if built.get(path, content) != content:
                Path(path).touch()
        files.write(self._record, json.dumps(built | now).encode())

    async def _run(self, command: list[str | Path], on_progress: Callable[[str], None], tries: int = 3) -> str:
        lines: list[str] = []
        compiled = 0
        async with started(command, cwd=self.workbook, env=self.env) as process:
            async for raw in process.stdout:
                line = raw.decode(errors="replace").rstrip()
                lines.append(line)
                if crate := _COMPILING.match(line):
                    compiled += 1
                    on_progress(f"compiling {crate[1]}" + (f" ({compiled} crates)" if compiled > 1 else ""))
                elif "Blocking waiting for file lock" in line:
                    on_progress("waiting for another Cargo that builds in the workbook")
            code = await process.wait()
        if code and tries > 1 and any(_COLLISION.search(line) for line in lines):
            return await self._run(command, on_progress, tries - 1)
        said = self._readable(lines)
        if code:
            raise NotBuiltError(said)
        return said

    def _readable(self, lines: list[str]) -> str:
        """What the compiler said, with paths that open from the learner's folder; of maturin's words only what adds to it."""
        kept = [line for line in lines if not _CHATTER.match(line) and not _MATURIN_SAYS.match(line)]
        fall = next((number for number, line in enumerate(kept) if "maturin failed" in line), len(kept))
        said, causes = kept[:fall], kept[fall + 1 :]
        if not any("error" in line for line in said):
            said += [line.strip().removeprefix("Caused by: ") for line in causes if " cargo " not in line and "`cargo" not in line]
        prefix = os.path.relpath(self.workbook, here()).replace("\\", "/")
        return "\n".join(_PLACE.sub(lambda place: f"{place[1]}{prefix}/", line) for line in said).strip("\n")


def here() -> Path:
    """The folder in which the learner typed the command; paths are shown relative to it."""
    folder = Path(os.environ.get("HOT_MODULES_CWD", "."))
    return folder.resolve() if folder.is_dir() else Path.cwd()


def shown(path: Path) -> str:
    """A path as the learner's terminal can open it."""
    try:
        relative = os.path.relpath(path, here()).replace("\\", "/")
    except ValueError:  # another drive on Windows
        return str(path)
    return str(path) if relative.startswith("../../..") else relative


def fresh_folder(parent: Path, name: str) -> Path:
    """An empty folder; what an earlier run left there is gone."""
    folder = parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
