"""What abi3 costs the port: a version-specific wheel beside one for the stable interface.

`python3 noxfile.py -s costs -- 05` builds both with `--release` and runs this on them. Each round measures both, one after the other, each in a
fresh process; the figures are medians of the rounds, the ratios are taken within a round.
"""

import json
import os
import statistics
import subprocess
import sys
import timeit
from pathlib import Path

ROUNDS = 9
SCRIPTS = Path(__file__).parents[1] / "scripts"
CALLS = {
    "deduplicate, Febrl set 3": "port.deduplicate(customers)",
    "Matcher, 5000 customers": "port.Matcher(customers)",
    "match, one against 5000": "matcher.match(customers[0])",
    "jaro_winkler, two names": "port.jaro_winkler('lachlan', 'lachlnan')",
    "normalise, one name": 'port.normalise("O\'Brien")',
}


def measure() -> dict[str, float]:
    """Seconds of each call, the best of some, in this process."""
    import febrl
    from capstone import matching as port

    customers = [port.Customer(*customer) for customer in febrl.load("3")]
    known = {"port": port, "customers": customers, "matcher": port.Matcher(customers)}
    found = {}
    for what, call in CALLS.items():
        timer = timeit.Timer(call, globals=known)
        number = max(1, timer.autorange()[0] // 10)
        found[what] = min(timer.repeat(7, number)) / number
    return found


def main() -> None:
    """Compare the wheels unpacked in two folders; or, told so, measure the one on the path."""
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
        return
    from workshop.costs import keep  # not where the measuring is done: there, only the wheel is on the path

    rounds = []
    for _ in range(ROUNDS):
        pair = []
        for site in sys.argv[1:]:
            command = [sys.executable, __file__, "--measure"]
            done = subprocess.run(
                command, env={"PYTHONPATH": os.pathsep.join([site, str(SCRIPTS)])}, capture_output=True, text=True, check=True
            )
            pair.append(json.loads(done.stdout))
        rounds.append(pair)
    print(f"\n{'The port, release builds':30}{'version-specific':>18}{'abi3':>12}{'abi3 / specific':>18}")
    for what in CALLS:
        one, other = (statistics.median(pair[wheel][what] for pair in rounds) for wheel in (0, 1))
        ratio = statistics.median(pair[1][what] / pair[0][what] for pair in rounds)
        print(f"{what:30}{readable(one):>18}{readable(other):>12}{ratio:>17.2f}x")
        keep(what, {"version-specific": {"seconds": one, "ratio": 1.0}, "abi3": {"seconds": other, "ratio": ratio}})


def readable(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.0f} ns"


if __name__ == "__main__":
    main()
