"""What is drawn as pictures plays in rrweb: without a word, and as the window looked."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from replay.hosts import await_change, await_recording, recorded, running
from replay.likeness import ssim, worst

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay import SessionReplay

pytestmark = [pytest.mark.browser, pytest.mark.replay]

CLIENT = "(r => [r.x, r.y])(inside.querySelector('.w .a').getBoundingClientRect())"
ALIKE = {"hybrid": 0.98, "pixels": 0.995}


def look(window):
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    window.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB888).save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGB")


@pytest.mark.parametrize("mode", ALIKE)
@pytest.mark.promise("K1", "K2")
def test_it_looks_as_the_window_did_at_each_moment(stage, window, qtbot, mode):
    SessionReplay(mode=mode).start()
    await_recording(qtbot)
    field = window.field.geometry().translated(window.centralWidget().pos())
    seen = []
    for value in (0, 90, 200):
        window.gauge.turn(value)
        window.label.setText(f"Orders of day {value}")
        await_change(qtbot)
        seen.append((value, running().reel.timeline.now_ms(), look(window)))
        qtbot.wait(20)  # the next moment is another one
    events = recorded(qtbot)
    play = stage(events)
    for value, when, grabbed in seen:
        play.seek(when - events[0]["timestamp"])
        if mode == "hybrid":
            assert f"Orders of day {value}" in play.text()
        left, top = map(round, play.evaluate(CLIENT))
        width, height = grabbed.size
        replayed = play.picture().crop((left, top, left + width, top + height))
        masked = [field.getRect()]
        assert ssim(grabbed, replayed, masked) >= ALIKE[mode], worst(grabbed, replayed, masked)
    for _, when, _ in seen:
        assert play.difference(when - events[0]["timestamp"]) == ""
