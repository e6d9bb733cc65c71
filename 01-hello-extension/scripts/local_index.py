"""A package index of your own: pypiserver on this machine's loopback interface, which nobody else can reach.

`python scripts/local_index.py FOLDER` serves the packages in FOLDER, and takes new ones, until Ctrl-C.
"""

import contextlib
import hmac
import io
import secrets
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

# The web framework inside pypiserver is an old one: on import it warns, and hooks itself into all later imports.
with warnings.catch_warnings(action="ignore"):
    _finders = sys.meta_path[:]
    import pypiserver

    sys.meta_path[:] = _finders


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        pass


@contextlib.contextmanager
def running(folder: Path, user: str, password: str) -> Iterator[str]:
    """Serve a folder of packages as an index, as long as the context lasts.

    Everyone on this machine may download; to upload takes the credentials. A file that is there is never replaced, and a project that is not
    there is not looked for elsewhere.

    Args:
        folder: where the packages lie.
        user: who may upload.
        password: and with which password.

    Yields:
        The address to upload to; the list of projects is at `simple/` below it.
    """

    def allowed(name: str, word: str) -> bool:
        return hmac.compare_digest(f"{name}:{word}".encode(), f"{user}:{password}".encode())

    app = pypiserver.app(roots=[folder], authenticate=["update"], password_file="", auther=allowed, overwrite=False, disable_fallback=True)

    def read_it_all_first(environ, start_response):
        # A server that says no and hangs up in the middle of an upload leaves the client with a broken connection, and no answer.
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return app(environ, start_response)

    # Port 0: the system picks a free one. The socket listens when `make_server` returns, so there is nothing to wait for.
    with make_server("127.0.0.1", 0, read_it_all_first, _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def main() -> None:
    """Serve the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/local_index.py FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(12)
    with running(folder.resolve(), "maintainer", password) as index, contextlib.suppress(KeyboardInterrupt):
        print(f"index:    {index}\nuser:     maintainer\npassword: {password}\nCtrl-C ends it.", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
