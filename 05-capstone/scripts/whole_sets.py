"""The whole job on whole directories: the port must find what the reference finds, to the last bit. Takes minutes, most of them in Python.

`python -m whole_sets [SIZE ...]`: the Febrl sets, and generated directories of these sizes (20000 customers take ten minutes).
"""

import sys
import time
from collections.abc import Iterator

import capstone
import capstone.matching
import febrl
import generated
import matching
from capstone.customers import Customer as PortCustomer
from matching import Customer
from parity import plain


def directories(sizes: list[int]) -> Iterator[tuple[str, list[Customer]]]:
    """Yield the directories by name."""
    for name in ("1", "2", "3"):
        yield f"Febrl {name}", febrl.load(name)
    yield "Febrl 4", febrl.load("4a") + febrl.load("4b")
    for size in sizes:
        yield f"generated {size}", generated.directory(size)


def main(sizes: list[int]) -> int:
    """Compare the two; return how many directories tell them apart."""
    if capstone.DEBUG_BUILD:
        raise SystemExit("This is a debug build.")
    print(f"{'directory':<18}{'customers':>10}{'compared':>12}{'pairs':>8}{'clusters':>10}{'Python':>10}{'Rust':>10}  equal")
    different = 0
    for name, customers in directories(sizes):
        own = list(map(PortCustomer._make, customers))
        began = time.perf_counter()
        expected = matching.deduplicate(customers)
        reference = time.perf_counter() - began
        began = time.perf_counter()
        found = [capstone.matching.deduplicate(own)]
        port = time.perf_counter() - began
        found += [capstone.deduplicate_with(own, threads=threads, prune=prune) for threads in (False, True) for prune in (False, True)]
        equal = all(plain(one) == plain(expected) for one in found)
        different += not equal
        print(
            f"{name:<18}{len(customers):>10}{expected.compared:>12}{len(expected.pairs):>8}{len(expected.clusters):>10}"
            f"{reference:>8.1f} s{port * 1000:>7.0f} ms  {'yes' if equal else 'NO'}",
            flush=True,
        )
    return different


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]]))
