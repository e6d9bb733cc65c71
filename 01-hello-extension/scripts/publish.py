"""Publish the files of a release to a package index, and install them from there.

`python scripts/publish.py INDEX USER FILE...` uploads the files, and asks for the password.
"""

import getpass
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from uv import find_uv_bin

NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody runs: whatever would leave this machine by mistake ends here."""


class PublishError(Exception):
    """The client, or the index, refused; the message is what they said."""


def environment(**settings: str) -> dict[str, str]:
    """The environment for uv: of the settings and credentials for indexes, none but those given here."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("UV_", "PIP_", "TWINE_"))}
    own = {"UV_NO_CONFIG": "1", "UV_NO_CACHE": "1", "UV_HTTP_RETRIES": "0", "UV_KEYRING_PROVIDER": "disabled", "NETRC": os.devnull}
    proxies = dict.fromkeys(["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"], NOWHERE)
    return kept | own | proxies | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} | settings


def run(*command: str | Path, **settings: str) -> None:
    """Run uv.

    Args:
        command: what to write after `uv`.
        settings: environment variables that only this run gets.

    Raises:
        PublishError: uv failed.
    """
    done = subprocess.run([find_uv_bin(), "--quiet", *command], env=environment(**settings), capture_output=True, text=True, check=False)
    if done.returncode:
        raise PublishError(done.stderr.strip())


def new_environment(folder: Path) -> Path:
    """Make a virtual environment, empty but for Python itself, and return its interpreter."""
    run("venv", "--python", sys.executable, folder)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def upload(files: Iterable[Path], index: str, user: str, password: str) -> None:
    """Upload wheels and sdists to an index.

    The password goes to uv in its environment: a command line can be read by everybody on the machine, and ends up in logs.

    Args:
        files: what to upload.
        index: the address to upload to.
        user: who uploads.
        password: and with which password.

    Raises:
        PublishError: the index refused: wrong credentials, or it has a file of that name.
    """
    # exercise publishing: upload the files with `uv publish`, to this index and with these credentials
    # starter: run("publish", *files)
    run("publish", "--publish-url", index, *files, UV_PUBLISH_USERNAME=user, UV_PUBLISH_PASSWORD=password)
    # end


def install(project: str, version: str, index: str, python: Path) -> None:
    """Install one version of a project from an index, which is the only one to be asked.

    Args:
        project: its name.
        version: the version; no other will do.
        index: the address of the index; its list of projects is at `simple/` below it.
        python: the interpreter of the environment to install into.

    Raises:
        PublishError: the index has no such version, or none that runs there.
    """
    # exercise publishing: install with `uv pip install` what is asked for, from there, and from nowhere else
    # starter: run("pip", "install", "--python", python, project)
    run("pip", "install", "--python", python, "--default-index", f"{index}simple/", f"{project}=={version}")
    # end


def main() -> None:
    """Upload what the command line names."""
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    _, index, user, *files = sys.argv
    try:
        upload(map(Path, files), index, user, getpass.getpass())
    except PublishError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
