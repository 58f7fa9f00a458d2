"""A buffer tells the last seconds of a recording, and they play like the whole of it."""

from __future__ import annotations

import json
import threading
import tracemalloc
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rrweb.miniplayer import Miniplayer
from rrweb.stories import START, Story

from usero_desktop.rrweb import blocks, events
from usero_desktop.rrweb.buffer import RollingBuffer
from usero_desktop.rrweb.events import Add
from usero_desktop.rrweb.nodes import DESK, Element, Text, page

randoms = st.integers(0, 2**32).map(Random)
SIZE = {"width": 400, "height": 300}


def begun(*labels, at=START, href="app://x"):
    """What a recorder says first: a desk with a text in it for each of `labels`."""
    texts = tuple(Text(20 + number, label) for number, label in enumerate(labels))
    html = page("", Element(DESK, "div", {}, texts))
    return [events.meta(at, href=href, **SIZE), events.full_snapshot(at, html)]


def filled(recording, seconds=30, **options):
    buffer = RollingBuffer(seconds, **options)
    for event in recording:
        buffer.append(event)
    return buffer


def said(at, words, node=20):
    return events.mutation(at, texts={node: words})


def texts(recording):
    """What the desk says at the end."""
    return [item.text for item in Miniplayer(recording).items[DESK].children]


def marks(recording):
    """The custom events in it, by their tags."""
    told = [json.loads(event.data) for event in recording]
    return [event["data"]["tag"] for event in told if event["type"] == 5]


@given(randoms, st.integers(1, 40), st.integers(0, 60_000))
@settings(max_examples=60)
def test_its_seconds_play_like_the_whole_whenever_it_was_folded(random, length, later):
    story = Story(random)
    buffer = RollingBuffer(10, random.choice((30_000, 2**21)))
    done = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", random.choice((1_000, 64_000)))
        while done < length:
            story.more(random.randint(1, 6))
            for event in story.events[done:]:
                buffer.append(event)
            done = len(story.events)
            buffer.fold(story.now)
    now = story.now + later
    recording = buffer.events(now)
    assert Miniplayer(recording).seen() == story.player.seen()
    assert recording == buffer.events(now)
    begin = recording[0].timestamp_ms
    assert begin >= now - 10_000
    assert all(event.timestamp_ms >= begin for event in recording)
    kept = [event for event in recording if event.timestamp_ms > begin]
    assert kept == [event for event in story.events if event.timestamp_ms > begin]


def test_it_begins_with_a_snapshot_of_the_moment_that_many_seconds_ago():
    recording = begun("0") + [said(START + second * 1000, str(second)) for second in range(1, 61)]
    told = filled(recording).events(START + 60_500)
    assert (told[0].is_meta, told[1].is_full_snapshot) == (True, True)
    assert told[0].timestamp_ms == told[1].timestamp_ms == START + 30_500
    assert texts(told[:2]) == ["30"]
    assert list(told[2:]) == recording[-30:]


def test_a_recording_shorter_than_that_begins_where_it_began():
    recording = [*begun("0"), said(START + 5, "1")]
    told = filled(recording).events(START + 9)
    assert [event.timestamp_ms for event in told] == [START, START, START + 5]


def test_when_nothing_happened_it_is_what_is_on_the_screen():
    told = filled([*begun("0"), said(START + 5, "1")]).events(START + 600_000)
    assert [event.timestamp_ms for event in told] == [START + 570_000] * 2
    assert texts(told) == ["1"]


def test_what_comes_later_than_what_happened_behind_it_is_put_in_its_place():
    holder = Element(30, "div")
    adds = events.mutation(START + 10, adds=[Add(DESK, holder)])
    picture = events.mutation(START + 20, adds=[Add(30, Element(31, "img", {"src": "data:,"}))])
    gone = events.mutation(START + 40, removes=[(DESK, 30)])
    told = filled([*begun(), adds, gone, picture]).events(START + 50)
    assert list(told[2:]) == [adds, picture, gone]
    buffer = filled([*begun(), adds, gone], seconds=1)
    buffer.fold(START + 2_000)
    buffer.append(picture)
    later = events.custom(START + 1_500, "later", {})
    buffer.append(later)
    assert list(buffer.events(START + 2_000)[2:]) == [later]


def test_a_picture_of_what_was_gone_at_that_moment_is_left_out():
    gone = events.mutation(START + 20, removes=[(DESK, 20)])
    picture = events.mutation(START + 20, adds=[Add(20, Element(31, "img", {"src": "data:,"}))])
    recording = [*begun("a label"), gone, picture]
    assert list(filled(recording).events(START + 50)[2:]) == [gone]


def test_it_is_bounded_by_size_as_well_and_begins_later_then():
    buffer = filled(begun("0"), max_bytes=20_000)
    for number in range(200):
        buffer.append(said(START + number, f"{number} " + "x" * 1000))
        buffer.fold(START + number)
        assert buffer.size < 20_000 + 10_000
    told = buffer.events(START + 200)
    assert len(told) == 2 + 15
    assert told[0].timestamp_ms == START + 184
    assert texts(told)[0].startswith("199 ")


def test_half_a_minute_of_scrolling_is_kept_whole_as_words_are_pressed():
    rows = ",".join(f"Order {number} from somewhere" for number in range(400))
    buffer = filled(begun("0"))
    for tick in range(300):
        buffer.append(said(START + tick * 100, f"{tick} {rows}"))
        buffer.fold(START + tick * 100)
        assert buffer.size < 2 * 1024 * 1024
    told = buffer.events(START + 29_900)
    assert sum(len(event.data) for event in told) > 3_000_000
    assert told[0].timestamp_ms == START
    assert len(told) == 2 + 299


def test_of_what_would_be_too_much_to_take_out_at_once_less_is_kept():
    buffer = filled(begun("0"), max_bytes=400_000)
    for tick in range(300):
        buffer.append(said(START + tick * 100, f"{tick}" + "x" * 10_000))
        buffer.fold(START + tick * 100)
        if tick % 20 == 19:
            told = buffer.events(START + tick * 100)
            assert sum(len(event.data) for event in told) < 4 * 400_000 + 11_000
    assert 100 < len(told) < 160


@given(randoms)
@settings(max_examples=15)
def test_what_comes_late_finds_its_place_between_what_is_pressed(random):
    """Some of it comes up to two seconds after what happened behind it."""
    told = begun(*"abcdefgh")
    moments = sorted(random.sample(range(START + 1, START + 30_000), k=200))
    changes = [said(at, f"{n} " + "x" * 300, node=20 + n % 8) for n, at in enumerate(moments)]
    coming = sorted(
        (event.timestamp_ms + random.choice((0, 0, 50, 2_000)), n)
        for n, event in enumerate(changes)
    )
    buffer = filled(told, seconds=25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", 2_000)
        for now, n in coming:
            buffer.append(changes[n])
            buffer.fold(now)
    now = coming[-1][0]
    recording = buffer.events(now)
    assert texts(recording) == texts([*told, *changes])
    assert list(recording[2:]) == [e for e in changes if e.timestamp_ms > now - 25_000]


def test_a_block_holds_its_events_as_they_were():
    told = Story(Random(5)).more(50).events
    block = blocks.Block(told)
    assert block.events() == told
    assert block.weight < block.raw / 3


def test_what_was_before_a_fresh_start_of_the_recorder_is_let_go():
    old = [events.mutation(START + 1, adds=[Add(DESK, Text(40 + n, "old"))]) for n in range(9)]
    again = begun("new", at=START + 20_000, href="app://y")
    buffer = filled([*begun("0"), *old, *again, said(START + 21_000, "newer")])
    told = buffer.events(START + 30_000)
    assert sum(event.is_full_snapshot for event in told) == 2
    told = buffer.events(START + 50_500)
    assert len(told) == 3
    assert b"app://y" in told[0].data
    assert (texts(told[:2]), texts(told)) == (["new"], ["newer"])


def test_nothing_is_taken_before_a_fresh_start():
    buffer = filled([said(START, "early"), *begun("0")[1:]])
    assert buffer.wants_snapshot
    assert buffer.events(START + 1) == ()
    assert buffer.size == 0
    for event in begun("0"):
        buffer.append(event)
    assert not buffer.wants_snapshot
    assert texts(buffer.events(START + 1)) == ["0"]


def test_what_is_cleared_is_gone():
    buffer = filled([*begun("secret"), said(START + 1, "secret")])
    buffer.fold(START + 60_000)
    buffer.append(said(START + 60_001, "secret"))
    buffer.clear()
    assert buffer.wants_snapshot
    buffer.append(said(START + 60_002, "secret"))
    assert buffer.events(START + 60_003) == ()
    assert buffer.size == 0
    for event in begun("fresh", at=START + 70_000):
        buffer.append(event)
    told = buffer.events(START + 70_001)
    assert b"secret" not in b"".join(event.data for event in told)
    assert texts(told) == ["fresh"]


def test_when_nobody_folds_any_more_it_is_empty_and_asks_to_be_begun_again(caplog):
    buffer = filled(begun("0"), max_bytes=10_000)
    for number in range(1000):
        buffer.append(said(START + number, "x" * 500))
        assert buffer.size <= 30_000
    assert buffer.wants_snapshot
    assert len(caplog.records) == 1
    assert buffer.events(START + 1000) == ()
    for event in begun("fresh", at=START + 2000):
        buffer.append(event)
    assert texts(buffer.events(START + 2001)) == ["fresh"]


def test_nothing_is_lost_whatever_threads_append_while_it_is_folded():
    buffer = filled(begun(*"abcd"), seconds=0.3)
    each = 400

    def record(thread):
        for number in range(each):
            buffer.append(said(START + number, f"{thread}-{number}", node=20 + thread))
            buffer.append(events.custom(START + each + number, f"{thread}-{number}", {}))

    threads = [threading.Thread(target=record, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    told = []
    while any(thread.is_alive() for thread in threads):
        told.append(buffer.events(START + 2 * each))
    for thread in threads:
        thread.join()
    for recording in told:
        assert len(texts(recording)) == 4
    last = buffer.events(START + 2 * each)
    assert texts(last) == [f"{thread}-{each - 1}" for thread in range(4)]
    kept = range(101, each)  # the last 300 milliseconds
    assert sorted(marks(last)) == sorted(f"{thread}-{n}" for thread in range(4) for n in kept)


def test_thirty_seconds_take_no_more_than_two_megabytes():
    tracemalloc.start()
    try:
        buffer = filled(begun(*("a label" for _ in range(300))))
        for tick in range(600):
            now = START + tick * 100
            buffer.append(said(now, f"{tick}", node=20 + tick % 300))
            if tick % 5 == 0:
                picture = Element(1000 + tick, "img", {"src": "data:," + "A" * 4_000})
                gone = [(DESK, 1000 + tick - 60)] if tick > 60 else []
                buffer.append(events.mutation(now, adds=[Add(DESK, picture)], removes=gone))
            if tick % 10 == 0:
                buffer.fold(now)
        used, _ = tracemalloc.get_traced_memory()
        assert used < 2_000_000
        assert buffer.size == pytest.approx(used, rel=0.35)
    finally:
        tracemalloc.stop()
