"""Requests that no proper client sends, byte by byte, to a service with a socket: each is answered or hung up on, and the service goes on."""

import contextlib
import gzip
import json
import socket
import threading

import pytest

LIMIT = 30
"""Seconds that an answer may take on the slowest machine."""

LARGEST = 100_000


@pytest.fixture(scope="module", params=["python", "rust"])
def address(request, tmp_path_factory):
    """Where a service listens that takes bodies of at most 100 000 bytes; at the end it is asked whether it is well."""
    import uvicorn
    from service.app import create_app
    from service.hot_module import load
    from service.listening import listening
    from service.settings import ServiceSettings

    database = tmp_path_factory.mktemp(request.param) / "customers.sqlite"
    app = create_app(ServiceSettings(database=database, largest_body=LARGEST), load(request.param))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))
    with listening("127.0.0.1", 0) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield door.getsockname()
            assert status(ask(door.getsockname(), b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == 200
        finally:
            server.should_exit = True
            thread.join(LIMIT)
    assert not thread.is_alive()


def ask(address, *parts, hang_up=False):
    """Send bytes; returns all that is answered until the service hangs up, or nothing if it is the client that does."""
    with socket.create_connection(address, timeout=LIMIT) as connection:
        with contextlib.suppress(ConnectionError):  # the service may have hung up in the middle of what it refuses
            for part in parts:
                connection.sendall(part)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while not hang_up and (more := connection.recv(65536)):
                answer += more
        return answer


def post(path, body, *headers, media_type="application/json"):
    """A request that ends its connection."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: x",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer else None


def refusal(answer):
    """What a refusal says; it has the form that all have."""
    said = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert said.keys() == {"detail", "problems"}
    return said["detail"]


def customers(address):
    answer = ask(address, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    return json.loads(answer.partition(b"\r\n\r\n")[2])["customers"]


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /health HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nHost: \x00\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
        b"POST /matches HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200 + b"\r\n\r\n",  # as TLS begins
    ],
    ids=[
        "bytes",
        "half a line",
        "header",
        "NUL",
        "path",
        "long header",
        "negative",
        "float",
        "huge",
        "two lengths",
        "chunk",
        "coding",
        "TLS",
    ],
)
def test_what_is_no_http(address, request_):
    assert status(ask(address, request_)) in (400, 413, 431, 501)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/matches", b'{"surname": "' + b"\\" + b'ud800"}', "surname"),
        ("/matches", b'{"surname": ' + b"[" * 40_000 + b"]" * 40_000 + b"}", None),
        ("/matches", b'{"a":' * 16_000 + b"1" + b"}" * 16_000, None),
        ("/jobs", b'{"threshold": ' + b"9" * 5000 + b"}", None),
        ("/jobs", b'{"threshold": 1e999999}', "threshold"),
        ("/jobs", b'{"max_block": ' + b"-" + b"9" * 4000 + b"}", None),
        ("/matches", b'{"surname": NaN}', "surname"),
        ("/matches", b'{"surname": "waller"} {"surname": "waller"}', None),
        ("/matches", b'{"surname": "\xff"}', None),
        ("/matches", b"\x00" * 1000, None),
        ("/matches", gzip.compress(b'{"surname": "waller"}'), None),
    ],
    ids=[
        "surrogate",
        "nested lists",
        "nested objects",
        "5000 digits",
        "exponent",
        "4000 digits",
        "NaN",
        "two values",
        "Latin-1",
        "NULs",
        "gzip",
    ],
)
def test_json_that_is_none(address, path, body, said):
    answer = ask(address, post(path, body))

    assert status(answer) in (400, 422)
    assert said is None or said in refusal(answer)


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00"], ids=["BOM", "UTF-16"])
def test_json_in_any_unicode(address, body):
    assert status(ask(address, post("/matches", body))) == 200


def test_a_compressed_body_is_no_json(address):
    """Nobody unpacks it, so a bomb is as harmless as it is small."""
    answer = ask(address, post("/matches", gzip.compress(b" " * 10_000_000), "Content-Encoding: gzip"))

    assert status(answer) in (400, 422)
    assert refusal(answer)


def test_nul_is_a_letter_like_any(address):
    body = b'{"id": "nul-\\u0000", "surname": "\\u0000"}'

    assert status(ask(address, post("/customers", body))) in (201, 409)
    assert status(ask(address, b"GET /customers/nul-%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == 200
    assert status(ask(address, post("/matches", b'{"surname": "\\u0000"}'))) == 200


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "application/xml", "application/json-seq", "multipart/form-data; boundary=x", "\xff"]
)
@pytest.mark.parametrize(("path", "body"), [("/matches", b'{"surname": "waller"}'), ("/customers/upload", b"id\nc-1\n")])
def test_another_content_type(address, path, body, media_type):
    request = post(path, body, media_type=media_type)
    answer = ask(address, request.replace(b"Content-Type: \r\n", b""))

    assert status(answer) in (400, 415)
    assert status(answer) == 400 or "Content-Type" in refusal(answer)


def test_a_body_in_chunks_that_is_too_large(address):
    before = customers(address)
    head = b"POST /customers/upload HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n" % 20_000 + b"id\n" + b"c" * 19_997 + b"\r\n"

    answer = ask(address, head, *[chunk] * 10, b"0\r\n\r\n")

    assert status(answer) == 413 or not answer, "hung up on while it still sent"
    assert customers(address) == before


def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(address):
    head = b"POST /customers/upload HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100001\r\nConnection: close\r\n\r\n"

    answer = ask(address, head)

    assert status(answer) == 413
    assert str(LARGEST) in refusal(answer)


@pytest.mark.parametrize("path", ["/customers/upload", "/customers", "/matches"])
def test_a_client_that_goes_away_in_the_middle(address, path, caplog):
    before = customers(address)
    media_type = "text/csv" if path.endswith("upload") else "application/json"
    whole = post(path, b'{"id": "half", "surname": "waller"}', media_type=media_type)

    for end in (20, len(whole) - 20, len(whole) - 1):
        assert ask(address, whole[:end], hang_up=True) == b""

    assert customers(address) == before
    assert [record for record in caplog.records if record.exc_info] == [], "no traceback for what is nobody's fault"


def test_clients_that_never_end_keep_nobody_waiting(address):
    with contextlib.ExitStack() as stack:
        for number in range(50):
            connection = stack.enter_context(socket.create_connection(address, timeout=LIMIT))
            connection.sendall(post("/matches", b'{"surname": "waller"}')[: 10 + 3 * number])

        assert status(ask(address, post("/matches", b'{"surname": "waller"}'))) == 200


def test_several_requests_in_one_go(address):
    one = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = ask(address, one * 20 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    assert answer.count(b"HTTP/1.1 200") == 21


def test_the_examples_of_the_description_work(address):
    answer = ask(address, b"GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    described = json.loads(answer.partition(b"\r\n\r\n")[2])["paths"]["/customers/upload"]["post"]["requestBody"]["content"]
    assert len(described) == 2
    for media_type, content in described.items():
        example = content["example"].replace("c-1", f"example-{media_type}")
        assert status(ask(address, post("/customers/upload", example.encode(), media_type=media_type))) == 201
