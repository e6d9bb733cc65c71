"""Fixtures for the tests of the service: it runs inside the test, without a socket; no step's test needs any of this."""

from contextlib import ExitStack

import pytest

APPS = {}
"""Applications that no service uses, by their limits: to put one together takes longer than most tests."""


@pytest.fixture(params=["python", "rust"])
def implementation(request):
    """The name of each implementation in turn."""
    return request.param


@pytest.fixture
def serve(tmp_path):
    """Starts services: `serve("rust", database=…, most_matches=3)`; they end with the test at the latest."""
    with ExitStack() as stack:
        yield lambda matching, **settings: stack.enter_context(Running(matching, {"database": tmp_path / "customers.sqlite"} | settings))


@pytest.fixture
def directory(serve, implementation):
    """A service without customers, once with each implementation."""
    return serve(implementation)


@pytest.fixture
def held(monkeypatch):
    """Holds each job at its beginning until it is told to end; an event that says that one is there."""
    import threading

    from service import jobs

    arrived = threading.Event()
    never = threading.Event()

    def report(self, done, total):
        self.done, self.total = done, total
        arrived.set()
        assert any(self.stopped() or never.wait(0.01) for _ in range(2000)), "nobody ended the job"

    monkeypatch.setattr(jobs._Running, "report", report)
    return arrived


class Running:
    """A running service and a client of it."""

    def __init__(self, matching, settings):
        import asyncio

        import httpx
        from service.app import create_app
        from service.hot_module import load
        from service.settings import ServiceSettings

        limits = tuple(sorted(settings.items() - {("database", settings["database"])}))
        self._unused = APPS.setdefault(limits, [])
        self.app = self._unused.pop() if self._unused else create_app(ServiceSettings(**dict(limits)), load(matching))
        self.app.state.settings, self.app.state.matching = ServiceSettings(**settings), load(matching)
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://directory")
        self._lifespan = self.app.router.lifespan_context(self.app)
        self._stopped = False

    def __enter__(self):
        try:
            self._runner.run(self._lifespan.__aenter__())
        except BaseException:
            self._runner.close()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """End the service as Ctrl-C does."""
        if not self._stopped:
            self._stopped = True
            try:
                self._runner.run(self._client.aclose())
                self._runner.run(self._lifespan.__aexit__(None, None, None))
            finally:
                self._runner.close()
                self._unused.append(self.app)

    def get(self, path, **more):
        return self._runner.run(self._client.get(path, **more))

    def post(self, path, **more):
        return self._runner.run(self._client.post(path, **more))

    def request(self, method, path, **more):
        return self._runner.run(self._client.request(method, path, **more))

    def at_once(self, *requests):
        """Send requests (method, path, more) at the same time; returns their answers in this order."""
        import asyncio

        async def send():
            return await asyncio.gather(*(self._client.request(method, path, **more) for method, path, more in requests))

        return self._runner.run(send())

    def upload(self, text, media_type="text/csv"):
        return self.post("/customers/upload", content=text, headers={"Content-Type": media_type})

    def add(self, customers):
        """Add records as the reference has them."""
        import json

        answer = self.upload("\n".join(json.dumps(customer._asdict()) for customer in customers), "application/x-ndjson")
        assert answer.status_code == 201, answer.text

    def finished_job(self, **settings):
        """Start a job and wait for its end; returns what the service says of it then."""
        answer = self.post("/jobs", json=settings)
        assert answer.status_code == 202, answer.text
        assert self.app.state.service.jobs.join(30), "the job does not end"
        return self.get(f"/jobs/{answer.json()['number']}").json()


@pytest.fixture(params=["reference", "port"])
def matching(request):
    """The matching module, once each implementation: what a test says of it holds for both."""
    import parity

    return parity.load(request.param)


@pytest.fixture
def agreed():
    """`agreed(call)`: what `call(module)` does, which has to be the same for the reference and the port; see `parity.behaviour`."""
    import parity

    def agreed(call):
        reference, port = (parity.behaviour(parity.load(name), call) for name in parity.IMPLEMENTATIONS)
        assert port == reference
        return reference

    return agreed
