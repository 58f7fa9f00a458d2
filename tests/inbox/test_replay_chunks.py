"""What stands in a chunk: gzip of events, and nothing that would hurt whoever unpacks it."""

from __future__ import annotations

import contextlib
import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.inbox import chunks
from usero_desktop.inbox.chunks import BadChunk, count_events, unpack

EVENT = {"type": 3, "timestamp": 1_790_000_000_000, "data": {}}


def packed(value):
    return gzip.compress(value if isinstance(value, bytes) else json.dumps(value).encode())


def test_events_are_counted():
    assert count_events(packed([EVENT] * 3)) == 3
    assert count_events(packed([EVENT | {"timestamp": 0.5, "delay": 3}])) == 1


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"\x1f\x8b", json.dumps([EVENT]).encode()),
        zlib.compress(json.dumps([EVENT]).encode()),
        packed([EVENT])[:-1],
        packed([EVENT]) + b"more",
        packed([EVENT]) * 2,
        packed([EVENT])[:-8] + bytes(8),
    ],
    ids=["empty", "json", "magic", "plain", "zlib", "cut", "more", "two", "checksum"],
)
def test_what_is_not_one_whole_gzip_is_refused(body):
    with pytest.raises(BadChunk, match="gzip"):
        count_events(body)


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"[", b"[1,]", b"\xff", b"[NaN]", b"\xef\xbb\xbf[]"),
        *(b"[" * 100_000, b'[{"type":3,"timestamp":' + b"7" * 5000 + b"}]"),
        b'[{"type":3,"timestamp":1,"data":Infinity}]',
    ],
    ids=["empty", "open", "comma", "bytes", "nan", "bom", "deep", "digits", "infinity"],
)
def test_what_is_not_json_to_a_browser_is_refused(text):
    with pytest.raises(BadChunk, match="JSON"):
        count_events(packed(text))


@pytest.mark.parametrize("value", [{}, None, "x", 5, {"events": [EVENT]}])
def test_what_is_no_array_is_refused(value):
    with pytest.raises(BadChunk, match="array"):
        count_events(packed(value))


@pytest.mark.parametrize(
    "wrong",
    [
        *(None, "x", [], {}, {"type": 3}, {"timestamp": 1}),
        *(EVENT | {"type": "3"}, EVENT | {"type": True}, EVENT | {"type": 3.5}),
        *(EVENT | {"timestamp": "1"}, EVENT | {"timestamp": True}, EVENT | {"timestamp": -1}),
        *(EVENT | {"timestamp": 1e300}, EVENT | {"timestamp": 10**400}),
    ],
)
def test_what_is_no_event_is_refused(wrong):
    with pytest.raises(BadChunk, match="events"):
        count_events(packed([EVENT, wrong]))


BOMB = packed(b"[" + b" " * (chunks.UNPACKED_BYTES * 4) + b"]")


def peak_of(unpacking):
    """The most memory that unpacking the bomb took, in bytes."""
    tracemalloc.start()
    with contextlib.suppress(BadChunk):
        unpacking(BOMB)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.promise("K4")
def test_a_bomb_is_refused_before_it_has_gone_off():
    assert len(BOMB) < 1_000_000
    with pytest.raises(BadChunk, match="32MB"):
        unpack(BOMB)
    assert peak_of(unpack) < 3 * chunks.UNPACKED_BYTES


@pytest.mark.bites("K4")
def test_a_bomb_that_is_unpacked_whole_is_found_out():
    assert peak_of(gzip.decompress) > 4 * chunks.UNPACKED_BYTES


def test_the_largest_that_is_allowed_is_taken():
    text = b"[" + json.dumps(EVENT).encode()
    text += b" " * (chunks.UNPACKED_BYTES - len(text) - 1) + b"]"
    assert count_events(packed(text)) == 1


@pytest.mark.promise("K4")
@settings(max_examples=300)
@given(st.binary(max_size=300) | st.binary(max_size=300).map(gzip.compress))
def test_no_bytes_do_more_than_be_refused(body):
    with contextlib.suppress(BadChunk):
        assert count_events(body) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.promise("K4")
@settings(max_examples=300)
@given(JSON)
def test_whatever_json_comes_it_is_counted_or_refused(value):
    try:
        found = count_events(packed(value))
    except BadChunk:
        return
    assert found == len(value)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_chunk_is_refused_or_says_the_same(data):
    good = packed([EVENT] * 5)
    at = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadChunk):
        assert count_events(good[:at] + bytes([byte]) + good[at + 1 :]) == 5


@pytest.mark.parametrize("form", ["POST", "PUT"])
def test_a_chunk_over_its_limit_is_refused_in_both_forms(http, form):
    reply = http.request(
        form, "/api/replay-sessions/x/chunks/0", content=bytes(4 * 1024 * 1024 + 1)
    )
    assert (reply.status_code, reply.json()) == (413, {"error": "Chunk too large (max 4MB)"})


def test_a_refused_body_is_told_at_the_body(http):
    made = http.post(
        "/api/replay-sessions",
        json={
            "clientId": "client_demo",
            "sdkSessionId": "body",
            "anonymousId": "a",
            "startedAt": "2026-11-26T10:00:00Z",
        },
    ).json()["sessionReplayId"]
    said = {"clientId": "client_demo", "eventCount": "1", "durationMs": "0"}
    reply = http.post(f"/api/replay-sessions/{made}/chunks/0", params=said, content=b"no gzip")
    assert (reply.status_code, reply.json()["issues"]) == (400, {"body": ["Must be gzip"]})
    empty = http.post(
        f"/api/replay-sessions/{made}/chunks/0",
        params=said | {"eventCount": "0"},
        content=gzip.compress(b"[]"),
    )
    assert list(empty.json()["issues"]) == ["eventCount"]
