"""A browser is found where the variable says, on the PATH, and in the usual places of each system."""

import pytest

from workshop.browser import VARIABLE, find, places
from workshop.errors import WorkshopError


def which(*programs):
    """A PATH with these programs in /bin."""
    return lambda name: f"/bin/{name}" if name in programs else None


def test_the_variable_comes_first():
    found = find({VARIABLE: "my-browser"}, "linux", which("my-browser", "chromium"))

    assert found.as_posix() == "/bin/my-browser"


def test_a_variable_that_names_no_program():
    """The learner wants that one: another is no help."""
    with pytest.raises(WorkshopError, match=f"{VARIABLE} is 'mosaic'") as caught:
        find({VARIABLE: "mosaic"}, "linux", which("chromium"))

    assert "unset it" in caught.value.remedy


def test_then_the_path():
    assert find({VARIABLE: ""}, "linux", which("google-chrome", "microsoft-edge")).name == "google-chrome"


@pytest.mark.parametrize(
    ("platform", "environ", "place"),
    [
        ("darwin", "HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", "LOCALAPPDATA", "Google\\Chrome\\Application\\chrome.exe"),
        ("win32", "PROGRAMFILES(X86)", "Microsoft\\Edge\\Application\\msedge.exe"),
    ],
)
def test_then_the_usual_places(platform, environ, place, tmp_path):
    program = tmp_path / place
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch()

    assert program in places(platform, {environ: str(tmp_path)})
    assert find({environ: str(tmp_path)}, platform, which()) == program


@pytest.mark.parametrize(
    ("platform", "said"), [("linux", "apt-get install chromium"), ("darwin", "brew"), ("win32", "Edge"), ("sunos", "packages")]
)
def test_none_is_an_error_that_says_what_to_install(platform, said, monkeypatch):
    monkeypatch.setattr("workshop.browser.places", lambda *_: [])

    with pytest.raises(WorkshopError, match="No browser was found") as caught:
        find({}, platform, which())

    assert said in caught.value.remedy
    assert VARIABLE in caught.value.remedy
