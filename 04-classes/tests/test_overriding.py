"""`StreetTidier.tidy` builds on its base's, and `tidy_all` calls the `tidy` that the object has, be it written in Python."""

import classes
import pytest

WORDS = {"st": "street", "rd": "road", "é": "école"}


@pytest.fixture
def streets():
    return classes.StreetTidier(WORDS)


class Backwards(classes.Tidier):
    """Written in Python: last word first."""

    def tidy(self, text):
        return " ".join(reversed(super().tidy(text).split()))


class Named(classes.StreetTidier):
    """Written in Python, with an argument of its own."""

    def __new__(cls, words, suburb):
        return super().__new__(cls, words)

    def __init__(self, words, suburb):
        super().__init__()
        self.suburb = suburb

    def tidy(self, text):
        return f"{super().tidy(text)}, {self.suburb}"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("69 giblin st", "69 giblin street", id="abbreviation"),
        pytest.param("St St", "street street", id="twice"),
        pytest.param("  69  GIBLIN\tST ", "69 giblin street", id="tidied-first"),
        pytest.param("RD", "road", id="nothing-else"),
        pytest.param("stone st", "stone street", id="not-within-a-word"),
        pytest.param("É 5", "école 5", id="not-ASCII"),
        pytest.param("7 main street", "7 main street", id="nothing-to-do"),
        pytest.param(" ", "", id="blank"),
    ],
)
def test_a_street(streets, text, want):
    assert streets.tidy(text) == want


def test_words_are_not_expanded_again():
    assert classes.StreetTidier({"st": "rd", "rd": "road"}).tidy("ST RD") == "rd road"


def test_the_base_is_what_it_was():
    assert classes.Tidier().tidy(" A  ST ") == "a st"


def test_tidy_all_of_the_base():
    assert classes.Tidier().tidy_all([" A  ST ", "", "é\u3000É"]) == ["a st", "", "é é"]


def test_tidy_all_of_a_subclass_in_rust(streets):
    assert streets.tidy_all([" A  ST ", "5 rd"]) == ["a street", "5 road"]


def test_tidy_all_of_another_subclass_in_rust():
    assert classes.ColumnTidier(4).tidy_all(["GIBLIN st", "Zoë 李 x"]) == ["gibl", "zoë "]


def test_tidy_all_of_a_subclass_in_python():
    assert Backwards().tidy_all(["Giblin  ST", "a"]) == ["st giblin", "a"]


def test_tidy_all_of_a_subclass_of_a_subclass():
    assert Named(WORDS, "yass").tidy_all(["69 GIBLIN st"]) == ["69 giblin street, yass"]


def test_each_class_has_its_own_tidy():
    class Both(Backwards, classes.StreetTidier):
        """Backwards first, then the streets: `super()` in Python goes on to the next class in the order of resolution."""

    assert Both(WORDS).tidy_all(["giblin ST"]) == ["street giblin"]


def test_a_tidy_that_is_set_on_the_object_counts():
    tidier = Backwards()
    tidier.tidy = str.upper

    assert tidier.tidy_all(["a", "b"]) == ["A", "B"]


def test_it_is_called_for_each_text_in_order_and_no_more():
    asked = []

    class Asked(classes.Tidier):
        def tidy(self, text):
            asked.append(text)
            return super().tidy(text)

    assert Asked().tidy_all(["B", "a", "B"]) == ["b", "a", "b"]
    assert asked == ["B", "a", "B"]


def test_any_sequence_will_do():
    assert Backwards().tidy_all(("Giblin  ST", "a")) == ["st giblin", "a"]


def test_no_texts():
    assert Backwards().tidy_all([]) == []


class RefusedError(Exception):
    """Known to Python only."""


def test_what_an_override_raises_comes_through_as_it_is():
    raised = []

    class Strict(classes.Tidier):
        def tidy(self, text):
            if not text[:1].isdigit():
                raised.append(RefusedError(f"no house number: {text}"))
                raise raised[-1]
            return text

    with pytest.raises(RefusedError) as caught:
        Strict().tidy_all(["5 main street", "giblin street", "7", "yass"])
    assert caught.value is raised[0]
    assert len(raised) == 1, "the other texts are not looked at any more"


@pytest.mark.parametrize("result", [None, 7, b"yass", ["y"]], ids=repr)
def test_an_override_that_returns_no_str(result):
    class Wrong(classes.Tidier):
        def tidy(self, text):
            return result

    with pytest.raises(TypeError):
        Wrong().tidy_all(["yass"])


def test_an_override_may_return_a_str_of_its_own_class():
    class Text(str):
        __slots__ = ()

    class Quiet(classes.Tidier):
        def tidy(self, text):
            return Text("quiet")

    assert Quiet().tidy_all(["YASS"]) == ["quiet"]


@pytest.mark.parametrize("texts", ["yass", ["yass", None], None, 5], ids=repr)
def test_texts_that_do_not_fit(texts):
    with pytest.raises(TypeError):
        classes.Tidier().tidy_all(texts)


def test_help():
    assert classes.StreetTidier.tidy.__doc__
    assert classes.Tidier.tidy_all.__doc__
    assert classes.StreetTidier.__module__ == "classes"


def test_same_and_count_untidy():
    """The worked examples of the page: one asks the object, one does not."""
    tidier = Backwards()

    assert tidier.same("st GIBLIN", "st giblin")
    assert not tidier.same("st giblin", "giblin st")
    assert tidier.count_untidy(["giblin st", "GIBLIN ST"]) == 1
    assert repr(tidier) == "<Backwards>"
