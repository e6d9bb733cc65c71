"""The service, listening on this machine in a thread of the tests' process, so that a test can hold a job wherever it wants."""

import threading
from contextlib import contextmanager

import pytest

LIMIT = 30
"""Seconds that anything may take on the slowest machine."""


class Running:
    """A service that runs.

    Attributes:
        address: where to open it.
        app: the application.
    """

    def __init__(self, app, port):
        self.app = app
        self.address = f"http://127.0.0.1:{port}"

    @property
    def store(self):
        return self.app.state.service.store

    def add(self, customers):
        self.store.add([tuple(customer) for customer in customers])


@contextmanager
def served(database, name, port=0):
    """A service on a port of this machine."""
    import uvicorn
    from service.app import create_app
    from service.hot_module import load
    from service.listening import listening
    from service.settings import ServiceSettings

    app = create_app(ServiceSettings(database=database), load(name))
    with listening("127.0.0.1", port) as door:
        port = door.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=5))
        started = threading.Event()
        startup = server.startup

        async def tell(**more):
            await startup(**more)
            started.set()

        server.startup = tell
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            assert started.wait(LIMIT), "the service does not start"
            yield Running(app, port)
        finally:
            server.should_exit = True
            thread.join(LIMIT)
            assert not thread.is_alive(), "the service does not end"


@pytest.fixture
def serve(tmp_path, context):
    """Starts services: `with serve("python") as service: …`; without a page open in the end, so that nobody asks what has ended."""

    @contextmanager
    def serve(name="python", **more):
        with served(tmp_path / "customers.sqlite", name, **more) as service:
            yield service

    return serve


@pytest.fixture
def service(serve, context):
    """A service without customers, on the reference."""
    with serve() as service:
        yield service
        context.close()


@pytest.fixture
def opened(page, service):
    """The page, on a service with the first 120 customers of Febrl set 1."""
    import febrl
    from playwright.sync_api import expect

    service.add(febrl.load("1")[:120])
    page.goto(service.address)
    expect(page.locator("#summary")).to_contain_text("120 customers")
    return page
