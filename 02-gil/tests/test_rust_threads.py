"""`count_records` reads files at the same time, and lets other Python threads run meanwhile."""

import json
import os
import subprocess
import sys

import gil
import pytest

MEETING = '''
"""Named pipes in place of files: who reads one waits for a writer, and for its end. The writer opens all of them before it writes."""
import faulthandler, json, os, sys, threading
import gil

def write(paths):
    pipes = [open(path, "wb") for path in reversed(paths)]
    for number, pipe in enumerate(reversed(pipes), 1):
        with pipe:
            pipe.write(b"waller,wa\\n" * number)

if __name__ == "__main__":
    faulthandler.dump_traceback_later(4, exit=True)
    [folder] = sys.argv[1:]
    paths = [os.path.join(folder, name) for name in ("first", "second", "third")]
    for path in paths:
        os.mkfifo(path)
    writer = threading.Thread(target=write, args=[paths])
    writer.start()
    found = [gil.count_records(paths)]
    writer.join()
    long, short = os.path.join(folder, "long"), os.path.join(folder, "short")
    with open(long, "w") as file:
        file.write("waller,wa\\n" * 200_000)
    with open(short, "w") as file:
        file.write("waller,wa\\n")
    found.append(gil.count_records([long, short, short]))
    print(json.dumps(found))
'''


@pytest.fixture(scope="module")
def met(tmp_path_factory) -> list[list[int]]:
    """What an interpreter of its own found in three pipes, and in three files of which the first takes longest."""
    folder = tmp_path_factory.mktemp("meeting")
    program = folder / "program.py"
    program.write_text(MEETING, encoding="utf-8")
    # Three threads, however many cores there are.
    environment = os.environ | {"RAYON_NUM_THREADS": "3", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-S", program, folder], env=environment, capture_output=True, text=True, timeout=30)
    if "Timeout" in done.stderr:
        pytest.fail(
            "a deadlock: three files that are written at the same time by a Python thread were not read at the same time, "
            "or that thread did not get the interpreter",
            pytrace=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.fixture
def files(tmp_path):
    """Makes files with these contents, and returns their paths."""

    def make(*contents: bytes) -> list[str]:
        paths = [tmp_path / f"part {number}.csv" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return paths

    return make


@posix
def test_files_are_read_at_the_same_time_while_python_runs(met):
    assert met[0] == [1, 2, 3]


@posix
def test_the_numbers_are_in_the_order_of_the_paths_not_in_that_of_finishing(met):
    assert met[1] == [200_000, 1, 1]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", 0, id="empty"),
        pytest.param(b"waller,wa\nberry,qld\n", 2, id="two"),
        pytest.param(b"waller,wa\nberry,qld", 2, id="no line end"),
        pytest.param(b"\nwaller,wa\n \t\r\n\n", 1, id="blank lines"),
        pytest.param(b"waller,wa\r\nberry,qld\r\n", 2, id="Windows"),
        pytest.param("müller\n".encode("latin-1"), 1, id="not UTF-8"),
    ],
)
def test_records(files, content, expected):
    assert gil.count_records(files(content)) == [expected]


def test_no_files():
    assert gil.count_records([]) == []


def test_many_files(files):
    sizes = [n * 7 % 40 for n in range(100)]

    assert gil.count_records(files(*(b"x\n" * size for size in sizes))) == sizes


def test_a_path_may_be_a_str(files):
    [path] = files(b"waller\n")

    assert gil.count_records([str(path), path]) == [1, 1]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_file_that_is_missing(files, tmp_path, place):
    paths = files(b"waller\n", b"berry\n")
    paths.insert(place, tmp_path / "missing.csv")

    with pytest.raises(FileNotFoundError):
        gil.count_records(paths)


@posix
def test_a_file_that_is_a_folder(tmp_path):
    with pytest.raises(IsADirectoryError):
        gil.count_records([tmp_path])


def test_a_path_that_is_none():
    with pytest.raises(TypeError):
        gil.count_records([None])


@pytest.mark.parametrize("threads", [1, 2, 3, 100])
def test_the_examples_of_the_page(threads, customers):
    names = [customer["surname"] for customer in customers]

    def skeleton(name):
        letters = [letter for letter in name if letter not in "aeiouy"]
        return [letter for place, letter in enumerate(letters) if letters[place - 1 : place] != [letter]]

    expected = sum(skeleton(name) == skeleton("whyte") for name in names)
    assert expected > 1
    assert gil.count_same_sound_by_hand(names, "whyte", threads) == gil.count_same_sound(names, "whyte") == expected
    assert gil.count_same_sound_by_hand([], "whyte", threads) == 0


def test_no_threads_is_an_error():
    with pytest.raises(ValueError, match="zero"):
        gil.count_same_sound_by_hand(["white"], "whyte", 0)
