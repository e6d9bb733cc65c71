"""What a service keeps of ten thousand requests: nothing, if it is as it should be."""

from collections.abc import Callable

import psutil
from served import Served

from . import client

STEPS = 10
"""So many times the memory is looked at, so that growth can be told from a step."""


def over_requests(service: Served, people: list[dict[str, str]], count: int, doing: Callable[[str], None]) -> dict:
    """Send requests that change nothing; returns the memory before and after, in bytes, all steps of it, and how many were answered how."""
    process = psutil.Process(service.pid)
    doing("warm up")
    client.ask(what="closed_loop", address=service.address, count=count // STEPS, seed=0, people=people)
    sizes, statuses = [process.memory_info().rss], {}
    for step in range(STEPS):
        doing(f"requests, {step * count // STEPS} of {count}")
        answered = client.ask(what="closed_loop", address=service.address, count=count // STEPS, seed=step + 1, people=people)
        statuses = {status: statuses.get(status, 0) + answered.get(status, 0) for status in statuses | answered}
        sizes.append(process.memory_info().rss)
    return {"requests": count, "sizes": sizes, "statuses": statuses}
