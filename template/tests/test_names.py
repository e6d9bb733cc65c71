"""What the functions do, by way of the installed package."""

from importlib.metadata import version

import my_extension
import pytest


def test_the_version_is_the_packages():
    assert my_extension.__version__ == version("my-extension")


@pytest.mark.parametrize(
    ("name", "tidy"),
    [("jacob  LYDEN ", "Jacob Lyden"), ("zoë", "Zoë"), ("éloïse o", "Éloïse O"), ("ßmith", "SSmith"), ("李 小龍", "李 小龍")],
)
def test_a_name_is_tidied_up(name, tidy):
    assert my_extension.tidy(name) == tidy


@pytest.mark.parametrize("name", ["", "  \t"])
def test_a_blank_name_is_refused(name):
    with pytest.raises(ValueError, match=r"^the name is blank$"):
        my_extension.tidy(name)


@pytest.mark.parametrize("name", [None, 7, b"jacob"])
def test_only_text_is_a_name(name):
    with pytest.raises(TypeError):
        my_extension.tidy(name)


def test_many_names():
    assert my_extension.tidy_all(["jacob", "PAIGE lowe"]) == ["Jacob", "Paige Lowe"]
    assert my_extension.tidy_all([]) == []


def test_a_blank_one_among_many_is_named():
    with pytest.raises(ValueError, match="the name is blank") as caught:
        my_extension.tidy_all(["jacob", " "])
    assert caught.value.__notes__ == ["at names[1]"]
