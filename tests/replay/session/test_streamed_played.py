"""A streamed session plays in rrweb: over pauses, over what was dropped, with two windows."""

from __future__ import annotations

import gzip
import json

import pytest
from flows.recorded import FINALISE, Usero, steps
from replay.hosts import PATIENCE, await_change, await_recording, await_rest, host
from replay.playing import missing
from replay.streamed import Watched, await_stream, beating, the_stream
from servers import reply, serving
from ui.form import Form

from usero_desktop.replay import SessionReplay

pytestmark = [pytest.mark.browser, pytest.mark.replay]


def changed(qtbot, window, day):
    window.label.setText(f"Orders of day {day}")
    window.gauge.turn(day * 40)
    await_change(qtbot)


def taken(server, lost):
    """The events of the chunks that a server has taken."""
    kept = [r.body for r in server.requests if "/chunks/" in r.path and r not in lost]
    return [event for data in kept for event in json.loads(gzip.decompress(data))]


def check(play, *words):
    """Have it all played, and sought to where each of these words can be read first."""
    for word in words:
        first = play.events[0]["timestamp"]
        when = next(e["timestamp"] for e in play.events if word in json.dumps(e)) - first
        assert play.difference(when) == ""
        play.seek(when)
        assert word in play.text()
    assert play.difference(play.length) == ""


@pytest.mark.promise("K1")
def test_with_two_windows_and_a_pause_in_between(attach, window, server, qtbot, monkeypatch, stage):
    beating(monkeypatch)
    widget = attach(window, plugins=[SessionReplay(stream=True)])
    watched = Watched(qtbot, server, await_stream(qtbot))
    await_rest(qtbot)
    changed(qtbot, window, 1)
    other = host(qtbot)
    other.label.setText("Orders of the other")
    watched.await_("Orders of the other")
    other.hide()
    window.hide()
    qtbot.waitUntil(lambda: the_stream()._tap.listens, timeout=PATIENCE)
    window.label.setText("Orders of the night")
    window.show()
    await_rest(qtbot)
    watched.await_("Orders of the night")
    changed(qtbot, window, 2)
    other.show()
    await_rest(qtbot)
    watched.await_("Orders of day 2")
    widget.destroy()
    watched.await_end()
    assert len(watched.snapshots()) == 2
    play = stage(watched.chunks)
    check(play, "Orders of day 1", "Orders of the other", "Orders of the night", "Orders of day 2")


@pytest.mark.promise("K1")
def test_where_some_of_it_was_dropped_what_is_there_plays(
    attach, window, qtbot, monkeypatch, stage
):
    beating(monkeypatch)
    lost = []

    def odd(request):
        if "/chunks/" in request.path and b"Orders of day 2" in gzip.decompress(request.body):
            lost.append(request)
            return reply(503)
        return None

    with serving(Usero(odd)) as server:
        widget = attach(window, plugins=[SessionReplay(stream=True)], base_url=server.url)
        await_recording(qtbot)
        await_stream(qtbot)
        changed(qtbot, window, 1)
        qtbot.waitUntil(lambda: "Orders of day 1" in str(taken(server, lost)), timeout=PATIENCE)
        changed(qtbot, window, 2)
        qtbot.waitUntil(lambda: len(lost) == 5, timeout=PATIENCE)
        changed(qtbot, window, 3)
        qtbot.waitUntil(lambda: "Orders of day 3" in str(taken(server, lost)), timeout=PATIENCE)
        changed(qtbot, window, 4)
        qtbot.waitUntil(lambda: the_stream()._line.is_well, timeout=PATIENCE)
        widget.destroy()
        qtbot.waitUntil(lambda: FINALISE in steps(server), timeout=PATIENCE)
        told = taken(server, lost)
    times = [event["timestamp"] for event in told]
    assert times == sorted(times)
    assert sum(event["type"] == 2 for event in told) == 2
    check(stage(told), "Orders of day 1", "Orders of day 3", "Orders of day 4")


def test_a_picture_that_comes_late_is_behind_what_has_gone(
    attach, window, server, qtbot, monkeypatch, stage
):
    """Chunks go out all the time here, also while pictures are being packed."""
    beating(monkeypatch, chunk=0.01, anew=0.3)
    widget = attach(window, plugins=[SessionReplay(stream=True, mode="pixels")])
    watched = Watched(qtbot, server, await_stream(qtbot))
    for day in range(12):
        changed(qtbot, window, day)
    widget.destroy()
    watched.await_end()
    times = [event["timestamp"] for event in watched.events()]
    assert times == sorted(times)
    assert len(watched.snapshots()) > 1
    play = stage(watched.chunks)
    assert play.difference(play.length // 2) == ""
    assert play.difference(play.length) == ""


def test_a_session_that_goes_on_is_watched_where_reports_are_read(
    attach, window, server, inbox, qtbot, monkeypatch, chromium
):
    """At the report's moment, while more of it arrives."""
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")
    beating(monkeypatch)
    widget = attach(window, plugins=[SessionReplay(stream=True)])
    watched = Watched(qtbot, server, await_stream(qtbot))
    await_rest(qtbot)
    changed(qtbot, window, 1)
    widget.open()
    form = Form(qtbot, window)
    form.choose(2)
    form.type("It hung")
    form.send()
    form.wait_for("Thank you!")
    watched.await_("'tag': 'feedback'")
    changed(qtbot, window, 2)
    watched.await_("Orders of day 2")
    [feedback] = inbox.ids()
    page = chromium.page()
    page.goto(f"{server.url}/replays/{watched.session_id}?feedback={feedback}")
    page.wait("document.querySelector('#message').hidden")
    assert page.evaluate("document.querySelector('#gaps').hidden")
    assert page.text("#report p") == "It hung"
    assert page.text("#arrival") == "Still arriving"
    assert "Orders of day 1" in page.evaluate(
        "document.querySelector('.replayer-wrapper iframe').contentDocument.body.innerText"
    )
    widget.destroy()
    watched.await_end()
    page.wait("document.querySelector('#arrival').hidden")
    page.close()
    assert (page.errors, page.said) == ([], [])
