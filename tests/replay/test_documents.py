"""A recording that begins in its middle, with a snapshot of ours, plays like the whole."""

from __future__ import annotations

from random import Random

import pytest
from rrweb.stories import DOT, Story

from usero_desktop.rrweb import events
from usero_desktop.rrweb.buffer import RollingBuffer
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.nodes import DESK, Element, Text, page

pytestmark = [pytest.mark.browser, pytest.mark.replay]


def played(recording):
    return [event.data for event in recording]


def end(play):
    play.seek(play.length)
    return play.dom()


@pytest.mark.parametrize("seed", range(4))
def test_a_snapshot_and_the_rest_play_like_the_whole(stage, seed):
    story = Story(Random(seed)).more(40)
    document = Document()
    for event in story.events:
        document.apply(event)
    snapshot = document.snapshot(story.now)
    known = len(story.events)
    story.more(40)
    whole = end(stage(played(story.events)))
    late = stage(played([*snapshot, *story.events[known:]]))
    assert end(late) == whole
    assert late.difference(late.length) == ""


def test_the_deepest_page_that_is_kept_plays(stage):
    document = Document()
    desk = Element(DESK, "div", {"class": "a"})
    for event in (
        events.meta(1000, href="app://x", width=300, height=200),
        events.full_snapshot(1000, page("div{padding:0}", desk)),
    ):
        document.apply(event)
    parent, number = DESK, 20
    while not document.faults:
        node = Element(number, "div")
        document.apply(events.mutation(1100, adds=[events.Add(parent, node)]))
        parent, number = number, number + 1
    assert number > 200
    words = Text(number, "deep down")
    document.apply(events.mutation(1100, adds=[events.Add(parent - 2, words)]))
    play = stage(played([*document.snapshot(1100), events.custom(1200, "end", {})]))
    assert play.text().strip() == "deep down"
    assert play.evaluate("inside.body.querySelectorAll('div').length") == number - 20


@pytest.mark.parametrize("seed", [11, 12])
def test_the_last_seconds_out_of_a_buffer_play_like_the_whole(stage, seed):
    story = Story(Random(seed)).more(120)
    buffer = RollingBuffer(5, 40_000)
    for event in story.events:
        buffer.append(event)
        buffer.fold(event.timestamp_ms)
    recording = buffer.events(story.now)
    assert len(recording) < len(story.events) - 50
    whole = end(stage(played(story.events)))
    late = stage([chunk.data for chunk in pack(recording)])
    assert end(late) == whole
    assert late.difference(late.length) == ""


def test_of_a_widget_that_went_while_it_was_packed_no_picture_waits_for_a_place(stage):
    desk = Element(DESK, "div", {"class": "a"}, (Element(20, "div"), Text(21, "still here")))
    buffer = RollingBuffer(30)
    for event in (
        events.meta(1000, href="app://x", width=300, height=200),
        events.full_snapshot(1000, page("", desk)),
        events.mutation(1100, removes=[(DESK, 20)]),
        events.mutation(1100, adds=[events.Add(20, Element(30, "img", {"src": DOT}))]),
        events.custom(1200, "end", {}),
    ):
        buffer.append(event)
    play = stage(played(buffer.events(1300)))
    play.seek(200)
    assert play.text().strip() == "still here"
