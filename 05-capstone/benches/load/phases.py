"""The load: the same requests to a service that has nothing else to do, and to one that runs a job, on each implementation in turn."""

import math
import time
from collections.abc import Callable
from contextlib import nullcontext

from . import client
from .jobs import one_after_the_other

PHASES = [("python", False), ("rust", False), ("python", True), ("rust", True)]
"""The implementation, and whether a job runs."""


def name_of(implementation: str, job: bool) -> str:
    """Return how a phase is called in the results."""
    return f"{implementation}, {'a job runs' if job else 'no job'}"


def measured(
    addresses: dict[str, str], people: list[dict[str, str]], rounds: int, seconds: float, rate: float, doing: Callable[[str], None]
) -> dict[str, dict]:
    """Go through all phases, round by round; returns of each what `summed_up` says."""
    found: dict[str, list] = {name_of(*phase): [] for phase in PHASES}
    took = dict.fromkeys(found, 0.0)
    jobs: dict[str, dict[str, float]] = {}
    for number in range(rounds):
        for place, (implementation, job) in enumerate(PHASES):
            name = name_of(implementation, job)
            doing(f"round {number + 1} of {rounds}: {name}")
            seed = 1000 * (number + 1) + place
            plan = {
                "what": "open_loop",
                "address": addresses[implementation],
                "seconds": seconds,
                "rate": rate,
                "seed": seed,
                "people": people,
            }
            with one_after_the_other(addresses[implementation]) if job else nullcontext([]) as ran:
                begun = time.perf_counter()
                requests = client.ask(**plan)
                ended = time.perf_counter()
            found[name] += requests
            took[name] += max([seconds, *(due + latency for _, due, latency, _ in requests)])
            if job:
                kept = jobs.setdefault(name, {"finished": 0, "share": 0.0})
                kept["finished"] += sum(each["finished"] for each in ran)
                kept["share"] += (
                    sum(max(0.0, min(each["ended"], ended) - max(each["begun"], begun)) for each in ran) / (ended - begun) / rounds
                )
    return {name: summed_up(requests, took[name]) | {"jobs": jobs.get(name)} for name, requests in found.items()}


def compared(
    services: dict[str, str], people: list[dict[str, str]], rounds: int, seconds: float, rate: float, doing: Callable[[str], None]
) -> dict[str, dict]:
    """Send the same requests to services that differ in their settings, by name, each while a job runs in it; returns of each what `summed_up` says."""
    found: dict[str, list] = {name: [] for name in services}
    jobs = dict.fromkeys(services, 0)
    for number in range(rounds):
        for name, address in services.items():
            doing(f"round {number + 1} of {rounds}: {name}")
            with one_after_the_other(address) as ran:
                found[name] += client.ask(what="open_loop", address=address, seconds=seconds, rate=rate, seed=number, people=people)
            jobs[name] += sum(each["finished"] for each in ran)
    return {name: summed_up(requests, rounds * seconds) | {"jobs": {"finished": jobs[name]}} for name, requests in found.items()}


def summed_up(requests: list[list], seconds: float) -> dict:
    """Return percentiles of the latencies, of all requests and of each kind, and how many were answered, and how many were not."""
    kinds = {"all": requests} | {kind: [each for each in requests if each[0] == kind] for kind in client.MIX}
    latencies = {kind: sorted(latency for _, _, latency, _ in of_kind) for kind, of_kind in kinds.items()}
    errors = sum(not 200 <= status < 300 for *_, status in requests)
    return {
        "requests": len(requests),
        "errors": errors,
        "throughput": (len(requests) - errors) / seconds,
        "latency": {
            kind: {"p50": at(sorted_, 0.5), "p90": at(sorted_, 0.9), "p99": at(sorted_, 0.99), "max": at(sorted_, 1.0)}
            for kind, sorted_ in latencies.items()
        },
    }


def at(values: list[float], share: float) -> float:
    """Return the least of sorted values that is at least as large as this share of them (nearest rank)."""
    return values[max(0, math.ceil(share * len(values)) - 1)]
