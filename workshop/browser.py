"""A browser for tests: an installed Chromium, Chrome or Edge, without a window, driven by Playwright, which downloads none.

`python -m workshop.browser` says which one it is, or what to install; it needs nothing but Python.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import WorkshopError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VARIABLE = "HOT_MODULES_BROWSER"
"""The environment variable that names the browser's program."""

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)

INSTALL = {
    "linux": "`sudo apt-get install chromium` (Fedora: `sudo dnf install chromium`)",
    "darwin": "`brew install --cask chromium`, or Google Chrome from its page",
    "win32": "nothing, as a rule: Edge is part of Windows; else Google Chrome from its page",
}

# What the page does not need, and what would talk to somebody else than the test.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # root has none; the pages are ours
)


def places(platform: str, environ: Mapping[str, str]) -> list[Path]:
    """Where browsers lie that are not on the PATH."""
    if platform == "darwin":
        apps = ("Chromium", "Google Chrome", "Microsoft Edge")
        roots = (Path("/Applications"), Path(environ.get("HOME", "/")) / "Applications")
        return [root / f"{app}.app" / "Contents" / "MacOS" / app for app in apps for root in roots]
    if platform == "win32":
        programs = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
        roots = [environ[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if environ.get(name)]
        return [Path(root, program) for program in programs for root in roots]
    return [Path("/snap/bin/chromium"), Path("/opt/google/chrome/chrome"), Path("/usr/lib/chromium/chromium")]


def find(environ: Mapping[str, str] = os.environ, platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which) -> Path:
    """Return the program of an installed browser of Chromium's family.

    Raises:
        WorkshopError: there is none, or the variable names none; the remedy says what to install.
    """
    if named := environ.get(VARIABLE):
        if found := which(named):
            return Path(found)
        raise WorkshopError(
            f"{VARIABLE} is {named!r}, and that is no program.", "Set it to the path of Chromium, Chrome or Edge, or unset it."
        )
    on_path = (which(name) for name in COMMANDS)
    for program in (*filter(None, on_path), *filter(Path.is_file, places(platform, environ))):
        return Path(program)
    how = INSTALL.get(platform, "Chromium from your system's packages")
    raise WorkshopError(
        "No browser was found: neither Chromium, nor Chrome, nor Edge.",
        f"Install one: {how}. If it is in an unusual place, set {VARIABLE} to its program.",
    )


@contextmanager
def launched() -> Iterator["Browser"]:
    """A browser without a window and without a past: `with launched() as browser: page = browser.new_page()`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def accessibility_problems(page: "Page", **options: Any) -> list[str]:
    """What axe-core finds wrong with a page as it is shown now, a line for each rule; `options` are those of `axe.run`."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page, options=options or None).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(' '.join(map(str, node['target'])) for node in rule['nodes'])}" for rule in violations
    ]


if __name__ == "__main__":
    try:
        print(find())
    except WorkshopError as error:
        sys.exit(str(error))
