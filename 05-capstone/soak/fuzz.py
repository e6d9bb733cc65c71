"""Coverage-guided fuzzing: the fuzzer keeps what reaches new code, and changes that further.

For the core this is libFuzzer (crate `libfuzzer-sys`, crate of the targets in `rust/`), which plain Cargo builds: the instrumentation of coverage is a
pass of LLVM's that stable Rust has, `RUSTC_BOOTSTRAP=1` only adds AddressSanitizer. `cargo fuzz` and AFL++ would have to be installed first, and
without a tool of its own `bolero` has no feedback from coverage on stable. What it takes is a C++ compiler, and Linux or macOS.
For the service's CSV it is Atheris, the same for Python, where there is a wheel of it.

What it finds is written to `found/<target>/`, and is what each later run begins with: commit it with what mends it.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .report import Report, Task, say

HERE = Path(__file__).parent
TARGETS = ("texts", "similarities", "directories")

BEGINNINGS = {
    "csv": [
        b'\0id,surname\r\n1,lee\r\n2,"o\'neill, jr"\n',
        b"\x011,ann,lee,,,,,3121,vic,19700102\r\n2,,,,,,,,,\r\n",
        b'\x02{"id": "1", "surname": "lee"}\n{"id": 2}\n',
    ]
}
"""What a target begins with: what it would take long to find out."""
COVERAGE = "-Cpasses=sancov-module " + " ".join(
    f"-Cllvm-args=-sanitizer-coverage-{what}" for what in ("level=4", "inline-8bit-counters", "pc-table", "trace-compares")
)


def run(task: Task) -> Report:
    """Fuzz each target for its share of the time."""
    report = Report()
    programs: dict[str, list[str]] = {}
    if missing := missing_for_rust():
        report.left_out.append(f"the core: {missing}")
    else:
        folder = built(task)
        programs = {name: [str(folder / name)] for name in TARGETS}
    if importlib.util.find_spec("atheris"):
        programs["csv"] = [sys.executable, "-m", "soak.csv_target"]
    else:
        report.left_out.append("the service's CSV: Atheris has no wheel for this Python")
    for name, program in programs.items():
        say(f"{name} …")
        fuzzed(task, name, program, task.seconds / len(programs), report)
    return report


def missing_for_rust() -> str | None:
    """Say what is missing here to build the fuzz targets, if anything is."""
    if sys.platform not in ("linux", "darwin"):
        return "libFuzzer is for Linux and macOS"
    compiler = os.environ.get("CXX", "c++")
    return None if shutil.which(compiler) else f"libFuzzer is C++, and there is no {compiler} here (Debian: apt install g++)"


def host() -> str:
    """Return the platform that Rust compiles for here."""
    said = subprocess.run(["rustc", "-vV"], capture_output=True, encoding="utf-8", check=True).stdout
    return re.search(r"^host: (.*)$", said, re.MULTILINE)[1]


def built(task: Task) -> Path:
    """Compile the targets; returns where they are. With `--target`, flags are for the programs alone, not for what builds them."""
    say("compiling the fuzz targets: a minute at first …")
    environ = os.environ | {
        "RUSTC_BOOTSTRAP": "1",
        "RUSTFLAGS": f"--cfg fuzzing {COVERAGE} -Zsanitizer=address",
        "CARGO_TARGET_DIR": str(task.target / "fuzz"),
    }
    command = [
        "cargo",
        "build",
        "--quiet",
        "--release",
        "--manifest-path",
        str(HERE / "rust" / "Cargo.toml"),
        "--target",
        host(),
    ]
    subprocess.run(command, env=environ, check=True)
    return task.target / "fuzz" / host() / "release"


def fuzzed(task: Task, name: str, program: list[str], seconds: float, report: Report) -> None:
    """Run one target; what it says of itself goes into the report."""
    found = HERE / "found" / name
    corpus = task.target / "corpus" / name
    for folder in (found, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(BEGINNINGS.get(name, [])):
        corpus.joinpath(f"beginning-{number}").write_bytes(content)
    before = set(found.iterdir())
    limits = [f"-max_total_time={max(1, round(seconds))}", "-timeout=20", "-max_len=4096", f"-seed={task.seed + 1}"]
    command = [*program, *limits, f"-artifact_prefix={found}{os.sep}", "-print_final_stats=1", str(corpus), str(found)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    said = done.stdout + done.stderr
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", said) or re.search(r"Done (\d+) runs", said)
    coverage = re.findall(r"cov: (\d+)", said)
    report.ran.append(
        f"{name}: {int(runs[1]) if runs else 0:,} inputs, {len(list(corpus.iterdir())):,} kept for what they reach"
        + (f", {coverage[-1]} edges of the code" if coverage else "")
    )
    if done.returncode:
        log = task.target / f"fuzz-{name}.txt"
        log.write_text(said, encoding="utf-8")
        new = ", ".join(str(path.name) for path in sorted(set(found.iterdir()) - before)) or "an input that was found before"
        report.found.append(f"{name}: {new} (soak/found/{name}); {log} says what happened")
