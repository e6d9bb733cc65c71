"""The learner's folder: made from the course, brought up to date, reset and caught up, and never at the cost of the learner's work."""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from . import derive, files
from .course import Course, Step
from .errors import WorkshopError


@dataclass
class Synced:
    """What bringing a workbook up to date did, by relative path."""

    created: bool = False
    updated: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    """Edited by the learner, and changed in the course since: left alone."""


class Workbook:
    """A workbook on disk.

    Args:
        course: the course that it is derived from.
        folder: where it lies.
    """

    def __init__(self, course: Course, folder: Path) -> None:
        self.course = course
        self.folder = folder
        self.own = folder / ".hot-modules"
        """The companion's own notes: what was derived, and the folder where tests run."""
        self._record = self.own / "derived.json"

    def path(self, step: Step, file: str) -> Path:
        """Where a file of a step lies."""
        return self.folder / step.chapter / file

    def sync(self) -> Synced:
        """Make the workbook, or bring it up to date with the course; what the learner edited stays as it is."""
        _refuse_foreign_folder(self.folder, self.own)
        report = Synced(created=not self.own.exists())
        derived = self._derived()
        for name, content in (derive.workbook_files(self.course) | self._editor_files()).items():
            path = self.folder / name
            wanted = files.digest(content)
            if not path.exists():
                files.write(path, content)
                if not report.created:
                    report.restored.append(name)
            elif (found := files.digest(path.read_bytes())) == wanted:
                pass
            elif derived.get(name, wanted) == wanted:
                pass  # the course's is what it was: the difference is the learner's
            elif found == derived.get(name) or name == "Cargo.lock":
                files.write(path, content)  # cargo adds to the lock file, the learner does not
                report.updated.append(name)
            else:
                report.behind.append(name)
                continue
            derived[name] = wanted
        files.write(self._record, json.dumps(derived, indent=0, sort_keys=True).encode())
        return report

    def untouched(self, step: Step) -> bool:
        """Whether a step's files are still the starter."""
        starter = derive.step_files(self.course, step, solution=False)
        return all(self._same(name, content) for name, content in starter.items())

    def edited_tests(self, step: Step) -> list[str]:
        """The step's test, and what all tests of the chapter share, where they differ from the course's."""
        chapter = self.course.chapter_of(step)
        shared = [name for name in chapter.sources() if name.startswith("tests/") and not name.startswith("tests/test_")]
        names = [step.test, *shared]
        return [name for name in names if not self._same(f"{step.chapter}/{name}", (chapter.folder / name).read_bytes())]

    def reset(self, step: Step) -> Path | None:
        """Put a step's files, and its test, back to where the learner began.

        Returns:
            The folder that keeps what was there, or None if nothing differed.
        """
        tests = {f"{step.chapter}/{name}": (self.course.chapter_of(step).folder / name).read_bytes() for name in self.edited_tests(step)}
        return self._replace(step, derive.step_files(self.course, step, solution=False) | tests)

    def solve(self, step: Step) -> Path | None:
        """Put the solution into a step's files.

        Returns:
            The folder that keeps what was there, or None if nothing differed.
        """
        return self._replace(step, derive.step_files(self.course, step, solution=True))

    def _replace(self, step: Step, wanted: dict[str, bytes]) -> Path | None:
        changed = {name: content for name, content in wanted.items() if not self._same(name, content)}
        kept = self._keep(step, changed)
        derived = self._derived()
        for name, content in changed.items():
            files.write(self.folder / name, content)
        starter = derive.step_files(self.course, step, solution=False)
        files.write(
            self._record,
            json.dumps(derived | {name: files.digest(text) for name, text in starter.items()}, indent=0, sort_keys=True).encode(),
        )
        return kept

    def _keep(self, step: Step, names: Iterable[str]) -> Path | None:
        there = [name for name in names if (self.folder / name).is_file()]
        if not there:
            return None
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%f")
        kept = self.folder / "kept" / f"{stamp}-{step.name}"
        for name in there:
            files.write(kept / name, (self.folder / name).read_bytes())
        return kept

    def _same(self, name: str, content: bytes) -> bool:
        path = self.folder / name
        return path.is_file() and files.digest(path.read_bytes()) == files.digest(content)

    def _derived(self) -> dict[str, str]:
        try:
            derived = json.loads(self._record.read_bytes())
        except (OSError, ValueError):
            return {}  # lost or broken: then every difference counts as the learner's
        return derived if isinstance(derived, dict) else {}

    def _editor_files(self) -> dict[str, bytes]:
        """Settings for VS Code; RustRover finds `.venv` and the Cargo workspace by itself."""
        python = ".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python"
        settings = {
            "python.defaultInterpreterPath": f"${{workspaceFolder}}/{python}",
            "python.analysis.extraPaths": sorted(
                {f"{step.chapter}/{step.project}/python".replace("/./", "/") for step in self.course.steps}
            ),
            # A target folder of its own: the editor's checks never make a verdict wait.
            "rust-analyzer.cargo.targetDir": True,
            "files.watcherExclude": {"**/target/**": True, "**/.hot-modules/**": True, "**/.venv/**": True},
            "search.exclude": {"**/target": True, "**/kept": True},
        }
        extensions = {"recommendations": ["rust-lang.rust-analyzer", "ms-python.python", "tamasfe.even-better-toml"]}
        return {
            f".vscode/{name}.json": (json.dumps(content, indent=4) + "\n").encode()
            for name, content in {"settings": settings, "extensions": extensions}.items()
        }


def _refuse_foreign_folder(folder: Path, own: Path) -> None:
    """A folder that has things in it and is no workbook is somebody's."""
    if folder.exists() and not folder.is_dir():
        raise WorkshopError(
            f"{folder} is a file, and the workbook would be a folder of that name.",
            "Rename the file, or name another place with --workbook.",
        )
    if folder.exists() and not own.exists() and not _looks_like_ours(folder) and any(folder.iterdir()):
        raise WorkshopError(f"{folder} is not empty, and is no workbook.", "Move it away, or name another place with --workbook.")


def _looks_like_ours(folder: Path) -> bool:
    """Whether a folder that lacks the companion's notes is a workbook: half deleted, or cloned from where the learner committed it."""
    readme = folder / "README.md"
    title = derive.README.partition("\n")[0].encode()
    return (folder / "progress.json").exists() or (readme.is_file() and readme.read_bytes().startswith(title))


def free_space(folder: Path) -> int:
    """Free bytes on the disk that a folder is, or will be, on."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
