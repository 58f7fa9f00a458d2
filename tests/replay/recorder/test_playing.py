"""What the recorder tells of a program plays in rrweb: without a word, and as it looked."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from replay.likeness import ssim, worst
from replay.recorder.desk import SECRET, TYPED, Desk, story
from replay.recorder.seen import Page

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay.recorder.source import Recorder
from usero_desktop.rrweb.chunks import pack

pytestmark = [pytest.mark.browser, pytest.mark.replay]

STEP_MS = 400
START = 1_790_000_000_000
ALIKE = 0.99
ELSEWHERE = {"menu", "dialog", "second window"}
"""When something else lies over the window, which its own picture does not show."""
CLIENT = "(r => [r.x, r.y])(inside.querySelector('.w .a').getBoundingClientRect())"


class Clock:
    """Time that passes when the story says so: each step is at a moment of its own."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def desk(qtbot):
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def told(desk):
    """Record the story; returns the events and, by what was done, the moment and the look then."""
    clock, events, page = Clock(), [], Page()

    def take(event):
        events.append(event)
        page.apply(event)

    recorder = Recorder(take, clock=clock, home="app://desk/")
    recorder.start()

    def settle():
        for _ in range(400):
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
            QtWidgets.QApplication.processEvents()
            recorder.look()
            if not recorder.has_more:
                return

    settle()
    seen = {"begun": (0, *look(desk))}
    for done in story(desk):
        clock.now += STEP_MS
        settle()
        seen[done] = (clock.now - START, *look(desk))
    assert recorder.is_recording
    recorder.stop()
    return events, seen


def look(desk):
    """Return a picture of the window, and where it is not to be compared: its inputs."""
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    desk.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB888).save(buffer, "PNG")
    places = [(field.mapTo(desk, QtCore.QPoint()), field.size()) for field in desk.inputs]
    boxes = [(place.x(), place.y(), size.width(), size.height()) for place, size in places]
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGB"), boxes


@pytest.mark.promise("K1")
def test_a_story_plays_without_a_word_and_seeking_is_playing(stage, told):
    events, seen = told
    moments = {done: at for done, (at, _, _) in seen.items()}
    play = stage(pack(events))
    play.seek(moments["begun"])
    assert "Save order" in play.text()
    play.seek(moments["scrolled to 30"])
    assert "#10210" in play.text()
    play.seek(moments["dialog"])
    assert "Delete this order?" in play.text()
    for done in ("filled in", "scrolled to 30", "menu", "dialog closed", "form again"):
        assert play.difference(moments[done]) == "", done
    words = play.text() + play.dom()
    assert SECRET not in words
    assert TYPED not in words


@pytest.mark.promise("K2")
def test_it_looks_as_the_window_did(stage, told, figure):
    events, seen = told
    play = stage(pack(events))
    alike = []
    for done, (at, grabbed, masked) in seen.items():
        if done in ELSEWHERE:
            continue
        play.seek(at)
        left, top = map(round, play.evaluate(CLIENT))
        width, height = grabbed.size
        replayed = play.picture().crop((left, top, left + width, top + height))
        alike.append(ssim(grabbed, replayed, masked))
        assert alike[-1] >= ALIKE, (done, worst(grabbed, replayed, masked))
    figure(f"{play.version}: SSIM {min(alike):.3f} to {max(alike):.3f} on {len(alike)} screens")
