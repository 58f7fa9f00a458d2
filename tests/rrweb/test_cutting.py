"""A recording that is ready to travel is opened, and a part of it made, without loss."""

from __future__ import annotations

import gzip
from dataclasses import replace
from random import Random

import pytest
from rrweb.stories import START, Story
from rrweb.test_trimming import counting

from usero_desktop.model.recording import Chunk, Recording, problem
from usero_desktop.rrweb import events
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.cutting import cut, events_of, moment_of
from usero_desktop.rrweb.tree import Unfit
from usero_desktop.rrweb.trimming import trim


def recording(told, *, offset_ms=9_500, rest_ms=700):
    """A recording of these events, that goes on for `rest_ms` after the last of them."""
    first, last = told[0].timestamp_ms, told[-1].timestamp_ms
    return Recording(
        "one", moment_of(first), moment_of(last + rest_ms), offset_ms, "app://x", "a", pack(told)
    )


@pytest.mark.parametrize("seed", range(5))
def test_its_events_are_of_the_very_bytes_that_were_packed(seed):
    told = tuple(Story(Random(seed)).more(40).events)
    assert events_of(recording(told)) == told


def test_somebody_elses_may_be_written_with_spaces():
    chunk = Chunk(gzip.compress(b' [ {"timestamp": 1, "x": [1, 2]} ,\n {"timestamp": 2} ]\n'), 2, 1)
    its = replace(recording(counting(1)), chunks=(chunk,))
    assert [event.data for event in events_of(its)] == [
        b'{"timestamp": 1, "x": [1, 2]}',
        b'{"timestamp": 2}',
    ]


def test_a_part_is_the_one_that_was_seen_between_both_moments():
    whole = recording(counting(10))
    part = cut(whole, 3_000, 7_500)
    assert problem(part) == ""
    mark = events.feedback(START + 7_500)  # that of the whole was cut off
    assert events_of(part) == (*trim(counting(10), 3_000, 7_500), mark)
    assert part.started_at == moment_of(START + 3_000)
    assert part.ended_at == moment_of(START + 7_500)
    assert part.duration_ms == 4_500
    assert part.sdk_session_id == whole.sdk_session_id


@pytest.mark.parametrize(
    "offset, kept, there",
    [(9_500, (3_000, 10_700), 6_500), (9_500, (3_000, 7_000), 4_000), (2_000, (3_000, 7_000), 0)],
)
def test_the_moment_of_the_report_stays_where_it_was_or_goes_to_the_nearer_end(offset, kept, there):
    assert cut(recording(counting(10), offset_ms=offset), *kept).offset_ms == there


def test_the_mark_of_the_report_stays_where_it_was_not_cut_off():
    told = [*counting(10), events.feedback(START + 10_000)]
    part = cut(recording(told, offset_ms=10_000), 3_000, 10_700)
    assert events_of(part) == trim(told, 3_000, 10_700)
    assert part.offset_ms == 7_000


def test_a_part_up_to_the_end_lasts_as_long_as_the_whole_did_though_nothing_happens_there():
    whole = recording(counting(10))
    part = cut(whole, 4_000, whole.duration_ms)
    assert part.ended_at == whole.ended_at
    assert part.duration_ms == 6_700


@pytest.mark.parametrize(
    "kept, counts",
    [((0, 10_700), [0, 0, 3, 0, 5]), ((5_000, 10_700), [3, 0, 5]), ((0, 8_000), [0, 0, 3, 0])],
)
def test_what_is_missing_from_the_whole_is_counted_in_the_part_from_there_on(kept, counts):
    whole = recording(counting(10))
    begins = [
        events_of(replace(whole, chunks=(it,)))[0].timestamp_ms - START for it in whole.chunks
    ]
    assert begins == [0, 1_000, 4_000, 7_000, 10_000]
    holes = {4_000: 3, 10_000: 5}
    chunks = tuple(
        replace(it, dropped_before=holes.get(begin, 0))
        for it, begin in zip(whole.chunks, begins, strict=True)
    )
    part = cut(replace(whole, chunks=chunks), *kept)
    assert [chunk.dropped_before for chunk in part.chunks] == counts


def test_of_what_is_no_recording_there_is_no_part():
    told = [events.mutation(START), events.mutation(START + 2_000)]
    assert cut(recording(told), 0, 1_000) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8bno gzip",
        gzip.compress(b"[1]"),
        gzip.compress(b'{"timestamp":1}'),
        gzip.compress(b"[{]"),
        gzip.compress(b'[{"timestamp":"1"}]'),
        gzip.compress(b"\xff\xff\xff"),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b"[{}]")[:-6],
    ],
)
def test_what_is_no_chunk_of_events_is_refused(data):
    broken = replace(recording(counting(1)), chunks=(Chunk(data, 1, 0),))
    with pytest.raises(Unfit):
        events_of(broken)
    with pytest.raises(Unfit):
        cut(broken, 0, 1_000)
