"""Replies without end, or that unpack into one: read so far and no further."""

import gzip
import json
import subprocess
import sys
import zlib
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from servers import accepted, serving

from usero_desktop.api.exchange import RECEIVED_BYTES, BoundedStream

MEGABYTE = 1_000_000
LIMIT = 1.5
GROWTH = 5 * MEGABYTE
SLACK = 1.0
REFUSED = {"not_usero", "connection_broken"}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def flood(start, piece):
    """Answer with `start` and then `piece` for as long as anybody listens."""

    def answer(_request, connection):
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return answer


def packed(coding, data):
    raw = OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(data)) + data
    return lambda *_: raw


def bomb(compress):
    """100 MB of zeros, packed twice over: some hundred bytes."""
    return compress(compress(bytes(100 * MEGABYTE)))


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@cache
def answers():
    """Every kind, by its name."""
    return {
        "a body without end": flood(OK + b"\r\n", b" " * 65536),
        "10 GB by its own account": flood(
            OK + b"Content-Length: 10000000000\r\n\r\n", b" " * 65536
        ),
        "chunks without end": flood(CHUNKED, b"10000\r\n" + b" " * 65536 + b"\r\n"),
        "a chunk of a byte at a time": flood(CHUNKED, b"1\r\n \r\n" * 1000),
        "chunk extensions without end": flood(CHUNKED + b"1;", b"x" * 65536),
        "trailers without end": flood(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X-Trailer: yes\r\n" * 1000),
        "headers without end": flood(OK, b"X-More: yes\r\n" * 1000),
        "one header without end": flood(OK + b"X-More: ", b"y" * 65536),
        "a status line without end": flood(b"HTTP/1.1 200 ", b"O" * 65536),
        "interim replies without end": flood(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000),
        "a gzip bomb": packed(b"gzip, gzip", bomb(gzip.compress)),
        "a deflate bomb": packed(b"deflate, deflate", bomb(zlib.compress)),
        "what calls itself brotli": packed(b"br", b"\x5b\xff\xff\x3f\x00" * 100),
    }


def cost(who, kinds):
    """What each answer cost a process that asks `who`'s way: {name: (said, growth, seconds)}."""
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(answer)).url for answer in (accepted, *kinds.values())]
        run = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("swallow.py")), who, str(LIMIT), *urls],
            capture_output=True, text=True, check=True, timeout=100,
        )  # fmt: skip
    return dict(zip(kinds, map(json.loads, run.stdout.splitlines()), strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.promise("C2")
def test_no_answer_costs_more_than_five_megabytes_or_the_deadline(figure):
    found = cost("ours", answers())
    assert {name: said for name, (said, _, _) in found.items() if said not in REFUSED} == {}
    assert {name: growth for name, (_, growth, _) in found.items() if growth > GROWTH} == {}
    assert {name: s for name, (_, _, s) in found.items() if s > LIMIT + SLACK} == {}
    most = max(growth for _, growth, _ in found.values())
    figure(f"{len(found)} kinds of swollen replies, {most / 1e6:.1f} MB of memory at most")


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.bites("C2")
def test_the_measure_notices_a_client_that_unpacks(figure):
    said, growth, _ = cost("plain", {"bomb": answers()["a gzip bomb"]})["bomb"]
    assert growth > 10 * GROWTH, said
    figure("a plain client grows by more than 50 MB")


@pytest.mark.promise("C2")
def test_reading_stops_at_64_kilobytes_of_body_and_a_frame(client_for, monkeypatch, figure):
    """Counted at the connection; what is read is read as ever."""
    counts = []
    read = BoundedStream.read

    def counting(stream, max_bytes, timeout=None):
        piece = read(stream, max_bytes, timeout)
        counts.append(len(piece))
        return piece

    monkeypatch.setattr(BoundedStream, "read", counting)
    for name, answer in answers().items():
        counts.clear()
        with serving(answer) as server, pytest.raises(Exception, match=r"not as Usero|broke off"):
            client_for(server.url).send_feedback(b"{}")
        assert 0 < sum(counts) <= RECEIVED_BYTES, name
    figure(f"at most {RECEIVED_BYTES // 1024} KB read of each")


@pytest.mark.promise("C2")
def test_an_ordinary_reply_of_the_largest_size_is_read_whole(client_for):
    start = b'{"success":true,"feedbackId":"fb_1","more":"'
    body = start + b"x" * (65_536 - len(start) - 2) + b'"}'
    raw = OK + b"X-Long: " + b"y" * 8000 + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with serving(lambda *_: raw) as server:
        assert client_for(server.url).send_feedback(b"{}") == "fb_1"
