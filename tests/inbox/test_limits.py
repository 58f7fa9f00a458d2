"""What a client sends beyond the limits is answered before it is read whole."""

from __future__ import annotations

import contextlib
import json
import socket
from urllib.parse import urlsplit

import pytest

FEEDBACK_TOO_LARGE = (413, {"error": "Request body too large (max 256KB)"})
UPLOAD_TOO_LARGE = (400, {"error": "File too large (max 10MB)"})
MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n"


@pytest.fixture
def wire(inbox):
    """A bare connection: what is not sent is not sent."""
    parts = urlsplit(inbox.url)
    with contextlib.closing(socket.create_connection((parts.hostname, parts.port), 30)) as bare:
        yield bare


def start(wire, path, headers):
    wire.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())


def answer(wire):
    with wire.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        headers = {}
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        body = json.loads(stream.read(int(headers["content-length"])))
    return status, body, headers


@pytest.mark.parametrize(
    "path, headers, length, expected",
    [
        ("/api/feedback", "", 262_145, FEEDBACK_TOO_LARGE),
        ("/api/identify", "", 10**15, FEEDBACK_TOO_LARGE),
        ("/api/screenshots", MULTIPART, 12_000_000, UPLOAD_TOO_LARGE),
    ],
)
def test_an_announced_length_beyond_the_limit_is_answered_at_once(
    wire, path, headers, length, expected
):
    start(wire, path, f"{headers}Content-Length: {length}\r\n")
    wire.sendall(b"the first few bytes")
    status, body, got = answer(wire)
    assert (status, body) == expected
    assert got["access-control-allow-origin"] == "*"
    assert got["connection"] == "close"


@pytest.mark.parametrize(
    "path, headers, head, limit, expected",
    [
        ("/api/feedback", "", b"", 262_144, FEEDBACK_TOO_LARGE),
        (
            "/api/screenshots",
            MULTIPART,
            b'--b\r\nContent-Disposition: form-data; name="screenshot"; filename="a"\r\n\r\n',
            10_551_296,
            UPLOAD_TOO_LARGE,
        ),
    ],
)
def test_a_chunked_body_is_answered_when_it_passes_the_limit(
    wire, path, headers, head, limit, expected
):
    start(wire, path, f"{headers}Transfer-Encoding: chunked\r\n")
    block = b"x" * 65_536
    chunks = [head] if head else []
    chunks += [block] * (limit // len(block) + 1)
    for chunk in chunks:
        wire.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
    # The body never ends, and the answer is there.
    assert answer(wire)[:2] == expected


def test_a_body_of_just_the_limit_is_read(http):
    body = '{"clientId":"client_demo","rating":1}'
    assert http.post("/api/feedback", content=body.ljust(262_144)).status_code == 200
    assert http.post("/api/feedback", content=body.ljust(262_145)).status_code == 413


def test_a_length_that_is_too_small_ends_the_body_there(wire):
    body = b'{"clientId":"client_demo","rating":1}'
    start(wire, "/api/feedback", f"Content-Length: {len(body)}\r\n")
    wire.sendall(body + b"x" * 100_000)
    assert answer(wire)[0] == 200


@pytest.mark.parametrize("length", ["-1", "1, 2", "abc"])
def test_a_length_that_is_none_is_refused(wire, length):
    start(wire, "/api/feedback", f"Content-Length: {length}\r\n")
    assert wire.recv(64).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_hangs_up_half_way_leaves_the_inbox_well(wire, http):
    start(wire, "/api/feedback", "Content-Length: 100\r\n")
    wire.sendall(b'{"clientId"')
    wire.close()
    assert http.get("/api/ping").status_code == 200


def test_a_form_of_countless_fields_is_refused(http):
    reply = http.post("/api/screenshots", files=[(f"f{n}", (None, "x")) for n in range(500)])
    assert reply.status_code == 400
