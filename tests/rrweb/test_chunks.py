from __future__ import annotations

import gzip
import json
import math
import os
from base64 import b64encode
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rrweb.stories import START, Story

from usero_desktop.model import limits
from usero_desktop.rrweb import events
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.nodes import DESK, Element, page


def unpacked(chunk):
    return json.loads(gzip.decompress(chunk.data))


def begun(at=START):
    html = page("", Element(DESK, "div"))
    return [
        events.meta(at, href="app://x", width=4, height=3),
        events.full_snapshot(at, html),
    ]


def said(at, words=""):
    return events.custom(at, "said", {"words": words})


def times(chunks):
    """The times of the events of each chunk, from the start, in milliseconds."""
    return [[event["timestamp"] - START for event in unpacked(chunk)] for chunk in chunks]


def kinds(chunks):
    return [[event["type"] for event in unpacked(chunk)] for chunk in chunks]


def noise(size):
    """Text that packs to about `size` bytes."""
    return b64encode(os.urandom(size)).decode()


@given(st.integers(0, 2**32), st.integers(0, 60), st.sampled_from((0.1, 3.0, math.inf)))
@settings(max_examples=40)
def test_all_events_are_in_the_chunks_in_their_order(seed, length, seconds):
    told = Story(Random(seed)).more(length).events
    chunks = pack(told, chunk_seconds=seconds)
    assert [event for chunk in chunks for event in unpacked(chunk)] == [
        json.loads(event.data) for event in told
    ]
    for chunk in chunks:
        held = unpacked(chunk)
        assert chunk.event_count == len(held)
        assert chunk.duration_ms == held[-1]["timestamp"] - held[0]["timestamp"]
        assert chunk.duration_ms < seconds * 1000
        assert chunk.dropped_before == 0
        assert 2 not in [event["type"] for event in held] or len(held) == 2
    assert pack(told, chunk_seconds=seconds) == chunks


def test_a_chunk_is_of_three_seconds_and_a_snapshot_alone_in_its_own():
    rest = [said(START + at) for at in (0, 10, 2_999, 3_000, 5_999, 6_001, 20_000)]
    chunks = pack([*begun(), *rest])
    assert times(chunks) == [[0, 0], [0, 10, 2_999], [3_000, 5_999], [6_001], [20_000]]
    assert kinds(chunks)[0] == [4, 2]
    assert [chunk.duration_ms for chunk in chunks] == [0, 2_999, 2_999, 0, 0]
    whole = pack([*begun(), *rest], chunk_seconds=math.inf)
    assert [chunk.event_count for chunk in whole] == [2, 7]
    assert whole[1].duration_ms == 20_000


def test_a_snapshot_in_the_middle_is_alone_as_well():
    chunks = pack([*begun(), said(START + 10), *begun(START + 20), said(START + 30)])
    assert kinds(chunks) == [[4, 2], [5], [4, 2], [5]]


def test_no_events_are_no_chunks():
    assert pack([]) == ()


def test_a_chunk_that_would_be_too_large_is_parted():
    rest = [said(START + at, noise(3_000)) for at in range(8)]
    chunks = pack([*begun(), *rest], most_bytes=10_000)
    assert all(len(chunk.data) <= 10_000 for chunk in chunks)
    assert times(chunks) == [[0, 0], [0, 1], [2, 3], [4, 5], [6, 7]]
    assert [chunk.dropped_before for chunk in chunks] == [0] * 5


def test_an_event_that_is_too_large_alone_is_left_out_and_counted():
    giant = noise(30_000)
    rest = [said(START), said(START + 1, giant), said(START + 2, giant), said(START + 3)]
    chunks = pack([*begun(), *rest], most_bytes=10_000)
    assert times(chunks) == [[0, 0], [0], [3]]
    assert [chunk.dropped_before for chunk in chunks] == [0, 0, 2]


def test_four_mebibytes_are_the_most():
    sizes = (limits.CHUNK_BYTES - 200_000, limits.CHUNK_BYTES + 100_000)
    rest = (said(START + at * 5_000, noise(size)) for at, size in enumerate(sizes))
    chunks = pack([*begun(), *rest])
    assert times(chunks) == [[0, 0], [0]]
    assert limits.CHUNK_BYTES - 200_000 < len(chunks[1].data) <= limits.CHUNK_BYTES


def test_nothing_of_the_time_or_the_machine_is_in_the_file():
    (chunk,) = pack([said(START)])
    assert chunk.data[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"


@pytest.mark.parametrize("seconds", [0.0, 0.001])
def test_the_shortest_chunks_still_hold_an_event(seconds):
    chunks = pack([*begun(), said(START), said(START + 9)], chunk_seconds=seconds)
    assert sum(chunk.event_count for chunk in chunks) == 4
