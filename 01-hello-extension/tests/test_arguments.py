"""Step arguments: `column_width`, what it takes and what it refuses."""

import io
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import hello
import pytest


def peak_memory() -> int:
    """The most memory that this process has held so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        if "VmHWM" in fields:
            return int(fields["VmHWM"].split()[0]) * 1024
    resource = pytest.importorskip("resource", reason="this system does not tell how much memory a process takes")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(
    ("names", "want"),
    [
        pytest.param(["kayla", "harrington", "luke"], 10, id="longest-in-the-middle"),
        pytest.param(["sondergeld"], 10, id="one"),
        pytest.param([], 0, id="none"),
        pytest.param([""], 0, id="empty-name"),
        pytest.param(["josé", "ann"], 4, id="two-bytes-a-letter"),
        pytest.param(["李小龙", "yi"], 3, id="three-bytes-a-letter"),
        pytest.param(["  lodder ", "berry\n"], 6, id="white-space-at-the-ends"),
        pytest.param(["\u3000yi\u00a0", "\u2003li"], 2, id="white-space-of-Unicode"),
        pytest.param(["van't hof"], 9, id="white-space-inside"),
    ],
)
def test_width(names, want):
    assert hello.column_width(names, 255) == want


@pytest.mark.parametrize(
    ("at_most", "want"), [pytest.param(8, 8, id="less"), pytest.param(10, 10, id="equal"), pytest.param(0, 0, id="zero")]
)
def test_width_is_at_most(at_most, want):
    assert hello.column_width(["harrington"], at_most) == want


def test_a_long_name_is_wider_than_255():
    assert hello.column_width(["x" * 300, "y" * 257], 255) == 255


def test_real_customers(customers):
    for field in ("given_name", "surname", "address_1", "suburb"):
        values = [each[field] for each in customers]
        assert hello.column_width(values, 255) == max(map(len, values)), field


@pytest.mark.parametrize(
    "collect",
    [
        pytest.param(list, id="list"),
        pytest.param(tuple, id="tuple"),
        pytest.param(set, id="set"),
        pytest.param(dict.fromkeys, id="dict"),
        pytest.param(iter, id="iterator"),
        pytest.param(lambda names: (name for name in names), id="generator"),
    ],
)
def test_any_iterable_will_do(collect):
    assert hello.column_width(collect(["darcie", "anthony"]), 20) == 7


def test_arguments_by_keyword():
    assert hello.column_width(names=["luke"], at_most=3) == 3


@pytest.mark.parametrize("at_most", [256, 65536 + 5, 2**32 + 5, 2**64 + 5, 2**100, -1, -(2**100)])
def test_at_most_out_of_range(at_most):
    with pytest.raises(OverflowError):
        hello.column_width(["luke"], at_most)


@pytest.mark.parametrize("at_most", ["8", 8.0, None, [8]], ids=["str", "float", "None", "list"])
def test_at_most_is_an_int(at_most):
    with pytest.raises(TypeError):
        hello.column_width(["luke"], at_most)


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        pytest.param(None, "None", id="None"),
        pytest.param(3465, "3465", id="int"),
        pytest.param(b"yass", "b'yass'", id="bytes"),
        pytest.param(["a", "é"], "['a', 'é']", id="list"),
        pytest.param(PurePosixPath("yass"), "PurePosixPath('yass')", id="path"),
    ],
)
@pytest.mark.parametrize("before", [[], ["kirra", "brock"]], ids=["first", "third"])
def test_an_item_that_is_no_str(before, item, shown):
    with pytest.raises(TypeError) as raised:
        hello.column_width([*before, item, "paige"], 20)
    assert str(raised.value) == f"names[{len(before)}] is {shown}, not a str"


def test_an_item_that_is_no_str_behind_one_that_is_too_long():
    with pytest.raises(TypeError, match=r"names\[1\] is None, not a str"):
        hello.column_width(["harrington", None], 3)


def test_items_are_taken_one_by_one_up_to_the_first_bad_one():
    taken = []

    def names():
        for name in ["liam", "mcphail", None, "never", 5]:
            taken.append(name)
            yield name

    with pytest.raises(TypeError, match=r"names\[2\] is None, not a str"):
        hello.column_width(names(), 20)
    assert taken == ["liam", "mcphail", None]


def test_every_item_is_let_go_before_the_next_is_taken():
    """An iterable may be larger than memory: nothing of it is kept."""

    class Name(str):
        alive = 0

        def __init__(self, *_):
            Name.alive += 1

        def __del__(self):
            Name.alive -= 1

    seen = SimpleNamespace(most=0)

    def names():
        for length in range(1, 50):
            seen.most = max(seen.most, Name.alive)
            yield Name("x" * length)

    assert hello.column_width(names(), 100) == 49
    assert seen.most <= 1


def test_no_text_is_copied():
    name = " x" * 2**24  # begins with a space: whoever takes it away in Python makes a new str
    before = peak_memory()
    assert hello.column_width([name], 255) == 255
    assert peak_memory() - before < len(name) // 2, "the 32 MiB of a name were copied"


def test_what_the_iterable_raises_comes_through():
    def names():
        yield "alissa"
        raise LookupError("the file ends in the middle of a name")

    with pytest.raises(LookupError, match="in the middle of a name"):
        hello.column_width(names(), 20)


def test_what_the_iterable_raises_at_the_start_comes_through():
    file = io.StringIO("alissa\n")
    file.close()
    with pytest.raises(ValueError, match="closed file"):
        hello.column_width(file, 20)


class Text(str):
    """A `str` of a class of its own."""


@pytest.mark.parametrize("text", ["jacob", "", "李", pytest.param(Text("jacob"), id="subclass")])
def test_a_single_str_is_refused(text):
    with pytest.raises(TypeError, match="names is a single str"):
        hello.column_width(text, 20)


@pytest.mark.parametrize("names", [5, None], ids=["int", "None"])
def test_names_must_be_iterable(names):
    with pytest.raises(TypeError, match="not iterable"):
        hello.column_width(names, 20)


def test_text_that_utf8_cannot_hold():
    with pytest.raises(UnicodeEncodeError):
        hello.column_width(["paige", "\ud800"], 20)
