"""What a matcher's pickle costs, what it costs to send the data with each task, and how threads and processes share the cores: step scale_out.

`python3 noxfile.py -s costs -- 05` prints it.
"""

import os
import pickle
import sys
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import generated
import scale_out
from capstone.customers import Customer, Settings
from capstone.matching import Matcher

from workshop.costs import compare

SIZE, PARTS, SETTINGS = 10_000, 8, Settings()


def with_the_data(share: scale_out.Share, *data: object) -> scale_out.Found:
    """What a task does that brings the directory along."""
    return scale_out.compared(scale_out.part(share, *data))


def begun(workers: int, threads: int, *data: object) -> Executor:
    """A pool whose processes have begun."""
    pool = scale_out.processes(workers, initializer=scale_out.hold, initargs=(threads, *data))
    list(pool.map(scale_out.compare_share, [{}] * 4 * workers))
    return pool


def main() -> None:
    customers = [Customer(*customer) for customer in generated.directory(SIZE)]
    matcher, data = Matcher(customers), (customers, SETTINGS, ())
    pickled, alone = pickle.dumps(matcher), pickle.dumps(customers)
    print(f"\n{SIZE} customers: a list of them pickled is {len(alone) / 1e6:.2f} MB, a Matcher {len(pickled) / 1e6:.2f} MB")
    compare(
        f"A Matcher of {SIZE} customers travels",
        {
            "pickle.dumps(matcher)": lambda: pickle.dumps(matcher),
            "pickle.loads: customers": lambda: pickle.loads(alone),
            "Matcher(customers)": lambda: Matcher(customers),
            "pickle.loads: a Matcher, both of it": lambda: pickle.loads(pickled),
            "matcher.deduplicate()": matcher.deduplicate,
        },
        base="matcher.deduplicate()",
        items=SIZE,
    )
    split = scale_out.shares(customers, SETTINGS, PARTS)
    one_task, its_data = len(pickle.dumps(split[0])), len(pickle.dumps(data))
    print(f"\n{PARTS} tasks: a task is {one_task / 1e3:.0f} kB, the data {its_data / 1e6:.2f} MB")
    cores = os.cpu_count() or 1
    with ExitStack() as stack:
        one, each, fight = (
            stack.enter_context(begun(workers, threads, *data)) for workers, threads in ((1, cores), (cores, 1), (cores, cores))
        )

        def held(pool: Executor) -> list[scale_out.Found]:
            return list(pool.map(scale_out.compare_share, split))

        def sent() -> list[scale_out.Found]:
            return [task.result() for task in [each.submit(with_the_data, share, *data) for share in split]]

        compare(
            f"{PARTS} parts of {SIZE} customers, on all cores",
            {
                "1 process, a thread for each core": lambda: held(one),
                "a process for each core, 1 thread each": lambda: held(each),
                "… each with a thread for each core": lambda: held(fight),
                "… the data sent with each task": sent,
            },
            base="a process for each core, 1 thread each",
        )


if __name__ == "__main__":  # the processes import this file
    main()
