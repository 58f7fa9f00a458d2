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
        ("/api/feedback", "", 10_551_297, FEEDBACK_TOO_LARGE),
        ("/api/feedback", "", 10**15, FEEDBACK_TOO_LARGE),
        ("/api/identify", "", 262_145, FEEDBACK_TOO_LARGE),
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
        ("/api/feedback", "", b"", 10_551_296, FEEDBACK_TOO_LARGE),
        ("/api/identify", "", b"", 262_144, FEEDBACK_TOO_LARGE),
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


def test_a_body_of_just_the_limit_is_taken(http):
    body = '{"clientId":"client_demo","rating":1}'
    assert http.post("/api/feedback", content=body.ljust(262_144)).status_code == 200
    reply = http.post("/api/feedback", content=body.ljust(262_145))
    assert (reply.status_code, reply.json()) == FEEDBACK_TOO_LARGE


@pytest.mark.parametrize("size", [262_144, 1_000_000, 10_500_000])
def test_metadata_of_any_size_that_is_read_gets_the_documented_answer(send, inbox, size):
    latest = inbox.store.latest()
    reply = send(rating=1, metadata={"log": "x" * size})
    assert (reply.status_code, reply.json()) == (400, {"error": "Metadata too large (max 10KB)"})
    assert inbox.store.latest() == latest


def test_other_faults_of_a_large_body_are_named_as_those_of_a_small_one_are(send, http):
    issues = send(rating=9, metadata={"log": "x" * 300_000}).json()["issues"]
    assert list(issues) == ["rating"]
    reply = http.post("/api/feedback", content=b"x" * 300_000)
    assert (reply.status_code, list(reply.json()["issues"])) == (400, ["body"])


def test_a_large_comment_is_too_large_as_a_whole(send, inbox):
    latest = inbox.store.latest()
    reply = send(comment="x" * 300_000)
    assert (reply.status_code, reply.json()) == FEEDBACK_TOO_LARGE
    assert inbox.store.latest() == latest


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
