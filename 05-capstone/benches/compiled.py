"""The reference compiled by mypyc and by Cython, beside Python and Rust, all on one thread: `python3 noxfile.py -s costs -- 05` prints it.

Without a C compiler the compiled ones are left out.
"""

import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import capstone
import febrl
import ladder
import matching
from capstone.matching import Customer

from workshop.costs import compare

COMPILERS = {"mypyc": ("mypyc",), "Cython": ("Cython.Build.Cythonize", "-3", "--inplace")}

# mypyc compiles nothing that mypy does not accept, and to mypy a variable has one type in a function: `key`, the tuple that is a block's key, must
# not be a text in a later loop. So its copy has another name there; Cython has the file as it is.
RENAMED = {"for (name, key), places": "for (name, text), places", "name, key, len(places)": "name, text, len(places)"}


def build(compiler: str, name: str, source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Compile a module from its source, within the folder; returns how that went."""
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", *COMPILERS[compiler], file.name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)


def compiled(compiler: str, folder: Path) -> Callable[[list[matching.Customer]], matching.Deduplication]:
    """The compiled reference's `deduplicate`.

    Raises: SystemExit if it does not compile.
    """
    print(f"Compiling matching.py by {compiler}, ten seconds or so …", flush=True)
    source, start = Path(matching.__file__).read_text(encoding="utf-8"), perf_counter()
    for old, new in RENAMED.items() if compiler == "mypyc" else ():
        if source.count(old) != 1:
            sys.exit(f"matching.py has changed: there is no longer one {old!r} in it to rename for mypyc.")
        source = source.replace(old, new)
    name = f"by_{compiler.lower()}"
    done = build(compiler, name, source, folder)
    if done.returncode:
        sys.exit(f"{compiler} does not compile matching.py:\n{done.stdout}{done.stderr}")
    module = importlib.import_module(name)
    if str(module.__file__).endswith(".py"):
        sys.exit(f"{compiler} has compiled nothing: {module.__file__} was imported.")
    print(f"… {perf_counter() - start:.0f} seconds", flush=True)
    return module.deduplicate


customers = febrl.load("1")
records = [Customer(*customer) for customer in customers]
calls = {"Python": lambda: matching.deduplicate(customers)}
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:  # Windows keeps what is imported from it
    folder = Path(temporary)
    # mypy takes what matching.py imports from beside it.
    shutil.copy(Path(matching.__file__).with_name("customers.py"), folder)
    sys.path.insert(0, temporary)
    print("\nLooking for a C compiler …", flush=True)
    if build("Cython", "nothing", "", folder).returncode:
        print("There is none that compiles a module for this Python: mypyc and Cython are left out.", flush=True)
    else:
        for compiler in COMPILERS:
            deduplicate = compiled(compiler, folder)
            calls[compiler] = lambda deduplicate=deduplicate: deduplicate(customers)
    calls["Rust, the comparisons one by one"] = lambda: ladder.compared_in_rust().deduplicate(customers)
    calls["Rust, the whole job"] = lambda: capstone.deduplicate_with(records, threads=False, prune=False)
    print("Comparing the results, then measuring, half a minute …", flush=True)
    expected = calls["Python"]()
    for name, call in calls.items():
        found = call()
        if (found.pairs, found.clusters, found.compared) != (expected.pairs, expected.clusters, expected.compared):
            sys.exit(f"{name} finds something else than Python: {len(found.pairs)} pairs, {len(expected.pairs)} in Python.")
    compare(f"matching.py on one thread, {len(customers)} customers", calls, base="Rust, the whole job")
