"""What a stream takes of a recording: all that comes behind a snapshot, once, and not too much."""

from __future__ import annotations

import json
import re
import threading

import pytest
from replay.reels import PAGE, begin, busy

from usero_desktop.replay import tap as taps
from usero_desktop.replay.tap import Tap
from usero_desktop.rrweb import events
from usero_desktop.rrweb.nodes import DESK, Element

NOW = 1_700_000_000_000
NUMBER = re.compile(rb'"data-n":"(\d+)"')


def added(reel, node):
    when = reel.timeline.now_ms()
    return events.mutation(when, adds=[events.Add(DESK, Element(node, "div"))])


def test_what_was_before_is_on_the_page_and_what_comes_after_is_drawn(reel):
    begin(reel)
    reel.take(added(reel, 20))
    tap = Tap(lambda: None)
    reel.set_tap(tap)
    reel.take(added(reel, 21))
    assert reel.drawn() == ()  # it is shut until there is a page
    page = reel.page(10)
    after = added(reel, 22)
    reel.take(after)
    assert [event.is_meta for event in page] == [True, False]
    assert page[1].is_full_snapshot
    assert b'"id":21' in page[1].data
    assert reel.drawn() == (after,)
    assert reel.drawn() == ()


def test_the_mouse_is_where_it_was(reel):
    begin(reel)
    reel.take(events.mouse_moves([events.Position(reel.timeline.now_ms(), 30, 40)]))
    reel.set_tap(Tap(lambda: None))
    _, _, mouse = reel.page(10)
    assert b'"x":30,"y":40' in mouse.data


def test_before_there_is_anything_there_is_no_page_and_it_stays_shut(reel):
    tap = Tap(lambda: None)
    reel.set_tap(tap)
    assert reel.page(10) == ()
    assert not tap.is_open


def test_a_page_that_comes_too_late_does_not_open_it(reel):
    begin(reel)
    tap = Tap(lambda: None)
    reel.set_tap(tap)
    go = busy(reel)
    assert reel.page(0.01) == ()
    go.set()
    reel.worker.asked(lambda: None, 10)
    assert not tap.is_open


def test_one_that_was_taken_away_gets_no_more(reel):
    begin(reel)
    tap = Tap(lambda: None)
    reel.set_tap(tap)
    assert reel.page(10)
    reel.set_tap(None)
    reel.take(added(reel, 20))
    assert tap.drawn() == ()
    assert not tap.is_open
    assert reel.page(10) == ()


def test_what_is_recorded_in_the_middle_of_a_snapshot_comes_behind_it(reel, monkeypatch):
    begin(reel)
    reel.take(added(reel, 20))
    reel.set_tap(Tap(lambda: None))
    late = added(reel, 21)
    thread = threading.Thread(target=reel.take, args=[late])
    taken_in = reel._buffer.take_in

    def take_in():
        if thread.ident is None:
            thread.start()
            thread.join(0.1)  # as long as it likes: it has to wait
        taken_in()

    monkeypatch.setattr(reel._buffer, "take_in", take_in)
    page = reel.page(10)
    thread.join()
    assert b'"id":21' not in page[1].data
    assert reel.drawn() == (late,)


def test_each_event_is_on_the_page_or_behind_it_whatever_comes_in_between(reel):
    """One thread records and another asks for snapshots: nothing is missed, nothing told twice."""
    begin(reel)
    reel.take(added(reel, 20))
    reel.set_tap(Tap(lambda: None))
    is_over = threading.Event()

    def record():
        number = 0
        while not is_over.is_set():
            number += 1
            change = {20: {"data-n": str(number)}}
            reel.take(events.mutation(reel.timeline.now_ms(), attributes=change))
            if not number % 50:
                reel.worker.asked(lambda: None, 30)  # it folds meanwhile, and must come to it

    thread = threading.Thread(target=record)
    thread.start()
    told = []
    while len(told) < 30 or sum(map(len, told)) < 500:
        told.append((*reel.page(30), *reel.drawn()))
    is_over.set()
    thread.join()
    for _, snapshot, *rest in told:
        counted = [int(n) for it in (snapshot, *rest) for n in NUMBER.findall(it.data)]
        if counted:
            assert counted == list(range(counted[0], counted[0] + len(counted)))
            assert len(counted) >= len(rest)


def test_it_wakes_at_the_first_event_and_when_there_is_enough(monkeypatch):
    woken = []
    tap = Tap(lambda: woken.append(True))
    event = events.custom(NOW, "usero.test", {})
    tap.take(event)
    assert (woken, tap.waits_since) == ([], None)
    tap.open()
    tap.take(event)
    tap.take(event)
    assert len(woken) == 1
    assert tap.waits_since is not None
    monkeypatch.setattr(taps, "ENOUGH_BYTES", 1)
    tap.take(event)
    assert len(woken) == 2
    assert tap.has_enough
    assert tap.drawn() == (event,) * 3


def test_what_is_too_much_is_forgotten_and_counted(monkeypatch):
    tap = Tap(lambda: None)
    tap.open()
    event = events.custom(NOW, "usero.test", {})
    monkeypatch.setattr(taps, "MOST_BYTES", 2 * len(event.data))
    for _ in range(3):
        tap.take(event)
    assert (tap.is_open, tap.overflows, tap.drawn()) == (False, 1, ())
    tap.take(event)
    assert tap.drawn() == ()


def test_while_it_is_shut_it_wakes_who_listens():
    woken = []
    tap = Tap(lambda: woken.append(True))
    tap.listens = True
    tap.take(events.custom(NOW, "usero.test", {}))
    assert woken == [True]


@pytest.mark.parametrize(
    "event",
    [
        events.meta(NOW, href='app://a,"data":/1', width=1, height=2),
        events.full_snapshot(NOW, PAGE),
        events.custom(NOW, "usero.test", {"data": [1, 2]}),
        events.mouse_moves([events.Position(NOW, 1, 2)]),
    ],
    ids=["meta", "snapshot", "custom", "mouse"],
)
def test_an_event_at_another_time_is_the_same_otherwise(event):
    moved = event.at(NOW + 5)
    assert moved.timestamp_ms == NOW + 5
    assert json.loads(moved.data) == {**json.loads(event.data), "timestamp": NOW + 5}
    assert moved.at(NOW) == event
