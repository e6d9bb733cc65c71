"""Call the service with whatever its description allows and forbids, once with each implementation.

Session `contract` runs it; what stands behind `--` goes to schemathesis: `python3 noxfile.py -s contract -- --max-examples 1000 --seed 7`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families
from served import Served

SCHEMATHESIS = (sys.executable, "-m", "schemathesis.cli", "run", "--checks", "all", "--continue-on-failure")
DEFAULTS = {"--max-examples": "100", "--seed": "1", "--workers": "2"}

SWITCH = "/implementation"
"""Checked alone: it would turn one implementation into the other."""


def main() -> None:
    """Check both implementations, then the switch; the exit code is 1 if a promise is broken."""
    given = sys.argv[1:]
    more = [word for option, value in DEFAULTS.items() if option not in given for word in (option, value)]
    runs = [(name, ["--exclude-path", SWITCH]) for name in ("python", "rust")] + [
        ("rust", ["--include-path", SWITCH, "--phases", "coverage,fuzzing"])
    ]
    kept = [keeps_its_promises(name, [*more, *given, *paths]) for name, paths in runs]
    if not all(kept):
        sys.exit("The service breaks promises of its description: see above.")


def keeps_its_promises(name: str, options: list[str]) -> bool:
    """Check one implementation."""
    print(f"\nThe service, matching by {name}, {' '.join(options)}:\n", flush=True)
    with tempfile.TemporaryDirectory() as folder, Served(f"--{name}", "--data", "1", log=Path(folder, "log")) as service:
        environ = os.environ | {"SCHEMATHESIS_HOOKS": "contract.hooks"}
        checked = subprocess.run([*SCHEMATHESIS, *options, f"{service.address}/openapi.json"], cwd=folder, env=environ, check=False)
        answers = answered(service.address)
        service.interrupt()
        ended = service.wait()
        said = service.said()
    print(f"The service has answered {', '.join(f'{count} times {status}' for status, count in sorted(answers.items()))}.")
    faults = [status for status in answers if status >= "500"]
    if "Traceback" in said or ended:
        print(said[-4000:])
    return not (checked.returncode or faults or "Traceback" in said or ended)


def answered(address: str) -> dict[str, int]:
    """Return how often the service has answered with each status, as it counts itself."""
    with urlopen(f"{address}/metrics", timeout=60) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    counts: dict[str, int] = {}
    for sample in next(family for family in families if family.name == "http_requests").samples:
        counts[sample.labels["status"]] = counts.get(sample.labels["status"], 0) + int(sample.value)
    return counts


if __name__ == "__main__":
    main()
