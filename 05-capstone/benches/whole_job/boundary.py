"""What it costs to cross from Python to Rust, beside the same thing done by a builtin or a library in C.

The functions are those of chapters 1 and 3, in release builds: they are what the course says of the boundary.
"""

import math
import operator
import timeit
from collections.abc import Callable
from itertools import pairwise

import febrl
import matching
import numpy as np

NAMES = 100_000
Calls = dict[str, Callable[[], object]]


def cases() -> dict[str, tuple[Calls, int]]:
    """What is compared: a title, calls of which the first is the one to compare with, and how many things each of them handles."""
    import hello
    import outputs
    from capstone import matching as port
    from rapidfuzz.distance import OSA, JaroWinkler

    customers = febrl.load("3")
    surnames = list(pairwise(customer.surname for customer in customers[:1000]))
    addresses = list(pairwise(customer.address_1 for customer in customers[:1000]))
    # An object for each name, as a file would give them.
    names = ["".join(list(customers[number % len(customers)].surname)) for number in range(NAMES)]
    numbers = np.random.default_rng(1).random(NAMES)
    listed = numbers.tolist()

    def nothing(*values: object, **fields: object) -> int:
        return len(values)

    def each(call: Callable[[str, str], object], pairs: list[tuple[str, str]]) -> Callable[[], object]:
        return lambda: [call(left, right) for left, right in pairs]

    def loop(call: Callable[[], object]) -> Callable[[], object]:
        return lambda: [call() for _ in range(1000)]

    return {
        "a call with nothing to do": (
            {"C: math.hypot()": loop(math.hypot), "Python: def": loop(nothing), "Rust: hello.count_known()": loop(hello.count_known)},
            1000,
        ),
        "two surnames, Jaro-Winkler": (
            {
                "C++: rapidfuzz": each(JaroWinkler.similarity, surnames),
                "Python: the reference": each(matching.jaro_winkler, surnames),
                "Rust: the port": each(port.jaro_winkler, surnames),
                "only the loop: operator.eq": each(operator.eq, surnames),
            },
            len(surnames),
        ),
        "two addresses, OSA": (
            {
                "C++: rapidfuzz": each(OSA.distance, addresses),
                "Python: the reference": each(matching.osa_distance, addresses),
                "Rust: the port": each(port.osa_distance, addresses),
            },
            len(addresses),
        ),
        "a list of 100 000 names in, the longest out": (
            {
                "builtin: max(names, key=len)": lambda: max(names, key=len),
                "Rust: Vec<String>, copies": lambda: hello.longest_copied(names),
                "Rust: Vec<PyBackedStr>, borrows": lambda: hello.longest(names),
            },
            NAMES,
        ),
        "100 000 floats in, the mean out": (
            {
                "C: array.mean()": numbers.mean,
                "builtin: sum(list) / len(list)": lambda: sum(listed) / len(listed),
                "Rust: Vec<f64> of a list": lambda: outputs.mean_of_vec(listed),
                "Rust: PyReadonlyArray1 of an array": lambda: outputs.mean_score(numbers),
            },
            NAMES,
        ),
        "100 000 floats out": (
            {
                "C: numpy.full": lambda: np.full(NAMES, 1e-5),
                "Rust: an array, moved": lambda: outputs.even_weights(NAMES),
                "Rust: a list": lambda: outputs.even_weights_list(NAMES),
            },
            NAMES,
        ),
    }


def measure(rounds: int, doing: Callable[[str], None]) -> list[dict]:
    """Measure all of them, in each round one after the other."""
    found = []
    for title, (calls, items) in cases().items():
        doing(f"at the boundary: {title}")
        timers = {name: timeit.Timer(call) for name, call in calls.items()}
        numbers = {name: max(1, int(0.01 / max(min(timer.repeat(2, 1)), 1e-9))) for name, timer in timers.items()}
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, timer in timers.items():
                times[name].append(timer.timeit(numbers[name]) / numbers[name] / items)
        found.append({"title": title, "items": items, "calls": times})
    return found
