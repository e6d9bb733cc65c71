"""Runs a function in a Python of its own, with a limit: what it does to a process it does to that one, and a hang ends with a report."""

import contextlib
import inspect
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

LIMIT = 60
"""Seconds. Nobody waits that long for what works: it is for what hangs, also on a busy machine."""

BEFORE = '''
import faulthandler

faulthandler.enable()


def people(number, names=7):
    """Customers of the port, in blocks, and so alike that some are found."""
    from capstone.customers import Customer

    rows = range(number)
    return [Customer(str(row), f"{'abcdefg'[row % names]}nn", "lee", postcode=str(row % 11), address_1=f"{row % 5} main st") for row in rows]


def endless():
    """A matcher whose job takes longer than anybody waits: thousands of customers in one block."""
    from capstone.customers import Customer, Settings
    from capstone.matching import Matcher

    rows = range(12_000)
    customers = [Customer(str(row), "peter", "harrington", address_1=f"harrington street {row}", suburb="berry") for row in rows]
    return Matcher(customers, Settings(threshold=1.0))


'''


def run(program: Callable[[], object], *arguments: str, code: int = 0, limit: int = LIMIT) -> str:
    """Run a function in a new Python; returns what it printed.

    Its source is taken, so it has to import what it needs; `people(number)` and `endless()` are there for it. The arguments are in `sys.argv`.

    Raises:
        AssertionError: the process ended with another code than `code`, or was ended after `limit` seconds; tells what it printed, and where it was.
    """
    source = textwrap.dedent(inspect.getsource(program))
    text = BEFORE + f"{source}\n\nif __name__ == '__main__':\n    {program.__name__}()\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{program.__name__}.py")
        file.write_text(text, encoding="utf-8")
        # A session of its own: what it forks and leaves behind ends with it.
        process = subprocess.Popen(
            [sys.executable, file, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
        )
        try:
            said, complaints = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT if hasattr(os, "killpg") else signal.SIGTERM)  # it tells where it is
            said, complaints = _ended(process)
            raise AssertionError(f"it, or what it started, did not end within {limit} seconds\n{said}{complaints}") from None
        finally:
            _ended(process)
    assert process.returncode == code, f"it ended with {process.returncode}\n{said}{complaints}"
    return said


def _ended(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """End a process and all that it started; returns what it printed until then."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except AttributeError:  # Windows
        process.kill()
    except ProcessLookupError:
        pass
    return process.communicate()
