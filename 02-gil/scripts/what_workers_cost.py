"""What it takes to do a job alone, with threads and with processes: prints a table, and what the processes cost."""

import pickle
import sys
import time
from collections.abc import Callable, Sequence

from threads_and_processes import STREETS, SUBURBS, split, suburb, tally, with_processes, with_threads, words

try:
    import resource
except ImportError:  # Windows
    resource = None


def seconds(call: Callable[..., object], *arguments: object) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - begun


def measure(addresses: Sequence[str], workers: int = 2) -> None:
    """Print what the same job takes alone, with threads and with processes, and what the processes cost."""
    print(f"{'':30}{'seconds':>8}{'speed-up':>10}")
    for job, lines in ((words, addresses), (suburb, addresses[: len(addresses) // 5])):
        what = f"{len(lines):7,} x {job.__name__}"
        alone = seconds(tally, job, lines)
        print(f"{what + ', alone':30}{alone:8.2f}{1:10.1f}", flush=True)
        for way, call in (("threads", with_threads), ("processes", with_processes)):
            taken = seconds(call, job, lines, workers)
            print(f"{what + f', {workers} {way}':30}{taken:8.2f}{alone / taken:10.1f}", flush=True)
    sent = sum(len(pickle.dumps(part)) for part in split(addresses, workers))
    print(f"\n{workers} processes with nothing to do: {seconds(with_processes, words, [], workers):.2f} s")
    print(f"the addresses, pickled: {sent / 1e6:.1f} MB")
    if resource:
        unit = 1 if sys.platform == "darwin" else 1024
        print(f"memory of the largest worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6:.0f} MB")


if __name__ == "__main__":
    measure([f"{number} {STREETS[number % 5]}, {SUBURBS[number % 8][1:]}" for number in range(200_000)])
