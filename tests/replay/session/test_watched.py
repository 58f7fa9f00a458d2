"""From the window to the page that plays it: attached, recorded, sent, watched."""

from __future__ import annotations

import gzip
import io

import pytest
from PIL import Image
from replay.hosts import PATIENCE, await_recording, await_rest, running
from replay.likeness import ssim, worst
from ui.form import Form

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay import SessionReplay

pytestmark = [pytest.mark.browser, pytest.mark.replay]

ALIKE = {"hybrid": 0.97, "pixels": 0.995}
CLIENT = """(window => (r => [r.x, r.y])(window.getBoundingClientRect()))(
  inside.querySelector('.w .a') ?? inside.querySelector('.a'))"""


def grab(widget):
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB888).save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGB")


def box(widget, window):
    place = widget.mapTo(window, QtCore.QPoint())
    return place.x(), place.y(), widget.width(), widget.height()


@pytest.fixture(params=["hybrid", "pixels"])
def reported(request, attach, window, server, inbox, qtbot):
    """Have a report sent with its recording; returns all that is to be compared.

    The look is the one before the panel was open, which is a box in pictures.
    """
    mode = request.param
    widget = attach(window, plugins=[SessionReplay(mode=mode)])
    await_recording(qtbot)
    window.label.setText("Orders of yesterday")
    window.gauge.turn(200)
    window.field.setText("another planted secret")
    QtWidgets.QApplication.processEvents()  # painted by now, so there is something to tell
    await_rest(qtbot)
    running().reel.worker.asked(lambda: None, PATIENCE / 1000)
    launcher = Form(qtbot, window).launcher
    left_out = [box(window.field, window), box(launcher, window)]
    grabbed, grabbed_at = grab(window), running().reel.timeline.now_ms()
    widget.open()
    form = Form(qtbot, window)
    form.choose(2)
    form.type("It hung")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    replays = server.store.replays
    session = report.session_replay_id
    qtbot.waitUntil(lambda: replays.session(session).ended_at is not None, timeout=PATIENCE)
    chunks = [replays.data(session, chunk.seq) for chunk in replays.chunks(session)]
    [feedback] = inbox.ids()
    address = f"{server.url}/replays/{session}?feedback={feedback}"
    return mode, (grabbed, grabbed_at, left_out), chunks, address


@pytest.mark.promise("K1", "K2")
def test_a_report_is_watched_as_it_was(stage, chromium, reported):
    mode, (grabbed, grabbed_at, left_out), chunks, address = reported
    play = stage(chunks)
    assert play.difference(play.length) == ""
    play.load(chunks)
    play.seek(grabbed_at - play.events[0]["timestamp"])
    written = b"".join(map(gzip.decompress, chunks))
    assert b"planted secret" not in written
    assert b"It hung" not in written
    if mode == "hybrid":
        assert "Orders of yesterday" in play.text()
    left, top = map(round, play.evaluate(CLIENT))
    replayed = play.picture().crop((left, top, left + grabbed.width, top + grabbed.height))
    assert ssim(grabbed, replayed, left_out) >= ALIKE[mode], worst(grabbed, replayed, left_out)

    page = chromium.page()
    page.goto(address)
    page.wait("document.querySelector('#message').hidden")
    assert page.evaluate("document.querySelector('#gaps').hidden")
    assert page.evaluate("document.querySelector('#arrival').hidden")
    assert page.text("#report p") == "It hung"
    page.close()
    assert (page.errors, page.said) == ([], [])
