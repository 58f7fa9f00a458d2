"""What is cut out of a recording plays as it did in the whole of it."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from rrweb.miniplayer import Miniplayer
from rrweb.stories import START, Story

from usero_desktop.rrweb import events
from usero_desktop.rrweb.nodes import DESK, Element, Text, page
from usero_desktop.rrweb.trimming import trim


def counting(seconds):
    """A desk that says each second which it is."""
    html = page("", Element(DESK, "div", {}, (Text(20, "0"),)))
    begun = [
        events.meta(START, href="app://x", width=4, height=3),
        events.full_snapshot(START, html),
    ]
    texts = [
        events.mutation(START + second * 1000, texts={20: str(second)})
        for second in range(1, seconds + 1)
    ]
    return [*begun, *texts]


@given(st.integers(0, 2**32).map(Random), st.integers(1, 30), st.data())
@settings(max_examples=60)
def test_what_is_left_plays_like_the_same_part_of_the_whole(random, length, data):
    story = Story(random).more(length).events
    lasts = story[-1].timestamp_ms - START
    begin = data.draw(st.integers(0, lasts))
    end = data.draw(st.integers(begin, lasts + 1_000))
    cut = trim(story, begin, end)
    for until in (begin, (begin + end) // 2, end):
        whole = [event for event in story if event.timestamp_ms <= START + until]
        part = [event for event in cut if event.timestamp_ms <= START + until]
        assert Miniplayer(part).seen() == Miniplayer(whole).seen()
    assert (cut[0].is_meta, cut[1].is_full_snapshot) == (True, True)
    assert all(START + begin <= event.timestamp_ms <= START + end for event in cut)


def test_nothing_of_what_was_before_or_comes_later_is_in_it():
    told = b"".join(event.data for event in trim(counting(9), 3_000, 5_500))
    found = [second for second in range(10) if f'"{second}"'.encode() in told]
    assert found == [3, 4, 5]


def test_it_begins_at_the_very_moment():
    assert [event.timestamp_ms - START for event in trim(counting(3), 1_500, 2_000)] == [
        1_500, 1_500, 2_000,
    ]  # fmt: skip


def test_of_the_whole_all_is_left_as_it_is():
    recording = counting(3)
    assert list(trim(recording, 0, 3_000)) == recording


def test_what_is_no_recording_is_none_afterwards():
    assert trim([], 0, 1_000) == ()
    assert trim(counting(3)[2:], 0, 1_000) == ()
