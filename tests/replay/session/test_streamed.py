"""A session that is sent while it goes on: what arrives when, and what a report does to it."""

from __future__ import annotations

from time import monotonic

import pytest
from replay.hosts import (
    PATIENCE,
    await_change,
    await_recording,
    await_rest,
    filters_of_ours,
    host,
    running,
    threads_of_ours,
)
from replay.streamed import Watched, await_stream, beating, the_stream
from ui.form import Form
from ui.review import Review

from usero_desktop.qt import QtCore
from usero_desktop.replay import SessionReplay, tape


@pytest.fixture
def quick(monkeypatch):
    beating(monkeypatch)


def sessions(server):
    """The names of all sessions of a server."""
    return set(server.store.replays.since(-1)[1])


@pytest.fixture
def streamed(attach, window, server, qtbot, quick):
    """A window whose session is streamed: the widget, and the session at the inbox."""
    widget = attach(window, plugins=[SessionReplay(stream=True)], app_name="Ledger")
    return widget, Watched(qtbot, server, await_stream(qtbot))


def send(form, comment="It hung"):
    form.choose(3)
    form.type(comment)
    form.send()
    form.wait_for("Thank you!")


def test_it_begins_at_once_and_goes_on_while_the_program_does(streamed, window, qtbot):
    _, watched = streamed
    watched.await_("Orders of today")
    for day in range(3):
        window.label.setText(f"Orders of day {day}")
        watched.await_(f"Orders of day {day}")
    assert watched.session.ended_at is None
    [first] = watched.snapshots()
    assert [event["type"] for event in first] == [4, 2]
    assert first == watched.events()[:2]
    facts = watched.facts
    assert [it.seq for it in facts] == list(range(len(facts)))
    assert {it.dropped_before for it in facts} == {0}
    times = [event["timestamp"] for event in watched.events()]
    assert times == sorted(times)
    assert "planted" not in str(watched.events())
    said = watched.session.said
    assert said.start_url.startswith("app://ledger/")
    assert said.user_agent.startswith("usero-desktop/")
    assert said.anonymous_id == said.sdk_session_id  # nobody was named


def test_at_its_end_the_rest_comes_and_it_is_whole(streamed, window, qtbot):
    widget, watched = streamed
    await_rest(qtbot)
    window.label.setText("The last orders")
    await_change(qtbot)
    widget.destroy()
    watched.await_end()
    assert "The last orders" in str(watched.events())
    qtbot.waitUntil(lambda: not threads_of_ours())


def test_a_report_names_the_running_session_and_makes_no_other(
    streamed, window, inbox, server, qtbot
):
    widget, watched = streamed
    before = sessions(server)
    window.label.setText("Orders before the report")
    await_change(qtbot)
    widget.open()
    send(Form(qtbot, window))
    [report] = inbox.new()
    assert report.session_replay_id == watched.session_id
    watched.await_("'tag': 'feedback'")
    [mark] = [e for e in watched.events() if e["data"].get("tag") == "feedback"]
    first = watched.events()[0]["timestamp"]
    assert report.replay_offset_ms == mark["timestamp"] - first
    told = str([e for e in watched.events() if e["timestamp"] <= mark["timestamp"]])
    assert "Orders before the report" in told
    assert "It hung" not in str(watched.events())
    window.label.setText("Orders after the report")
    watched.await_("Orders after the report")
    assert sessions(server) == before
    widget.destroy()
    watched.await_end()


def test_the_user_reads_which_session_is_named_and_can_leave_it_out(streamed, window, inbox, qtbot):
    widget, watched = streamed
    widget.open()
    page = Review(qtbot, window)
    page.choose(3)
    page.look()
    assert watched.session_id in page.section("place")
    page.switch("Recording")
    assert page.sent(inbox).session_replay_id is None
    window.label.setText("Orders after the report")
    watched.await_("Orders after the report")


def test_the_panel_offers_no_recording_while_the_session_is_streamed(streamed, window, qtbot):
    widget, _ = streamed
    widget.open()
    assert not Form(qtbot, window).has("watch_recording")


@pytest.mark.parametrize("how", ["hide", "showMinimized"])
def test_it_pauses_while_every_window_is_hidden_and_resumes_with_a_snapshot(
    streamed, window, qtbot, how
):
    _, watched = streamed
    watched.await_("Orders of today")
    getattr(window, how)()
    qtbot.waitUntil(lambda: the_stream()._tap.listens, timeout=PATIENCE)
    assert len(watched.snapshots()) == 1
    before = watched.facts
    window.label.setText("Orders of the night")
    qtbot.wait(50)
    assert watched.facts == before
    window.showNormal()
    watched.await_("Orders of the night")
    assert [[e["type"] for e in chunk] for chunk in watched.snapshots()] == [[4, 2]] * 2
    assert {it.dropped_before for it in watched.facts} == {0}


def test_another_window_is_enough_to_go_on(streamed, window, qtbot):
    _, watched = streamed
    watched.await_("Orders of today")
    other = host(qtbot)
    other.label.setText("Orders of the other")
    window.hide()
    watched.await_("Orders of the other")
    other.label.setText("Orders of the other, later")
    watched.await_("Orders of the other, later")
    assert len(watched.snapshots()) == 1


def test_nobody_there_is_a_pause_too_and_a_key_ends_it(attach, window, server, qtbot, monkeypatch):
    # Longer than a busy machine takes to begin with it, and to tell of a key.
    beating(monkeypatch, idle=4.0)
    attach(window, plugins=[SessionReplay(stream=True)])
    watched = Watched(qtbot, server, await_stream(qtbot))
    qtbot.waitUntil(lambda: the_stream()._tap.listens, timeout=PATIENCE)
    count = len(watched.snapshots())
    window.label.setText("What nobody looks at")
    await_change(qtbot)
    assert "What nobody looks at" not in str(watched.events())
    qtbot.keyClick(window.field, QtCore.Qt.Key.Key_End)
    window.label.setText("What somebody looks at")
    watched.await_("What somebody looks at")
    assert len(watched.snapshots()) > count


def test_a_snapshot_comes_again_from_time_to_time(attach, window, server, qtbot, monkeypatch):
    beating(monkeypatch, anew=0.4)
    attach(window, plugins=[SessionReplay(stream=True)])
    watched = Watched(qtbot, server, await_stream(qtbot))
    for day in range(4):
        window.label.setText(f"Orders of day {day}")
        watched.await_(f"Orders of day {day}")
    assert len(watched.snapshots()) > 1


def test_one_that_hides_more_goes_on_in_the_same_session_and_throws_the_rest_away(
    attach, window, server, qtbot, monkeypatch
):
    # So that what is told in between waits still when it comes to be hidden.
    beating(monkeypatch, chunk=2 * PATIENCE / 1000)
    first = attach(window, plugins=[SessionReplay(stream=True)])
    watched = Watched(qtbot, server, await_stream(qtbot))
    before = sessions(server)
    window.label.setObjectName("orders")
    window.label.setText("A secret of the orders")
    await_change(qtbot)
    assert any(b"A secret of the orders" in event.data for event in the_stream()._tap._events)
    second = attach(window, plugins=[SessionReplay(mask=["orders"])], client_id="client_demo")
    qtbot.waitUntil(lambda: len(watched.snapshots()) == 2, timeout=PATIENCE)
    window.setWindowTitle("Ledger of June")
    await_change(qtbot)
    first.destroy()
    second.destroy()
    watched.await_end()
    assert "Ledger of June" in str(watched.rest())
    assert "Orders of today" not in str(watched.snapshots()[1])
    assert "A secret of the orders" not in str(watched.events())
    assert sessions(server) == before


def test_two_windows_stream_one_session_to_where_the_first_ones_reports_go(
    streamed, attach, window, server, inbox, qtbot
):
    one, watched = streamed
    other = host(qtbot)
    two = attach(other, plugins=[SessionReplay(stream=True)], client_id="client_demo")
    with qtbot.waitSignal(two.ready, timeout=PATIENCE):
        pass
    other.label.setText("Orders of the other")
    watched.await_("Orders of the other")
    before = sessions(server)
    two.open()
    send(Form(qtbot, other))
    [report] = inbox.new()
    assert report.session_replay_id == watched.session_id
    one.destroy()
    watched.await_end()
    again = Watched(qtbot, server, await_stream(qtbot))
    again.await_("Orders of the other")
    assert sessions(server) == {*before, again.session_id}
    two.destroy()
    again.await_end()


def test_where_nobody_wants_it_streamed_any_more_the_recording_goes_on(streamed, attach, qtbot):
    one, watched = streamed
    other = host(qtbot)
    two = attach(other, plugins=[SessionReplay()])
    with qtbot.waitSignal(two.ready, timeout=PATIENCE):
        pass
    recording = running()
    one.destroy()
    watched.await_end()
    assert running() is recording
    assert the_stream() is None


def test_started_without_a_widget_it_streams_once_one_takes_part(
    attach, window, server, qtbot, quick
):
    before = sessions(server)
    replay = SessionReplay(stream=True)
    replay.start()
    await_recording(qtbot)
    assert the_stream() is None
    attach(window, plugins=[replay])
    watched = Watched(qtbot, server, await_stream(qtbot))
    watched.await_("Orders of today")
    assert sessions(server) == {*before, watched.session_id}
    replay.stop()
    assert the_stream() is not None


def test_a_widget_that_asks_its_users_ends_the_stream_as_long_as_it_is_there(
    streamed, attach, window, server, qtbot
):
    _, watched = streamed
    watched.await_("Orders of today")
    await_rest(qtbot)
    window.label.setText("Orders that nobody was asked about")
    await_change(qtbot)
    other = host(qtbot)
    asking = attach(other, plugins=[SessionReplay(consent="ask")])
    with qtbot.waitSignal(asking.ready, timeout=PATIENCE):
        pass
    watched.await_end()
    assert the_stream() is None
    before = sessions(server)
    window.label.setText("Orders afterwards")
    await_change(qtbot)
    assert running().is_recording
    asking.destroy()
    again = Watched(qtbot, server, await_stream(qtbot))
    again.await_("Orders afterwards")
    assert sessions(server) == {*before, again.session_id}


@pytest.mark.parametrize("options", [{"consent": "never"}, {"sample_rate": 0.0}])
def test_what_is_not_recorded_is_not_streamed(attach, window, server, qtbot, quick, options):
    before = sessions(server)
    widget = attach(window, plugins=[SessionReplay(stream=True, **options)])
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        pass
    assert tape._tape is None
    assert sessions(server) == before


@pytest.mark.promise("H5")
def test_its_end_comes_at_once_and_leaves_nothing(streamed, window, qtbot, figure):
    widget, watched = streamed
    for value in range(20):
        window.gauge.turn(value)
        qtbot.wait(10)
    stream = the_stream()
    began = monotonic()
    tape._tape.stop()
    took = monotonic() - began
    assert took < 0.05
    assert filters_of_ours() == []
    stream.wait(PATIENCE / 1000)
    assert watched.session.ended_at
    qtbot.waitUntil(lambda: not threads_of_ours())
    figure(f"stop() of a stream took {took * 1000:.0f} ms")
    widget.destroy()
