"""Step publishing (stretch): a real index on this machine, a real client, and a fresh environment."""

import http.server
import io
import subprocess
import tarfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import local_index
import publish
import pytest

# The server runs in this process, and leaves it to the garbage collector to close the files that it sent.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

USER, PASSWORD = "maintainer", "only good for this test: ÄÖ"
PROJECT, NEWER = "hot-modules-hello", "99.0"


@pytest.fixture
def asked_outside(monkeypatch) -> list[str]:
    """Who was asked beyond this machine: all that would leave it goes to a proxy, which notes it down and refuses."""
    asked = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def refuse(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(403, "nothing leaves this machine")

        do_CONNECT = do_GET = do_HEAD = do_POST = do_PUT = refuse  # noqa: N815 - named by the base class

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        monkeypatch.setattr(publish, "NOWHERE", f"http://127.0.0.1:{proxy.server_port}")
        yield asked
        proxy.shutdown()


@pytest.fixture
def shelf(tmp_path) -> Path:
    """The folder in which the index keeps its files."""
    path = tmp_path / "shelf"
    path.mkdir()
    return path


@pytest.fixture
def index(shelf, asked_outside) -> str:
    """The address of an index that has nothing yet."""
    with local_index.running(shelf, USER, PASSWORD) as url:
        yield url


@pytest.fixture
def commands(monkeypatch) -> list[str]:
    """The command lines that are run."""
    found, run = [], publish.subprocess.run

    def recorded(command, **settings):
        found.append(" ".join(map(str, command)))
        return run(command, **settings)

    monkeypatch.setattr(publish.subprocess, "run", recorded)
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """The interpreter of an empty virtual environment."""
    return publish.new_environment(tmp_path_factory.mktemp("fresh") / "venv")


def files_on(shelf: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in shelf.iterdir()}


def a_pure_wheel(folder: Path, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"hot_modules_hello-{version}-py3-none-any.whl"
    info = f"hot_modules_hello-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.4\nName: {PROJECT}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def an_sdist(folder: Path, version: str) -> Path:
    path = folder / f"hot_modules_hello-{version}.tar.gz"
    said = f"Metadata-Version: 2.4\nName: {PROJECT}\nVersion: {version}\n".encode()
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(f"hot_modules_hello-{version}/PKG-INFO")
        member.size = len(said)
        archive.addfile(member, io.BytesIO(said))
    return path


def what_goes_wrong(action: Callable[..., None], *arguments: object) -> str:
    """What uv or the index said against it; empty if all went well."""
    try:
        action(*arguments)
    except publish.PublishError as error:
        return str(error) or "something"
    return ""


def test_wheel_and_sdist_arrive(tmp_path, wheel, index, shelf, asked_outside):
    sdist = an_sdist(tmp_path, wheel.name.split("-")[1])
    assert what_goes_wrong(publish.upload, [wheel, sdist], index, USER, PASSWORD) == ""
    assert files_on(shelf) == {path.name: path.stat().st_size for path in (wheel, sdist)}
    assert asked_outside == []


def test_wrong_password_is_refused(tmp_path, index, shelf, asked_outside):
    assert "403 Forbidden" in what_goes_wrong(publish.upload, [a_pure_wheel(tmp_path / "dist", NEWER)], index, USER, "guessed")
    assert (files_on(shelf), asked_outside) == ({}, [])


def test_a_released_file_is_never_replaced(tmp_path, index, shelf, asked_outside):
    release = a_pure_wheel(tmp_path / "dist", NEWER)
    assert what_goes_wrong(publish.upload, [release], index, USER, PASSWORD) == ""
    assert "409 Conflict" in what_goes_wrong(publish.upload, [release], index, USER, PASSWORD)
    assert (files_on(shelf), asked_outside) == ({release.name: release.stat().st_size}, [])


def test_password_is_on_no_command_line(tmp_path, index, commands):
    assert what_goes_wrong(publish.upload, [a_pure_wheel(tmp_path / "dist", NEWER)], index, USER, PASSWORD) == ""
    assert len(commands) == 1
    assert PASSWORD not in commands[0]


def test_install_and_import_in_a_fresh_environment(fresh, wheel, index, shelf, asked_outside):
    (shelf / wheel.name).write_bytes(wheel.read_bytes())
    a_pure_wheel(shelf, NEWER)
    version = wheel.name.split("-")[1]
    assert what_goes_wrong(publish.install, PROJECT, version, index, fresh) == ""
    program = "import hello, importlib.metadata as m; print(m.version('hot-modules-hello'), hello.directory_name('jacob', 'lyden'))"
    # -I: not the `hello` that this test itself can import, but the installed one.
    done = subprocess.run([fresh, "-I", "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout + done.stderr).strip() == f"{version} lyden, jacob"
    assert asked_outside == []


def test_no_other_version_will_do(fresh, index, shelf):
    for version in ("1.0", "1.0.2"):
        a_pure_wheel(shelf, version)
    assert "1.0.1" in what_goes_wrong(publish.install, PROJECT, "1.0.1", index, fresh)


def test_what_the_index_lacks_is_not_looked_for_elsewhere(fresh, index, asked_outside):
    assert "hot-modules-goodbye" in what_goes_wrong(publish.install, "hot-modules-goodbye", NEWER, index, fresh)
    assert asked_outside == []


def test_credentials_lying_around_are_not_used(monkeypatch):
    monkeypatch.setenv("UV_PUBLISH_TOKEN", "pypi-of-somebody")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://elsewhere.example/simple/")
    kept = publish.environment(UV_PUBLISH_USERNAME=USER)
    assert "UV_PUBLISH_TOKEN" not in kept
    assert "UV_DEFAULT_INDEX" not in kept
    assert kept["UV_PUBLISH_USERNAME"] == USER
