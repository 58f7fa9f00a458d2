"""What a document makes of a recording is what a player shows of it, at every moment."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from rrweb.miniplayer import Miniplayer
from rrweb.stories import START, Story

from usero_desktop.rrweb.document import Document

randoms = st.integers(0, 2**32).map(Random)
lengths = st.integers(0, 40)


def folded(recording):
    document = Document()
    for event in recording:
        assert document.apply(event) is event, document.fault
    assert document.faults == 0, document.fault
    return document


def told(document, at):
    """The events that stand for a document."""
    mouse = document.mouse(at)
    return [*document.snapshot(at), *([mouse] if mouse else [])]


@given(randoms, lengths, lengths)
def test_a_snapshot_and_the_rest_are_the_whole(random, before, behind):
    story = Story(random).more(before)
    document = folded(story.events)
    snapshot = told(document, story.now)
    assert Miniplayer(snapshot).seen() == story.player.seen()
    known = len(story.events)
    story.more(behind)
    assert Miniplayer([*snapshot, *story.events[known:]]).seen() == story.player.seen()


@given(randoms, lengths, lengths)
def test_a_document_made_of_a_snapshot_goes_on_like_the_one_it_was_made_of(random, before, behind):
    story = Story(random).more(before)
    document = folded(story.events)
    other = folded(told(document, story.now))
    known = len(story.events)
    for event in story.more(behind).events[known:]:
        assert document.apply(event) is other.apply(event) is event
    assert told(document, START) == told(other, START)


@given(randoms, lengths, lengths)
def test_a_copy_is_changed_apart(random, before, behind):
    story = Story(random).more(before)
    document = folded(story.events)
    snapshot, size = told(document, START), document.size
    copy = document.copy()
    known = len(story.events)
    for event in story.more(behind).events[known:]:
        copy.apply(event)
    assert copy.faults == 0
    assert Miniplayer(told(copy, START)).seen() == story.player.seen()
    assert (told(document, START), document.size) == (snapshot, size)


@given(randoms, lengths)
def test_what_it_weighs_is_what_is_in_it_now(random, length):
    story = Story(random).more(length)
    document = folded(story.events)
    fresh = folded(document.snapshot(START))
    assert fresh.size == document.size
    assert Document().size == 0
