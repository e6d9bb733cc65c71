"""The whole job under py-spy, printed as a flame graph that lies on its side: `python flame.py [SET] [MODULE] [TIMES]`.

A set is a Febrl set ("1" unless told otherwise), a module one with the API of `matching`. A quick job has to run some times to be seen.
"""

import argparse
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path

JOB = """
import importlib, sys, febrl
matching = importlib.import_module(sys.argv[2])
customers = [matching.Customer(*customer) for customer in febrl.load(sys.argv[1])]
for _ in range(int(sys.argv[3])):
    matching.deduplicate(customers)
"""


def outline(stacks: str, least: float = 0.02) -> str:
    """Draw samples of a program's stack.

    Args:
        stacks: one stack a line, `outermost;inner;innermost count`, as `py-spy record --format raw` writes them.
        least: functions with a smaller share of all samples are left out.

    Returns:
        One line for each function on each way to it: its share of all samples and its name, further right than its caller.
    """
    samples: Counter[tuple[str, ...]] = Counter()
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = tuple(stack.split(";"))
        for depth in range(1, len(frames) + 1):
            samples[frames[:depth]] += int(count)
    total = sum(count for way, count in samples.items() if len(way) == 1)

    def drawn(above: tuple[str, ...]) -> list[str]:
        inner = [way for way in samples if way[:-1] == above and samples[way] >= least * total]
        lines = []
        for way in sorted(inner, key=lambda way: -samples[way]):
            lines += [f"{samples[way] / total:4.0%} {'  ' * len(above)}{way[-1]}", *drawn(way)]
        return lines

    return "\n".join(drawn(()))


def sample(dataset: str, module: str, times: int, rate: int = 500) -> str:
    """Run the whole job, some times, as a child of py-spy; return the stacks it saw, `rate` times a second.

    Raises:
        subprocess.CalledProcessError: py-spy is not allowed to look, or cannot on this platform; it has said so on stderr.
    """
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder, "stacks")
        record = [str(Path(sysconfig.get_path("scripts"), "py-spy")), "record", "--native", "--function", "--rate", str(rate)]
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        subprocess.run(
            [*record, "--format", "raw", "--output", str(stacks), "--", sys.executable, "-c", JOB, dataset, module, str(times)],
            env=os.environ | {"PYTHONPATH": path},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        lines = stacks.read_text(encoding="utf-8").splitlines()
    # What is around the program, and what imports its modules, is left out.
    inside = [re.split(r"<module> \(<string>:\d+\);", line) for line in lines if "importlib" not in line]
    return "\n".join(parts[1] for parts in inside if len(parts) == 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", metavar="SET", nargs="?", default="1")
    parser.add_argument("module", metavar="MODULE", nargs="?", default="matching")
    parser.add_argument("times", metavar="TIMES", nargs="?", type=int, default=1)
    options = parser.parse_args()
    print(outline(sample(options.dataset, options.module, options.times)))
