"""Customers are added, all of an upload or none, and looked up; what is wrong is named by row and field."""

import csv
import io
import json
import sqlite3

import pytest

MITCHELL = {
    "id": "c-1",
    "given_name": "mitchell",
    "surname": "waller",
    "street_number": "21",
    "address_1": "giblin street",
    "address_2": "",
    "suburb": "killarney",
    "postcode": "2119",
    "state": "nsw",
    "date_of_birth": "19391110",
}
CSV = "text/csv"
LINES = "application/x-ndjson"


@pytest.fixture
def directory(serve):
    """The matching has no part in this: the reference is enough."""
    return serve("python")


def problems(answer):
    return [(problem["row"], problem["field"]) for problem in answer.json()["problems"]]


def test_a_customer_is_added_and_looked_up(directory):
    added = directory.post("/customers", json=MITCHELL)

    assert (added.status_code, added.json()) == (201, {"added": 1, "customers": 1})
    assert directory.get("/customers/c-1").json() == MITCHELL


def test_what_is_not_known_is_empty(directory):
    directory.post("/customers", json={"id": "c-2"})

    assert directory.get("/customers/c-2").json() == dict.fromkeys(MITCHELL, "") | {"id": "c-2"}


@pytest.mark.parametrize("id", ["1/2", "a b", "李", "%", "x?y=1", "..", "'; --"])
def test_any_id_can_be_looked_up(directory, id):  # noqa: A002
    from urllib.parse import quote

    directory.post("/customers", json={"id": id})

    assert directory.get(f"/customers/{quote(id, safe='').replace('.', '%2E')}").json()["id"] == id


def ids(answer):
    return [customer["id"] for customer in answer.json()["items"]]


def test_all_customers_page_by_page(directory):
    directory.upload("id,surname\n" + "".join(f"c-{row},x\n" for row in range(250)))

    pages = [
        directory.get("/customers").json(),
        directory.get("/customers?offset=100").json(),
        directory.get("/customers?offset=200").json(),
    ]

    assert [(page["total"], page["offset"], page["next"]) for page in pages] == [(250, 0, 100), (250, 100, 200), (250, 200, None)]
    assert [customer["id"] for page in pages for customer in page["items"]] == [f"c-{row}" for row in range(250)]
    assert directory.get("/customers?limit=1").json()["items"] == [dict.fromkeys(MITCHELL, "") | {"id": "c-0", "surname": "x"}]
    assert ids(directory.get("/customers?offset=250")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WALL", ["c-1"]),
        ("giblin st", ["c-1"]),
        ("c-", ["c-1", "c-2"]),
        ("%", ["c-2"]),
        ("_", []),
        ("'", []),
        ("éa", ["c-2"]),
        ("", ["c-1", "c-2"]),
    ],
)
def test_customers_with_a_text_in_them(directory, text, found):
    directory.post("/customers", json=MITCHELL)
    directory.post("/customers", json={"id": "c-2", "surname": "Réa 100 %"})

    answer = directory.get("/customers", params={"text": text, "limit": 2})

    assert (ids(answer), answer.json()["total"]) == (found, len(found))


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=1001", "limit"), ("offset=-1", "offset"), (f"text={'x' * 201}", "text")]
)
def test_a_page_that_cannot_be_had(directory, query, field):
    answer = directory.get(f"/customers?{query}")

    assert (answer.status_code, problems(answer)) == (422, [(None, field)])


def test_an_unknown_customer(directory):
    answer = directory.get("/customers/c-9")

    assert (answer.status_code, answer.json()) == (404, {"detail": "there is no customer 'c-9'", "problems": []})


def test_an_id_that_is_taken(directory):
    directory.post("/customers", json=MITCHELL)

    answer = directory.post("/customers", json={"id": "c-1", "surname": "green"})

    assert answer.status_code == 409
    assert problems(answer) == [(None, "id")]
    assert directory.get("/customers/c-1").json() == MITCHELL


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ('{"id": "c-1", "surname": 1}', ["surname"]),
        ('{"id": "", "postcode": null}', ["id", "postcode"]),
        ("{}", ["id"]),
        ('{"id": "c-1", "age": "20"}', ["age"]),
        (json.dumps({"id": "c-1", "suburb": "x" * 201}), ["suburb"]),
        (r'{"id": "\ud800"}', ["id"]),
        ("[]", [None]),
        ("{", [None]),
        ("", [None]),
    ],
    ids=["number", "empty-and-null", "no-id", "unknown", "too-long", "surrogate", "list", "no-json", "nothing"],
)
def test_a_customer_that_cannot_be_used(directory, body, fields):
    answer = directory.post("/customers", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert problems(answer) == [(None, field) for field in fields]
    assert directory.get("/health").json()["customers"] == 0


def test_csv_in_any_order_of_columns(directory):
    answer = directory.upload('\ufeffsurname, id,given_name\r\n"waller, jr","c-1",mitchell\r\n\r\n"two\nlines",c-2,\r\n')

    assert (answer.status_code, answer.json()) == (201, {"added": 2, "customers": 2})
    assert [directory.get(f"/customers/c-{number}").json()["surname"] for number in (1, 2)] == ["waller, jr", "two\nlines"]


def test_json_lines(directory):
    answer = directory.upload(f'{json.dumps(MITCHELL)}\n\n{{"id": "c-2", "surname": "李\\u2028"}}\n', f"{LINES}; charset=utf-8")

    assert (answer.status_code, answer.json()) == (201, {"added": 2, "customers": 2})
    assert directory.get("/customers/c-2").json()["surname"] == "李\u2028"


@pytest.mark.parametrize(
    ("text", "media_type", "where"),
    [
        ("id,surname\nc-1,x\n,y\n", CSV, [(2, "id")]),
        (f"id,surname\nc-1,{'x' * 201}\n{'x' * 201},y\n", CSV, [(1, "surname"), (2, "id")]),
        ("id,surname\nc-1\nc-2,y\nc-3,y,z\n", CSV, [(1, None), (3, None)]),
        ("id\nc-1\nc-2\nc-1\n", CSV, [(3, "id")]),
        ('id,surname\nc-1,"x"y\n', CSV, [(1, None)]),
        (f'id,surname\nc-1,x\nc-2,"{"x" * 200_000}"\n', CSV, [(2, None)]),
        ("surname\nwaller\n", CSV, [(None, "id")]),
        ("id,age,id\nc-1,20,c-1\n", CSV, [(None, "age"), (None, "id")]),
        ("", CSV, [(None, "id")]),
        ("id\n", CSV, []),
        (b"id,surname\nc-1,m\xfcller\n", CSV, []),
        ('{"id": "c-1"}\n\n{"id": 7}\n{"id": "c-3", "age": 1}\n', LINES, [(2, "id"), (3, "age")]),
        ('{"id": "c-1"}\n{"id": "c-2"\n[]\n', LINES, [(2, None), (3, None)]),
        ('{"id": "c-1"}\n{"id": "c-1"}\n', LINES, [(2, "id")]),
        ('{"id": "c-1"}\n{"id": "\\ud800"}\n', LINES, [(2, None)]),
        ('{"id": "c-1"}\n' + "[" * 100_000, LINES, [(2, None)]),
        ("\n\n", LINES, []),
    ],
    ids=[
        "no-id",
        "too-long",
        "cells",
        "twice",
        "quotes",
        "huge-cell",
        "no-id-column",
        "header",
        "nothing",
        "only-header",
        "latin-1",
        "json-types",
        "json-broken",
        "json-twice",
        "json-surrogate",
        "json-deep",
        "json-nothing",
    ],
)
def test_an_upload_is_added_whole_or_not_at_all(directory, text, media_type, where):
    answer = directory.upload(text, media_type)

    assert answer.status_code == 422, answer.text
    assert problems(answer) == where
    assert answer.json()["detail"].startswith("nothing was added: ")
    assert directory.get("/health").json()["customers"] == 0


def test_what_is_uploaded_is_what_is_there(tmp_path):
    """Any text in any field, as CSV and as JSON lines: out of the file comes what went in."""
    from hypothesis import given, settings
    from hypothesis import strategies as st
    from service import uploads
    from service.schema import FIELDS
    from service.store import Store

    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    row = st.tuples(text.filter(bool), *[text] * 9)
    store = Store(tmp_path / "customers.sqlite")

    @settings(derandomize=True, deadline=None, database=None, max_examples=100)
    @given(st.lists(row, min_size=1, max_size=4, unique_by=lambda row: row[0]), st.sampled_from([CSV, LINES]))
    def there(rows, media_type):
        written = io.StringIO(newline="")
        if media_type == CSV:
            csv.writer(written).writerows([FIELDS, *rows])
        else:
            written.writelines(json.dumps(dict(zip(FIELDS, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        customers = uploads.read(written.getvalue().encode(), media_type)
        with store.writing() as connection:
            connection.execute("DELETE FROM customers")
        store.add([tuple(customer.model_dump().values()) for customer in customers])
        assert store.directory()[1] == rows

    try:
        there()
    finally:
        store.close()


def test_an_upload_with_ids_that_are_taken(directory):
    directory.post("/customers", json=MITCHELL)

    answer = directory.upload("id\nc-0\nc-1\nc-2\n")

    assert answer.status_code == 409
    assert problems(answer) == [(2, "id")]
    assert answer.json()["detail"] == "nothing was added: 1 of the ids are taken, the first in row 2: 'c-1' is the id of a customer already"
    assert directory.get("/health").json()["customers"] == 1


def test_no_more_than_20_problems_are_listed(directory):
    answer = directory.upload("id\n" + "x,y\n" * 1000)

    assert answer.json()["detail"] == "nothing was added: 1000 problems, the first in row 1: 2 cells, but the header has 1"
    assert problems(answer) == [(row, None) for row in range(1, 21)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,sirname\nc-1,x\n", "'sirname' is no field of a customer"),
        ("id,id\nc-1,x\n", "'id' is twice in the header"),
        ("surname\nwaller\n", "'id' is missing in the header"),
    ],
    ids=["unknown", "twice", "missing"],
)
def test_the_sentence_about_a_header_names_the_column(directory, text, said):
    assert directory.upload(text).json()["detail"].endswith(f"; {said}")


def test_the_sentence_about_a_single_problem(directory):
    assert directory.upload("id\nx,y\n").json()["detail"] == "nothing was added: a problem in row 1: 2 cells, but the header has 1"


@pytest.mark.parametrize("path", ["/customers", "/matches", "/jobs"])
@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "text/plain", None])
def test_json_that_is_not_called_json(directory, path, media_type):
    """As `curl -d` without a header sends it."""
    answer = directory.post(path, content=b'{"id": "c-1"}', headers={"Content-Type": media_type} if media_type else {})

    assert answer.status_code == 415
    assert answer.json()["detail"] == f"the Content-Type must be application/json, not {media_type or 'missing'}"


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", ""])
def test_neither_csv_nor_json_lines(directory, media_type):
    assert directory.upload("id\nc-1\n", media_type).status_code == 415


@pytest.mark.parametrize("path", ["/customers", "/customers/upload", "/matches", "/jobs"])
@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_a_body_that_is_too_large(serve, path, announced):
    directory = serve("python", largest_body=1000)

    async def stream():
        for _ in range(11):
            yield b"x" * 100

    content_type = {"Content-Type": "text/csv" if path.endswith("upload") else "application/json"}
    answer = directory.post(path, content=b"x" * 1001 if announced else stream(), headers=content_type)

    assert (answer.status_code, answer.json()["detail"]) == (413, "the body is too large: at most 1000 bytes")


def test_a_body_of_the_largest_size(serve):
    directory = serve("python", largest_body=1000)

    assert directory.upload("id\n".ljust(900, "\n") + "c" * 100).status_code == 201


def test_uploads_at_once_are_all_there(directory):
    uploads = [("\n".join(["id", *(f"c-{batch}-{row}" for row in range(50))])) for batch in range(8)]

    answers = directory.at_once(*(("POST", "/customers/upload", {"content": text, "headers": {"Content-Type": CSV}}) for text in uploads))

    assert [answer.status_code for answer in answers] == [201] * 8
    assert sorted(answer.json()["customers"] for answer in answers) == [50 * batch for batch in range(1, 9)]


def test_of_two_who_want_an_id_at_once_one_gets_it(directory):
    answers = directory.at_once(*(("POST", "/customers", {"json": {"id": "c-1", "surname": str(number)}}) for number in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    winner = next(number for number, answer in enumerate(answers) if answer.status_code == 201)
    assert directory.get("/customers/c-1").json()["surname"] == str(winner)


def test_after_a_restart_all_is_there(serve, directory):
    directory.post("/customers", json=MITCHELL)
    directory.stop()

    assert serve("python").get("/customers/c-1").json() == MITCHELL


def test_the_file_is_in_wal_mode(directory, tmp_path):
    directory.post("/customers", json=MITCHELL)
    connection = sqlite3.connect(tmp_path / "customers.sqlite")
    try:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT id FROM customers").fetchall() == [("c-1",)]
    finally:
        connection.close()


def test_a_file_that_another_version_wrote(serve, tmp_path):
    connection = sqlite3.connect(tmp_path / "customers.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(ValueError, match="version 99 of the schema, this service knows version 3"):
        serve("python")


def test_a_file_that_is_no_database(serve, tmp_path):
    tmp_path.joinpath("customers.sqlite").write_text("id,surname\n" * 100)

    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        serve("python")


def test_a_disk_that_is_full(directory):
    """SQLite is allowed no more pages than it has: to it, that is a full disk."""
    store = directory.app.state.service.store
    with store.reading() as connection:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    answer = directory.upload("id,surname\n" + "".join(f"c-{row},{'x' * 150}\n" for row in range(500)))

    assert answer.status_code == 507
    assert "full" in answer.json()["detail"]
    assert directory.get("/health").json()["customers"] == 0


@pytest.mark.parametrize("body", [b'{"id": "\xff"}', b"[" * 100_000], ids=["latin-1", "deep"])
@pytest.mark.parametrize("path", ["/customers", "/matches", "/jobs"])
def test_a_body_that_cannot_be_read(directory, path, body):
    answer = directory.post(path, content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["problems"]) == (400, [])


@pytest.mark.parametrize("path", ["/nowhere", "/jobs/1/nothing", "/jobs/"])
def test_an_unknown_path(directory, path):
    assert (directory.get(path).status_code, directory.get(path).json()["detail"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("variable", "most"),
    [
        ("LARGEST_BODY", 2**30),
        ("MOST_MATCHES", 10_000),
        ("LARGEST_PAGE", 100_000),
        ("LONGEST_WAIT", 3600),
        ("JOB_THREADS", 1024),
        ("SWITCH_INTERVAL", 1_000_000),
    ],
)
def test_settings_that_cannot_be_used(variable, most):
    from service.settings import ServiceSettings

    for value in ("0", "-1", "1.5", "many", "\u00b2", str(most + 1), "9" * 5000):
        with pytest.raises(ValueError, match=f"CUSTOMERS_{variable} must be a whole number from 1 to {most}, not '{value[:40]}'"):
            ServiceSettings.from_environ({f"CUSTOMERS_{variable}": value})
    assert getattr(ServiceSettings.from_environ({f"CUSTOMERS_{variable}": str(most)}), variable.lower()) == most


def test_settings_of_the_environment():
    from pathlib import Path

    from service.settings import ServiceSettings

    assert ServiceSettings.from_environ({}) == ServiceSettings()
    found = ServiceSettings.from_environ({"CUSTOMERS_DATABASE": "here.sqlite", "CUSTOMERS_LARGEST_PAGE": "7", "CUSTOMERS_MOST_MATCHES": ""})
    assert found == ServiceSettings(Path("here.sqlite"), largest_page=7)
