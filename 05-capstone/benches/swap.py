"""What the service gains by the port, with HTTP and SQLite around it: step swap. `python3 noxfile.py -s costs -- 05` prints it."""

import json
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import febrl
import uvicorn
from service import hot_module
from service.app import create_app
from service.listening import listening
from service.settings import ServiceSettings

from workshop.costs import compare

NAMES = tuple(hot_module.IMPLEMENTATIONS)


@contextmanager
def served(customers, folder, name):
    """A service on loopback, with customers; yields how to call it, and a hook to wait for its job."""
    app = create_app(ServiceSettings(database=Path(folder, f"{len(customers)}-{name}.sqlite")), hot_module.load(name))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_keep_alive=600))
    with listening("127.0.0.1", 0) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        connection = HTTPConnection(*door.getsockname())

        def call(method, path, body=None, media_type="application/json"):
            connection.request(method, path, body, {"Content-Type": media_type})
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status < 300, content
            return json.loads(content)

        def job():
            number = call("POST", "/jobs")["number"]
            app.state.service.jobs.join()
            return call("GET", f"/jobs/{number}/pairs?limit=1000")

        call("POST", "/customers/upload", "\n".join(json.dumps(each._asdict()) for each in customers), "application/x-ndjson")
        try:
            yield call, job
        finally:
            connection.close()
            server.should_exit = True
            thread.join()


with tempfile.TemporaryDirectory() as folder:
    many = febrl.load("3")
    record = json.dumps(many[7]._replace(id="")._asdict())
    with served(many, folder, "python") as (python, _), served(many, folder, "rust") as (rust, _):
        calls = {"python": lambda: python("POST", "/matches", record), "rust": lambda: rust("POST", "/matches", record)}
        assert calls["python"]() == calls["rust"]()
        calls["health, that is without matching"] = lambda: rust("GET", "/health")
        compare("POST /matches, 5000 customers", calls, base="rust")
        numbers = count()

        def after_a_change(call):
            call("POST", "/customers", json.dumps({"id": f"new-{next(numbers)}"}))
            return call("POST", "/matches", record)

        compare(
            "A customer added, then a search", {"python": lambda: after_a_change(python), "rust": lambda: after_a_change(rust)}, base="rust"
        )
    few = febrl.load("1")[:500]
    with served(few, folder, "python") as (_, python_job), served(few, folder, "rust") as (_, rust_job):
        assert python_job() == rust_job()
        compare("A job of 500 customers, pairs fetched", {"python": python_job, "rust": rust_job}, base="rust")
