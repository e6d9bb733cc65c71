"""Clients in a process of their own: what they compute takes no time from the service's interpreter. A plan comes by stdin, what happened goes to stdout.

Open loop: requests are sent when their time has come, whether or not the former are answered, as clients do who know nothing of each other. The
latency counts from the moment at which a request was due. A client that waits for one answer before it asks again would be slowed down by a slow
service, and leave out just the requests that would have had to wait (coordinated omission).
"""

import asyncio
import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

PATIENCE = 10.0
"""Seconds until a client gives up."""

MIX = {"look up": 60, "match": 30, "add": 10}
"""How many of a hundred requests are which."""


def ask(**plan: Any) -> Any:
    """Let a process of its own carry out a plan: `what` is the name of a function below, the rest its arguments."""
    done = subprocess.run([sys.executable, "-m", "load.client"], input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


async def open_loop(address: str, seconds: float, rate: float, seed: int, people: list[dict[str, str]]) -> list[list[Any]]:
    """Send requests at random moments, `rate` a second; returns what each was, when it was due, its latency, and its status (0: none)."""
    draw = random.Random(seed)
    due, requests = 0.0, []
    while (due := due + draw.expovariate(rate)) < seconds:
        requests.append((due, *_request(draw, people, f"load-{seed}-{len(requests)}")))
    found: list[list[Any]] = []
    async with _client(address) as client:
        await client.get("/health")
        begun = time.perf_counter()

        async def send(due: float, kind: str, method: str, path: str, body: Any) -> None:
            try:
                status = (await client.request(method, path, json=body)).status_code
            except httpx.HTTPError:
                status = 0
            found.append([kind, due, time.perf_counter() - begun - due, status])

        async with asyncio.TaskGroup() as group:
            for due, *request in requests:
                await asyncio.sleep(begun + due - time.perf_counter())
                group.create_task(send(due, *request))
    return found


async def closed_loop(address: str, count: int, seed: int, people: list[dict[str, str]], *, clients: int = 8) -> dict[str, int]:
    """Send `count` requests that change nothing, each client one after the other; returns how many were answered with each status."""
    draw = random.Random(seed)
    requests = iter([_reading(draw, people) for _ in range(count)])
    statuses: dict[str, int] = {}
    async with _client(address) as client, asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_one_after_the_other(client, requests, statuses))
    return statuses


async def _one_after_the_other(client: httpx.AsyncClient, requests: Iterator[tuple[str, str, Any]], statuses: dict[str, int]) -> None:
    for method, path, body in requests:
        status = str((await client.request(method, path, json=body)).status_code)
        statuses[status] = statuses.get(status, 0) + 1


def _client(address: str) -> httpx.AsyncClient:
    none = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=none, trust_env=False)


def _request(draw: random.Random, people: list[dict[str, str]], newcomer: str) -> tuple[str, str, str, Any]:
    (kind,) = draw.choices(list(MIX), list(MIX.values()))
    person = draw.choice(people)
    match kind:
        case "look up":
            return kind, "GET", f"/customers/{person['id']}", None
        case "match":
            return kind, "POST", "/matches", person | {"id": ""}
    return kind, "POST", "/customers", person | {"id": newcomer}


def _reading(draw: random.Random, people: list[dict[str, str]]) -> tuple[str, str, Any]:
    """Also what is refused: what a refusal keeps would be lost, too."""
    person = draw.choice(people)
    return draw.choice(
        [
            ("GET", f"/customers/{person['id']}", None),
            ("POST", "/matches", person | {"id": ""}),
            ("GET", "/customers?limit=20", None),
            ("GET", "/jobs", None),
            ("GET", f"/nowhere/{draw.random()}", None),
            ("POST", "/matches", {"surname": 1}),
        ]
    )


if __name__ == "__main__":
    gc.disable()  # a pause of the client's would be taken for the service's
    plan = json.load(sys.stdin)
    json.dump(asyncio.run({"open_loop": open_loop, "closed_loop": closed_loop}[plan.pop("what")](**plan)), sys.stdout)
