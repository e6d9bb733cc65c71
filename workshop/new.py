"""Begin an extension module of one's own: `template/` with another name, and with the versions, lints and profiles of this repository.

`python -m workshop.new FOLDER` makes the folder; its name is the project's. In the template, `x.workspace = true` stands for what the
repository's `Cargo.toml` says of x, and a requirement without a version for the version of the lock file.
"""

import keyword
import os
import re
import sys
import tomllib
from pathlib import Path

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AbstractTable

from . import files
from .course import ROOT
from .errors import WorkshopError

TEMPLATE = ROOT / "template"
NAME, MODULE = "my-extension", "my_extension"
"""What the template calls the project and its module."""

LEFT_OUT = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "target"}
"""What tools leave behind, should somebody use them in the template itself."""

TAKEN = {"alloc", "core", "maturin", "mypy", "pip", "pyo3", "pytest", "std", "test", "tests"}
"""Names of modules, crates and folders that every project has already, beside those of Python's standard library."""

Table = AbstractTable | Container


def project_name(folder: Path) -> str:
    """The name of the project that is to be in a folder: the folder's, if a package and a module can be called that.

    Raises:
        WorkshopError: they cannot.
    """
    name = folder.name
    remedy = "Take another name for the folder: small letters, digits and hyphens, such as `fast-names`."
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", name):
        raise WorkshopError(f"{name!r} is no name for a package.", remedy)
    module = module_name(name)
    if keyword.iskeyword(module) or module in sys.stdlib_module_names | TAKEN:
        raise WorkshopError(f"{module!r} means something else in Python or in Rust.", remedy)
    return name


def module_name(name: str) -> str:
    """What Python calls the module of a project."""
    return name.replace("-", "_")


def project_files(name: str) -> dict[str, bytes]:
    """The files of a new project by relative path, with forward slashes."""
    found: dict[str, bytes] = {}
    for path in sorted(TEMPLATE.rglob("*")):
        inside = path.relative_to(TEMPLATE)
        if path.is_file() and not LEFT_OUT & set(inside.parts):
            relative = inside.as_posix()
            text = path.read_text(encoding="utf-8")
            if derive := {"Cargo.toml": _manifest, "pyproject.toml": _pyproject}.get(relative):
                text = derive(text)
            found[_renamed(relative, name)] = _renamed(text, name).encode()
    found["Cargo.lock"] = (ROOT / "Cargo.lock").read_bytes()  # Cargo leaves out what is not needed at the first build
    return found


def _renamed(text: str, name: str) -> str:
    return text.replace(MODULE, module_name(name)).replace(NAME, name)


def _manifest(text: str) -> str:
    """The template's manifest with what it inherits written out."""
    manifest = tomlkit.parse(text)
    root = tomlkit.parse((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    workspace = root["workspace"]
    _inherit(manifest["package"], workspace["package"])
    _inherit(manifest["dependencies"], workspace["dependencies"])
    manifest["lints"] = workspace["lints"]
    manifest["profile"] = root["profile"]
    # The lock file holds the very version; what is written here is what else would do.
    return re.sub(r'(version = )"=', r'\1"', tomlkit.dumps(manifest))


def _inherit(table: Table, source: Table) -> None:
    for key, value in list(table.items()):
        if isinstance(value, AbstractTable) and value.get("workspace") is True:
            table[key] = source[key]


def _pyproject(text: str) -> str:
    """The template's `pyproject.toml` with versions: those of the lock file, and for the build any later one of the same major version."""
    project = tomlkit.parse(text)
    lock = (ROOT / "requirements" / "tests.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    group = project["dependency-groups"]["dev"]
    for index, requirement in enumerate(group):
        group[index] = f"{requirement}=={locked[requirement]}"
    requires = project["build-system"]["requires"]
    for index, requirement in enumerate(requires):
        version = locked[requirement]
        requires[index] = f"{requirement}>={version},<{int(version.split('.')[0]) + 1}"
    return tomlkit.dumps(project)


def make(folder: Path) -> list[Path]:
    """Make the project.

    Args:
        folder: where; a new folder, or an empty one, outside of this repository and of other Cargo workspaces.

    Returns:
        The files that were written.

    Raises:
        WorkshopError: it cannot be made there.
    """
    name = project_name(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkshopError(f"{folder} is there already.", "Take another folder, or one that is empty.")
    for above in folder.parents:
        manifest = above / "Cargo.toml"
        if manifest.is_file() and "workspace" in tomllib.loads(manifest.read_text(encoding="utf-8")):
            raise WorkshopError(
                f"{above} is a Cargo workspace, and would take the new project for a part of it.", "Take a folder outside of it."
            )
    made = []
    for relative, content in project_files(name).items():
        files.write(folder / relative, content)
        made.append(folder / relative)
    return made


def main() -> None:
    """Make the project that the command line names."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("Which folder? For example: python3 noxfile.py -s new -- ../fast-names")
    folder = Path(os.environ.get("HOT_MODULES_CWD", "."), sys.argv[1]).resolve()
    try:
        made = make(folder)
    except (WorkshopError, OSError) as error:
        sys.exit(str(error))
    print(f"{len(made)} files in {folder}. What to do with them stands in its README.md.")


if __name__ == "__main__":
    main()
