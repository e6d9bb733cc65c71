"""What a panic costs beside an error: `python3 noxfile.py -s costs -- 03`."""

import contextlib
import os
import sys

import outputs

from workshop.costs import compare

os.environ["RUST_BACKTRACE"] = "0"  # with a backtrace, a panic takes several times as long


def error() -> None:
    """An `Err` that becomes an exception."""
    with contextlib.suppress(ValueError):
        outputs.birth_year("?")


def panic() -> None:
    """A panic that is caught in Rust and becomes an exception."""
    with contextlib.suppress(RuntimeError):
        outputs.merge_bonus(4)


# Rust's panic hook writes to the process's stderr, past sys.stderr: send it to where it takes no time to show.
sys.stderr.flush()
stderr = os.dup(2)
with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a file descriptor is wanted
    os.dup2(nowhere.fileno(), 2)
try:
    compare("One bad record", {"an Err": error, "a panic, caught": panic}, base="an Err")
finally:
    os.dup2(stderr, 2)
