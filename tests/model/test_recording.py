"""What may travel as a recording, and what is said of one that may not."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from usero_desktop.model import limits
from usero_desktop.model.recording import Chunk, Recording, problem

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHUNK = Chunk(gzip.compress(b"[]"), event_count=2, duration_ms=40)
RECORDING = Recording(
    sdk_session_id="s-1",
    started_at=START,
    ended_at=START + timedelta(seconds=30.25),
    offset_ms=29_000,
    start_url="app://order-desk/Main",
    user_agent="usero-desktop/0.1",
    chunks=(CHUNK, replace(CHUNK, dropped_before=1)),
)


def test_a_recording_tells_its_size_and_its_length():
    assert (RECORDING.size, RECORDING.duration_ms) == (2 * len(CHUNK.data), 30_250)


def test_one_that_ends_before_it_begins_has_no_length():
    assert replace(RECORDING, ended_at=START - timedelta(days=1)).duration_ms == 0


def test_a_recording_that_is_as_it_should_be_has_no_problem():
    assert problem(RECORDING) == problem(replace(RECORDING, start_url=None)) == ""


@pytest.mark.parametrize(
    "change, says",
    [
        ({"sdk_session_id": ""}, "whose id is a text of up to 128 characters"),
        ({"sdk_session_id": "x" * 129}, "whose id is a text of up to 128 characters"),
        ({"sdk_session_id": 5}, "whose id is a text of up to 128 characters"),
        ({"start_url": "x" * 2001}, "whose texts have up to 2000 characters"),
        ({"user_agent": " "}, "whose texts have up to 2000 characters"),
        ({"started_at": START.replace(tzinfo=None)}, "whose times have a time zone"),
        ({"ended_at": 1.5}, "whose times have a time zone"),
        ({"offset_ms": -1}, "whose offset is a whole number"),
        ({"offset_ms": True}, "whose offset is a whole number"),
        ({"chunks": ()}, "of 1 to 1000 chunks"),
        ({"chunks": [CHUNK]}, "of 1 to 1000 chunks"),
        ({"chunks": (CHUNK,) * 1001}, "of 1 to 1000 chunks"),
        ({"chunks": (replace(CHUNK, event_count=-1),)}, "whose counts are whole numbers"),
        ({"chunks": (replace(CHUNK, duration_ms=1.5),)}, "whose counts are whole numbers"),
        ({"chunks": (replace(CHUNK, data=b"[]"),)}, "whose chunks are gzip"),
        ({"chunks": (replace(CHUNK, data="x"),)}, "whose chunks are gzip"),
    ],
)
def test_what_is_wrong_with_a_recording_is_said(change, says):
    assert says in problem(replace(RECORDING, **change))


def test_a_chunk_and_the_whole_have_a_limit():
    largest = replace(CHUNK, data=b"\x1f\x8b".ljust(limits.CHUNK_BYTES, b"-"))
    assert problem(replace(RECORDING, chunks=(largest,) * 4)) == ""
    assert "at most 16777216 bytes" in problem(replace(RECORDING, chunks=(largest,) * 4 + (CHUNK,)))
    larger = replace(largest, data=largest.data + b"-")
    assert "at most 4194304 bytes" in problem(replace(RECORDING, chunks=(larger,)))
