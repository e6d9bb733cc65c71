"""Where the time of a job goes, function by function, and what it is worth to make one of them faster."""

import cProfile
import pstats
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Hotspot:
    """What one function cost: its calls, and its own time as a share of the whole job, from 0 to 1."""

    name: str
    calls: int
    share: float


def hotspots(job: Callable[[], object], module: ModuleType, timer: Callable[[], float] = time.perf_counter) -> list[Hotspot]:
    """Run a job under the profiler, and rank the functions of a module by the time they cost.

    Args:
        job: what to run.
        module: whose functions to report. What the job does elsewhere only counts as part of the whole.
        timer: the clock, in seconds.

    Returns:
        A `Hotspot` for each function of the module that was called, generator expressions too, the most expensive first, in the order of
        names where the cost is the same. `calls` are all calls, recursive ones too. `share` is the time inside the function itself, with
        the C functions that it calls and without the Python functions, divided by the time of the whole job; 0.0 if the job took no time.

    Raises:
        Exception: whatever the job raises; the profiler is off by then.
    """
    # exercise profile: run the job under cProfile, and make a ranked list of Hotspots
    # starter: job()
    # starter: return []
    profiler = cProfile.Profile(timer)
    profiler.enable(builtins=False)
    try:
        job()
    finally:
        profiler.disable()
    stats = pstats.Stats(profiler)
    spots = [
        Hotspot(name, calls, own / stats.total_tt if stats.total_tt else 0.0)
        for (file, _, name), (_, calls, own, _, _) in stats.stats.items()
        if file == module.__file__
    ]
    return sorted(spots, key=lambda spot: (-spot.share, spot.name))
    # end


def speedup(share: float, factor: float) -> float:
    """Return how many times faster a job gets if a part of it gets faster (Amdahl's law).

    Args:
        share: the part's share of the job's time, from 0 to 1.
        factor: how many times faster the part gets; `math.inf` if it were to cost nothing.
    """
    return 1 / (1 - share + share / factor)
