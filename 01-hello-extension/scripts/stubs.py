"""Type stubs: bring the committed ones up to date, and try them out.

    python scripts/stubs.py               write the stubs that are not what maturin generates from the Rust code
    python scripts/stubs.py _phonebook    only that of hello._hello._phonebook
    python scripts/stubs.py --check       show the differences, write nothing

Run it with the Python of the environment that maturin is installed in.
"""

import argparse
import ast
import contextlib
import difflib
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parent.parent
ATTEMPTS = 3
"""Another maturin that builds at the same moment, such as that of `learn`, may move the library away in between."""


def generate(out: Path) -> None:
    """Have maturin write the stubs of the project into a folder.

    The interpreter and the profile are those of the learner's loop: with others, Cargo would compile pyo3 once more.
    """
    python = os.path.abspath(sys.executable)  # noqa: PTH100 - without `..`, and without following the link to the system's Python
    command = ["maturin", "generate-stubs", "--quiet", "--interpreter", python, "--profile", "dev", "--out", str(out)]
    for _ in range(ATTEMPTS):
        done = subprocess.run([python, "-m", *command], cwd=PROJECT, capture_output=True, encoding="utf-8", errors="replace")
        if done.returncode == 0:
            return
    sys.exit(f"maturin cannot generate the stubs:\n{done.stderr.strip()}")


def difference(committed: Path, generated: Path) -> str:
    """How a committed stub differs from the generated one, as a diff; empty if only comments and layout do."""
    old, new = (path.read_text(encoding="utf-8") if path.exists() else "" for path in (committed, generated))
    try:
        same = ast.dump(ast.parse(old)) == ast.dump(ast.parse(new))
    except SyntaxError as error:
        return f"{committed.name}, line {error.lineno}: {error.msg}"
    if same:
        return ""
    lines = difflib.unified_diff(_code(old), _code(new), f"committed {committed.name}", "what maturin generates", lineterm="", n=0)
    return "\n".join(lines)


def _code(stub: str) -> list[str]:
    return [line for line in stub.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def mypy(source: str, folder: Path, cache: Path) -> dict[int, list[str]]:
    """What mypy says of a program, by line.

    Args:
        source: the program.
        folder: a folder to write it to.
        cache: where mypy keeps what it knows of Python's own stubs; the next run is ten times faster.
    """
    from mypy import api

    program = folder / "program.py"
    program.write_text(source, encoding="utf-8")
    said, trouble, _ = api.run(["--config-file=", "--hide-error-context", "--no-error-summary", *_cache_options(cache), str(program)])
    if trouble:
        raise RuntimeError(trouble)
    found: dict[int, list[str]] = {}
    for number, message in re.findall(r"^.*?program\.py:(\d+): (.*)$", said, re.MULTILINE):
        found.setdefault(int(number), []).append(message)
    return found


def _cache_options(cache: Path) -> list[str]:
    return ["--cache-dir", str(cache), "--no-sqlite-cache"]


def stubtest(module: str, folder: Path, cache: Path) -> str:
    """What mypy's stubtest says of a module and its stub; empty if the two agree.

    Args:
        module: an importable package or module.
        folder: a folder to work in.
        cache: as for `mypy`; only read.
    """
    from mypy import stubtest

    native = importlib.import_module("hello._hello")
    for name, value in vars(native).items():
        if isinstance(value, ModuleType):
            sys.modules[f"{native.__name__}.{name}"] = value  # where the stubs are; `import` finds no native submodule by itself
    own_cache = folder / "cache"
    if cache.exists():
        # What mypy keeps of a stub lacks the defaults of arguments. So it may remember Python's stubs, but not ours.
        shutil.copytree(cache, own_cache, ignore=shutil.ignore_patterns("hello*"))
    config = folder / "mypy.ini"
    config.write_text(f"[mypy]\nincremental = True\nsqlite_cache = False\ncache_dir = {own_cache}\n", encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        failed = stubtest.test_stubs(stubtest.parse_options([module, "--concise", "--mypy-config-file", str(config)]))
    return said.getvalue() if failed else ""


def main() -> None:
    """Compare, and write unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="native submodules; all by default")
    parser.add_argument("--check", action="store_true", help="show the differences, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        stubs = [path for path in sorted(Path(folder).rglob("*.pyi")) if not arguments.modules or path.stem in arguments.modules]
        if not stubs:
            sys.exit(f"no stub is generated for {' or '.join(arguments.modules)}")
        differences = 0
        for generated in stubs:
            committed = PROJECT / "python" / generated.relative_to(folder)
            if found := difference(committed, generated):
                differences += 1
                print(found if arguments.check else f"wrote {os.path.relpath(committed)}")
                if not arguments.check:
                    if committed.exists() and "# exercise " in committed.read_text(encoding="utf-8"):
                        print("  with its exercise marks gone: put them back")
                    committed.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(generated, committed)
    if arguments.check and differences:
        sys.exit(1)


if __name__ == "__main__":
    main()
