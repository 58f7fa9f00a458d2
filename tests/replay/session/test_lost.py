"""What could not be kept in time is forgotten, and the recording goes on from there."""

from __future__ import annotations

import threading

import pytest
from replay.hosts import await_change, await_recording, recorded, running

from usero_desktop.replay import SessionReplay, tape
from usero_desktop.rrweb import events


@pytest.fixture
def recording(window, qtbot):
    replay = SessionReplay()
    replay.start()
    await_recording(qtbot)
    yield running()
    replay.stop()


@pytest.fixture
def lose(recording):
    """Hold the worker up while more happens than may wait for it."""
    go = threading.Event()

    def lose_() -> None:
        recording.reel.worker.post(lambda: go.wait(60), first=True)
        reel = recording.reel
        while not reel.wants_snapshot:  # as pictures come, from the worker
            reel.take(events.custom(reel.timeline.now_ms(), "large", {"it": "x" * 100_000}))

    yield lose_
    go.set()


def test_it_begins_anew_by_itself(window, recording, lose, qtbot, caplog):
    lose()
    assert caplog.text.count("is forgotten") == 1
    window.label.setText("Orders of tomorrow")
    qtbot.waitUntil(lambda: running() is not recording)
    await_change(qtbot)
    told = recorded(qtbot)
    assert [event["type"] for event in told[:2]] == [4, 2]
    assert "Orders of tomorrow" in str(told)
    assert "planted" not in str(told)


def test_a_report_that_is_sent_just_then_has_what_is_to_be_seen(window, recording, lose, qtbot):
    lose()
    window.label.setText("Orders of tomorrow")
    window.label.repaint()
    recording.look()
    assert running() is recording
    take = tape.take()
    assert running() is not recording
    assert take is not None
    assert take(10) is not None
