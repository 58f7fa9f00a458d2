"""A film shows the page at any moment as who has played up to there would see it."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from rrweb.miniplayer import Miniplayer
from rrweb.stories import START, Story

from usero_desktop.rrweb import events
from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.events import Event, Interaction
from usero_desktop.rrweb.film import KEY_MS, Film, Press
from usero_desktop.rrweb.nodes import DESK, Element, page


def begun():
    html = page("", Element(DESK, "div"))
    return [
        events.meta(START, href="app://x", width=4, height=3),
        events.full_snapshot(START, html),
    ]


@given(st.integers(0, 2**32).map(Random), st.lists(st.integers(0, 30_000), max_size=8))
@settings(max_examples=60)
def test_wherever_one_goes_it_is_what_was_there(random, moments):
    story = Story(random).more(40).events
    film = Film(story)
    for at in (*moments, 0):
        film.seek(at)
        played = [event for event in story if event.timestamp_ms - START <= at]
        shown = film.document.snapshot(START + at)
        where = film.document.mouse(START + at)
        assert Miniplayer([*shown, *([where] if where else [])]).seen() == Miniplayer(played).seen()


@given(st.integers(0, 2**32).map(Random), st.lists(st.integers(0, 30_000), max_size=8))
@settings(max_examples=30)
def test_folded_it_is_the_same_wherever_one_goes(random, moments):
    story = Story(random).more(40).events
    folded = Film(story)
    folded.fold()
    for at in moments:
        plain = Film(story)
        plain.seek(at)
        folded.seek(at)
        assert folded.document.snapshot(START) == plain.document.snapshot(START)
        assert folded.document.pointer == plain.document.pointer
        assert folded.pressed(at, 500) == plain.pressed(at, 500)


def test_folded_no_way_is_long(monkeypatch):
    told = [*begun(), events.mutation(START, adds=[events.Add(DESK, Element(30, "div"))])]
    told += [
        events.mutation(START + at, attributes={30: {"id": f"{at}"}})
        for at in range(100, 60_000, 100)
    ]
    film = Film(told)
    film.fold()
    applied, apply = [], Document.apply

    def counted(document, event):
        applied.append(event)
        return apply(document, event)

    monkeypatch.setattr(Document, "apply", counted)
    for at in (59_000, 1_000, 30_000, 29_000, 58_500, 0):
        applied.clear()
        film.seek(at)
        assert len(applied) <= 2 * KEY_MS / 100
    film.seek(10_000)
    before = film.looks[0]
    for at in range(10_000, 20_000, 50):
        applied.clear()
        film.seek(at)
        assert len(applied) <= 1
    assert film.looks[0] == before, "played on, it is the same page that changes"


def test_going_back_and_changes_are_told_apart_from_a_pointer_that_moves():
    moved = events.mouse_moves([events.Position(START + 100, 1, 1)])
    added = events.mutation(START + 200, adds=[events.Add(DESK, Element(30, "div"))])
    film = Film([*begun(), moved, added])
    film.seek(0)
    before = film.looks
    film.seek(100)
    assert (film.looks, film.document.pointer) == (before, (1, 1))
    film.seek(200)
    assert film.looks != before


def test_a_press_is_known_for_a_while():
    pressed = events.interaction(START + 500, Interaction.DOWN, x=7, y=9)
    focus = events.interaction(START + 600, Interaction.FOCUS)
    film = Film([*begun(), pressed, focus])
    assert film.pressed(499, 300) is None
    assert film.pressed(700, 300) == Press(500, 7, 9)
    assert film.pressed(801, 300) is None
    assert film.length_ms == 600


def test_no_recording_is_an_empty_page():
    film = Film([])
    film.seek(1_000)
    assert (film.length_ms, film.document.html, film.pressed(0, 9)) == (0, None, None)


def test_what_is_no_event_is_left_out():
    odd = Event(START + 50, b'{"type":3,"timestamp":1,"data":{"source":2,')
    film = Film([*begun(), odd])
    film.seek(60)
    assert film.document.faults == 1
    assert film.pressed(60, 100) is None
