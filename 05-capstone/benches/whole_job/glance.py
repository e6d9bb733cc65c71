"""Python against Rust at a glance, on real data and in a few seconds: what session `05-capstone` ends with."""

import time
from collections.abc import Callable

import capstone
import febrl
import matching
from capstone import matching as port

from .results import digits, median, short

ROUNDS = 3
NOT_RELEASE = """\
The Rust here is optimised, but it is no release build: it has debug assertions, and PyO3 is not optimised. A release build is faster still.
`python3 noxfile.py -s bench` measures one, with the libraries of Python beside it; docs/src/05-capstone/measurements.md is about that."""


def seconds(call: Callable[[], object], times: int = 1) -> tuple[float, object]:
    """The time of a call, the median of some, and what it returned."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = call()
        found.append(time.perf_counter() - begun)
    return median(found), answer


def main() -> None:
    """Measure and print."""
    few, many = febrl.load("1"), febrl.load("3")
    strangers = few[:50]
    python, rust = matching.Matcher(many), port.Matcher([port.Customer._make(customer) for customer in many])
    few_for_port, strangers_for_port = ([port.Customer._make(customer) for customer in some] for some in (few, strangers))
    pairs: list[tuple[str, Callable[[], object], Callable[[], object], int]] = [
        (f"de-duplicate {len(few)} customers", lambda: matching.deduplicate(few), lambda: port.deduplicate(few_for_port), 1),
        (
            f"match() one among {len(many)}",
            lambda: [python.match(each) for each in strangers],
            lambda: [rust.match(each) for each in strangers_for_port],
            len(strangers),
        ),
    ]
    print(f"\n{'Python against Rust (Febrl sets 1 and 3)':44}{'Python':>12}{'Rust':>12}{'times faster':>16}   same result")
    for what, slow, quick, calls in pairs:
        (one, expected), (other, answer) = seconds(slow), seconds(quick, ROUNDS)
        same = "yes, in every bit" if answer == expected else "NO"
        print(f"{what:44}{short(one / calls):>12}{short(other / calls):>12}{digits(one / other):>16}   {same}", flush=True)
    if capstone.DEBUG_BUILD:
        print("\n" + NOT_RELEASE)


if __name__ == "__main__":
    main()
