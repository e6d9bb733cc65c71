"""The parity tests with examples that nobody has tried, a new seed each round: the whole API, wrong arguments included."""

import os
import subprocess
import sys
from pathlib import Path

from .report import Report, Task, say

EXAMPLES = 20
"""How many times the usual number of examples a round tries."""


def run(task: Task) -> Report:
    """Run rounds until the time is up; at least one."""
    counted = task.run / "counted.txt"
    rounds, cases, found = 0, 0, []
    while not rounds or (task.left() > 0 and not found):
        seed = task.seed + rounds
        environ = os.environ | {"HOT_MODULES_EXAMPLES": str(EXAMPLES if task.seconds > 30 else 1), "HOT_MODULES_COUNTED": str(counted)}
        command = [sys.executable, "-m", "pytest", "-c", "pytest.ini", "--rootdir", ".", "-q", "-p", "soak.counting", "-p", "no:randomly"]
        command += ["-k", "parity_random", f"--hypothesis-seed={seed}", "tests"]
        done = subprocess.run(command, cwd=task.run, env=environ, capture_output=True, encoding="utf-8")
        rounds, cases = rounds + 1, cases + int(counted.read_text())
        say(f"{cases:,} cases, {max(0, task.left()):.0f} s left")
        if done.returncode:
            found.append(f"seed {seed}: {kept(task, seed, done.stdout + done.stderr)}")
    return Report(ran=[f"{cases:,} cases in {rounds} rounds"], found=found)


def kept(task: Task, seed: int, said: str) -> Path:
    """Keep what pytest said, with hypothesis's smallest example; returns where."""
    report = task.target / f"hypothesis-{seed}.txt"
    report.write_text(said, encoding="utf-8")
    return report
