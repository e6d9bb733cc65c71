"""Step `scale_out` on real processes, one of which is killed. (The step's own tests have none: a process takes longer to begin than a test.)"""

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import febrl
import pytest
import scale_out
from capstone.customers import Customer, Settings
from capstone.matching import Matcher

CUSTOMERS = tuple(Customer(*customer) for customer in febrl.load("1")[:300])
SETTINGS = Settings(max_block=15)


def killed_once(order, function, *args):
    """Do a task; whoever finds the order to die, dies: the file is gone then, and the next one lives."""
    if order is not None:
        try:
            Path(order).unlink()
        except FileNotFoundError:
            pass
        else:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return function(*args)


class Pool(ProcessPoolExecutor):
    """Processes, of which the one with the fourth task is told to die."""

    order, tasks, made = None, 0, 0

    def __init__(self, workers, **begin):
        super().__init__(workers, mp_context=get_context("spawn"), **begin)
        Pool.made += 1

    def submit(self, function, /, *args):
        self.tasks += 1
        return super().submit(killed_once, self.order if self.tasks == 4 else None, function, *args)


@pytest.fixture(autouse=True)
def _processes_begin_without_pytest(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    monkeypatch.setattr(Pool, "made", 0)


@pytest.mark.parametrize("killed", [False, True], ids=["nobody-killed", "one-killed"])
def test_processes_find_what_one_machine_finds(killed, tmp_path, monkeypatch):
    order = tmp_path / "die"
    if killed:
        order.touch()
    monkeypatch.setattr(Pool, "order", str(order))
    found = scale_out.deduplicate(CUSTOMERS, SETTINGS, workers=2, pool=Pool)
    assert Pool.made == 1 + killed
    assert not order.exists()
    assert found == Matcher(CUSTOMERS, SETTINGS).deduplicate()


def test_the_pool_that_nobody_has_to_bring():
    assert scale_out.deduplicate(CUSTOMERS[:50], workers=1, parts=2) == Matcher(CUSTOMERS[:50]).deduplicate()
