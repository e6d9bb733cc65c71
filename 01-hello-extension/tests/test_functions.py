"""Step functions: `initials`, its name, its docstring and what it returns."""

import inspect

import hello
import pytest


@pytest.mark.parametrize(
    ("name", "want"),
    [
        pytest.param("jacob lyden", "J. L.", id="two-words"),
        pytest.param("kayla", "K.", id="one-word"),
        pytest.param("john van't hof", "J. V. H.", id="three-words"),
        pytest.param("  isabella \t lodder\n", "I. L.", id="white-space"),
        pytest.param("jacob\u00a0lyden\u3000luke", "J. L. L.", id="white-space-of-Unicode"),
        pytest.param("Alexa-Rose McPhail", "A. M.", id="hyphen-and-upper-case"),
        pytest.param("élodie ångström", "É. Å.", id="two-bytes-a-letter"),
        pytest.param("李 小龙", "李. 小.", id="three-bytes-a-letter"),
        pytest.param("ß", "SS.", id="one-letter-becomes-two"),
        pytest.param("", "", id="empty"),
        pytest.param("   ", "", id="blank"),
    ],
)
def test_initials(name, want):
    assert hello.initials(name) == want


def test_initials_of_real_customers(customers):
    names = [f"{each['given_name']} {each['surname']}" for each in customers]
    want = [" ".join(f"{word[0].upper()}." for word in name.split()) for name in names]
    assert [hello.initials(name) for name in names] == want


def test_returns_a_str():
    assert type(hello.initials("paige lowe")) is str


def test_python_sees_the_name_initials_only():
    assert hello.initials.__name__ == "initials"
    assert not hasattr(hello, "py_initials")


def test_parameter_is_called_name():
    assert str(inspect.signature(hello.initials)) == "(name)"
    assert hello.initials(name="paige lowe") == "P. L."


def test_docstring():
    first, _, rest = (inspect.getdoc(hello.initials) or "").partition("\n")
    assert first == "Abbreviates a name to its initials."
    assert rest.startswith("\n"), "the second line is to be empty"
    for said in ("name", "str", "jacob lyden", "J. L."):
        assert said in rest


@pytest.mark.parametrize("value", [pytest.param(7, id="int"), pytest.param(None, id="None"), pytest.param(["paige"], id="list")])
def test_only_text_is_taken(value):
    with pytest.raises(TypeError):
        hello.initials(value)
