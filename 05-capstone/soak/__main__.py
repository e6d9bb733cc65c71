"""Looks for what the tests have missed: minutes by default, hours if wanted. `python3 noxfile.py -s soak -- --help`."""

import argparse
import importlib
import random
import sys
import time
from pathlib import Path

from .report import Report, Task

PARTS = {
    "differential": (6, "port and reference on texts, customers and directories drawn at random, millions of them"),
    "hypothesis": (4, "the parity tests with new examples, over the whole API"),
    "fuzz": (6, "coverage-guided: the core against a second reading of the definitions, the service's CSV"),
    "leaks": (2, "all public calls again and again: memory and objects must not grow"),
    "suite": (5, "the tests in random order, in parallel threads, in parallel processes"),
    "sanitizers": (2, "the core's tests with AddressSanitizer; with Miri and ThreadSanitizer where there is what they need"),
    "crashes": (2, "the service killed at random moments: nothing that it acknowledged is lost"),
}
"""Each part, with its share of the time and what it does; it is the function `run` in the module of its name."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python3 noxfile.py -s soak --",
        description="Looks for what the tests have missed.",
        epilog="\n".join(["parts:", *(f"  {name:<14}{what}" for name, (_, what) in PARTS.items())]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="run these only (all)")
    parser.add_argument(
        "--minutes", type=float, default=10, metavar="N", help="for all parts together, about, builds not counted (%(default)s)"
    )
    parser.add_argument("--seed", type=int, help="the seed that an earlier run has printed (another one each time)")
    parser.add_argument("--chapter", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--run", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--target", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    chosen = [name for name in PARTS if name in (options.parts or PARTS)]
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print(f"seed {seed}: `--seed {seed}` draws the same again")
    shares = sum(PARTS[name][0] for name in chosen)
    lines, failed = [], False
    for name in chosen:
        share, what = PARTS[name]
        print(f"\n{name}: {what}", flush=True)
        task = Task(options.minutes * 60 * share / shares, seed, options.chapter, options.run, options.target)
        began = time.monotonic()
        report = ended(name, task)
        failed = failed or bool(report.found)
        lines += table(name, time.monotonic() - began, report)
    print(f"\n{'part':<14}{'time':>7}  what ran, and what it found\n" + "\n".join(lines))
    return int(failed)


def ended(name: str, task: Task) -> Report:
    """Run a part; one that fails is a finding, and the others run all the same."""
    try:
        return importlib.import_module(f".{name}", __package__).run(task)
    except KeyboardInterrupt:
        return Report(found=["interrupted"])
    except Exception as error:
        return Report(found=[f"it could not run: {type(error).__name__}: {error}"])


def table(name: str, seconds: float, report: Report) -> list[str]:
    """Return the lines of the summary for a part."""
    said = [*report.ran, *(f"not run: {line}" for line in report.left_out)]
    said += [f"FOUND: {line}" for line in report.found] or ["found nothing"]
    first, *others = said
    return [f"{name:<14}{seconds:>5.0f} s  {first}", *(f"{'':<23}{line}" for line in others)]


if __name__ == "__main__":
    sys.exit(main())
