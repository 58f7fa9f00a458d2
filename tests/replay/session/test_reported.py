"""The whole way: a window is recorded, somebody sends a report, and the recording arrives."""

from __future__ import annotations

import gzip
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from recordings import recording
from replay.hosts import (
    PATIENCE,
    await_change,
    await_recording,
    await_rest,
    recorded,
    running,
    threads_of_ours,
)
from ui.form import Form

from usero_desktop.model.submission import Submission
from usero_desktop.replay import SessionReplay
from usero_desktop.replay.recorder.source import Recorder


def send(form, comment="It hung"):
    form.choose(3)
    form.type(comment)
    form.send()
    form.wait_for("Thank you!")


def arrived(server, session_id):
    replays = server.store.replays
    return [
        event
        for chunk in replays.chunks(session_id)
        for event in json.loads(gzip.decompress(replays.data(session_id, chunk.seq)))
    ]


def test_a_report_brings_what_happened_before_it(attach, window, inbox, server, qtbot):
    widget = attach(window, plugins=[SessionReplay()], app_name="Ledger")
    await_recording(qtbot)
    window.label.setText("Orders of tomorrow")
    window.gauge.turn(200)
    await_change(qtbot)
    widget.open()
    send(Form(qtbot, window))
    [report] = inbox.new()
    replays = server.store.replays
    qtbot.waitUntil(
        lambda: bool(replays.session(report.session_replay_id).ended_at), timeout=PATIENCE
    )
    events = arrived(server, report.session_replay_id)
    assert [event["type"] for event in events[:2]] == [4, 2]
    assert events[0]["data"]["href"].startswith("app://ledger/")
    assert "Orders of tomorrow" in str(events)
    assert "data:image/webp" in str(events)
    assert "planted" not in str(events)
    assert "It hung" not in str(events)
    times = [event["timestamp"] for event in events]
    assert times == sorted(times)
    marks = [each for each in events if each["type"] == 5 and each["data"]["tag"] == "feedback"]
    assert [mark["timestamp"] - times[0] for mark in marks] == [report.replay_offset_ms]
    assert 0 < report.replay_offset_ms <= times[-1] - times[0]
    assert replays.session(report.session_replay_id).said.user_agent.startswith("usero-desktop/")


def test_it_ends_with_the_last_widget(attach, window, inbox, qtbot):
    replay = SessionReplay()
    one = attach(window, plugins=[replay])
    two = attach(window, plugins=[SessionReplay()], client_id="client_other")
    await_recording(qtbot)
    one.destroy()
    assert running() is not None
    two.destroy()
    assert running() is None
    qtbot.waitUntil(lambda: not threads_of_ours())


def test_a_widget_that_comes_takes_part_in_what_was_started_without_one(
    attach, window, inbox, qtbot
):
    replay = SessionReplay()
    replay.start()
    await_recording(qtbot)
    before = running()
    widget = attach(window, plugins=[replay])
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        pass
    assert running() is before
    widget.destroy()
    assert running() is before
    replay.stop()
    assert running() is None


def test_what_a_widget_names_to_be_masked_meanwhile_is_hidden_and_what_was_kept_thrown_away(
    attach, window, qtbot
):
    widget = attach(window, plugins=[SessionReplay()])
    await_recording(qtbot)
    assert "Orders of today" in str(recorded(qtbot))
    window.label.setObjectName("orders")
    widget.update(mask=["orders"])
    await_rest(qtbot)
    assert "Orders of today" not in str(recorded(qtbot))
    before = running()
    widget.update(title="What do you think?")
    assert running() is before


def test_and_so_is_what_another_widget_names(attach, window, qtbot):
    attach(window, plugins=[SessionReplay()])
    await_recording(qtbot)
    window.label.setObjectName("orders")
    attach(window, mask=["orders"], client_id="client_other")
    await_rest(qtbot)
    assert "Orders of today" not in str(recorded(qtbot))


@pytest.mark.parametrize("place", ["start", "look"])
@pytest.mark.promise("H1")
def test_a_recorder_that_fails_costs_the_recording_and_nothing_else(
    attach, window, inbox, qtbot, monkeypatch, caplog, place
):
    def fails(*_values):
        raise RuntimeError("broken on purpose")

    caplog.faults_expected = True
    monkeypatch.setattr(Recorder, place, fails)
    widget = attach(window, plugins=[SessionReplay()])
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        pass
    if place == "look":
        await_recording(qtbot)
    widget.open()
    send(Form(qtbot, window))
    [report] = inbox.new()
    assert report.session_replay_id is None
    logged = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert any("your program goes on" in record.getMessage() for record in logged)


def test_a_report_that_is_changed_keeps_the_recording_of_when_it_was_written(attach, window, qtbot):
    plugin = SessionReplay()
    attach(window, plugins=[plugin])
    await_recording(qtbot)
    report = Submission("1", "client_demo", "", datetime.now(UTC), recording=recording())
    assert plugin.on_feedback_submit(None, report) is None
    assert plugin.on_feedback_submit(None, replace(report, recording=None)) is not None


def test_what_is_asked_for_again_within_a_second_is_put_together_once(attach, window, qtbot):
    attach(window, plugins=[SessionReplay()])
    await_recording(qtbot)
    reel = running().reel
    first = reel.recording(reel.timeline.now_ms(), 10)
    again = reel.recording(reel.timeline.now_ms(), 10)
    assert first.chunks is again.chunks
    assert first.sdk_session_id != again.sdk_session_id
