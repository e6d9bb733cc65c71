"""Jobs of a service, from outside: started one after the other, cancelled, interrupted."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

OTHER_SETTINGS = {"threshold": 0.71}
"""With others than the service's own, a job has to make a matcher of the whole directory first."""


class Caller:
    """Calls a service."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=600, trust_env=False)

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self._client.request(method, path, json=body)

    def start(self, settings: dict[str, Any] | None = None) -> int:
        """Start a job as soon as that is possible; returns its number."""
        while (answer := self.call("POST", "/jobs", settings)).status_code != 202:
            if answer.status_code not in (409, 503):
                answer.raise_for_status()
        return answer.json()["number"]

    def job(self, number: int) -> dict[str, Any]:
        return self.call("GET", f"/jobs/{number}").json()

    def ended(self, number: int, look: float = 0.002) -> dict[str, Any]:
        """Wait for a job's end; returns what is said of it then."""
        while (job := self.job(number))["state"] == "running":
            time.sleep(look)
        return job

    def close(self) -> None:
        self._client.close()


@contextmanager
def one_after_the_other(address: str) -> Iterator[list[dict[str, float]]]:
    """Keep a job running meanwhile; yields a list of when each began and ended, by `time.perf_counter()`. The last is cancelled."""
    caller, over, found = Caller(address), threading.Event(), []

    def keep() -> None:
        while not over.is_set():
            number, begun = caller.start(), time.perf_counter()
            running.set()
            while caller.job(number)["state"] == "running" and not over.wait(0.02):
                pass
            if over.is_set():
                caller.call("POST", f"/jobs/{number}/cancel")
            state = caller.ended(number)["state"]
            found.append({"begun": begun, "ended": time.perf_counter(), "finished": state == "finished"})

    running = threading.Event()
    thread = threading.Thread(target=keep)
    thread.start()
    try:
        running.wait(60)
        yield found
    finally:
        over.set()
        thread.join()
        caller.close()
