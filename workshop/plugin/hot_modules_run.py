"""Imports pytest, waits for an order on standard input (a line of JSON: arguments and environment), and runs it.

Runs in the learner's environment, which has only what the tests need.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    line = sys.stdin.readline()
    if not line:
        sys.exit()  # there is nothing to test: the build failed
    order = json.loads(line)
    os.environ |= order["environment"]
    sys.path[0] = str(Path.cwd())  # as with `python -m pytest`; this file's folder comes by PYTHONPATH, after what is tested
    importlib.invalidate_caches()  # what is tested was not there yet
    sys.exit(pytest.main(order["arguments"]))
