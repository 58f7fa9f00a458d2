"""What a recording leaves alone because it cannot have changed, and how often it looks."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay.recorder import source
from usero_desktop.replay.recorder.allowance import (
    LONGEST_S,
    SAVED_S,
    SHARE,
    TICK_S,
    Allowance,
)

W = QtWidgets

MADE = """
import gc
from usero_desktop.qt import QtWidgets
from usero_desktop.replay.recorder.source import Recorder

app = QtWidgets.QApplication([])
window = QtWidgets.QWidget()
rows = QtWidgets.QVBoxLayout(window)
for make in ("QPlainTextEdit", "QTextEdit", "QLineEdit", "QTableWidget", "QComboBox", "QTabWidget"):
    rows.addWidget(getattr(QtWidgets, make)())
window.show()
app.processEvents()
recorder = Recorder(lambda event: None)
recorder.start()
while recorder.has_more:
    app.processEvents()
    recorder.look()
assert recorder.is_recording
recorder.stop()
print([one.__name__ for one in gc.get_objects() if isinstance(one, type)])
"""
"""Says which types there are once a window of one of each was recorded."""


class Backdrop(W.QWidget):
    """Paints itself, also below what is in it."""

    colour = "#204060"

    def paintEvent(self, _event):
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor(self.colour))
        painter.end()


@pytest.fixture
def described(monkeypatch):
    """Call it with a take to have the widgets that are described from now on in a list."""

    def begin(take):
        names = []
        describer = take.recorder._session.tree._describer
        sketch = describer.sketch

        def noted(subject):
            names.append(subject.names[0] if subject.names else "QWidget")
            return sketch(subject)

        monkeypatch.setattr(describer, "sketch", noted)
        return names

    return begin


@pytest.fixture
def form(put):
    """A field in a box on a page; nothing of these fills its place."""
    box = put(W.QGroupBox("Delivery"), 20, 20, 300, 200)
    box.field = W.QLineEdit("", box)
    box.field.setGeometry(20, 40, 200, 30)
    box.field.show()
    return box


def bullets(page):
    return page.text().count("•")


def test_a_letter_in_a_field_has_nothing_described_but_the_field(record, form, described):
    take = record()
    names = described(take)
    form.field.insert("M")
    assert bullets(take.settle()) == 1
    assert set(names) == {"QLineEdit"}


def test_what_changed_by_itself_while_a_field_was_written_in_is_told(record, form):
    take = record()
    form.field.insert("M")
    form.setTitle("Collection")
    page = take.settle()
    assert bullets(page) == 1
    assert "Collection" in page.text()


def test_a_ground_that_is_wholly_below_another_widget_is_told_when_it_changes(record, put):
    frame = put(W.QFrame(), 20, 20, 200, 100)
    frame.setAutoFillBackground(True)
    cover = W.QLabel("Total", frame)
    cover.setGeometry(-10, -10, 400, 400)
    cover.show()
    take = record()
    palette = frame.palette()
    palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor("#123456"))
    frame.setPalette(palette)
    assert "#123456" in str(take.settle().looks())


def test_what_a_host_paints_below_a_widget_is_told_when_it_changes_there_alone(record, put):
    backdrop = put(Backdrop(), 20, 20, 200, 100)
    label = W.QLabel("Total", backdrop)
    label.setGeometry(10, 10, 100, 30)
    label.show()
    take = record()
    backdrop.colour = "#a01020"
    backdrop.update(label.geometry())
    assert "#a01020" in str(take.settle().looks())


@pytest.mark.parametrize("make", [W.QLineEdit, W.QTextEdit, W.QPlainTextEdit])
def test_a_cursor_that_blinks_is_nothing_to_look_at(record, put, make):
    field = put(make(), 20, 20, 200, 100)
    write = field.setPlainText if make is not W.QLineEdit else field.setText
    write("M")
    painted = field if make is W.QLineEdit else field.viewport()
    take = record()

    def paint(width):
        event = QtGui.QPaintEvent(QtCore.QRect(5, 5, width, 20))
        take.recorder._session._watch.eventFilter(painted, event)
        return take.recorder.has_more

    assert not paint(8)
    assert paint(120)
    take.settle()
    assert not paint(8)
    write("Mi")
    assert paint(8)


@pytest.mark.parametrize("make", [W.QLineEdit, W.QTextEdit, W.QPlainTextEdit])
def test_a_letter_that_is_no_wider_than_a_cursor_is_told(record, put, make):
    field = put(make(), 20, 20, 200, 100)
    take = record()
    for count in (1, 2):
        if make is W.QLineEdit:
            field.insert("i")
        else:
            field.insertPlainText("i")
        assert bullets(take.settle()) == count


def test_a_cursor_in_a_field_that_is_not_masked_is_not_told_and_its_text_is(record, form):
    take = record(mask_all_inputs=False)
    form.field.insert("i")
    assert "i" in take.settle().runs()


def test_no_types_are_made_for_what_is_no_widget():
    # PySide6 makes all of Qt's when it has to say what an object of a private class is: 20 ms.
    environment = os.environ | {"QT_API": "pyside6", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", MADE]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert "'QTextDocument'" in done.stdout
    assert "'QFileSystemWatcher'" not in done.stdout


# ---------------------------------------------------------------- how often


def looks(allowance, cost, seconds, now=0.0):
    """Look as often as may be, each time for `cost`; return when."""
    moments, end = [], now + seconds
    while (now := now + allowance.wait(now)) < end:
        allowance.spend(cost, now)
        moments.append(now)
    return moments


def test_what_costs_little_is_told_at_each_tick():
    moments = looks(Allowance(0.0), TICK_S * SHARE / 2, 30)
    assert len(moments) == pytest.approx(30 / TICK_S, abs=1)


def test_what_goes_on_takes_no_more_than_its_share():
    cost = 0.003
    moments = looks(Allowance(0.0), cost, 60)
    assert len(moments) * cost <= 60 * SHARE + SAVED_S + cost
    assert max(b - a for a, b in pairwise(moments)) <= LONGEST_S + 1e-6


def test_what_begins_after_a_rest_is_told_at_each_tick():
    allowance = Allowance(0.0)
    last = looks(allowance, 0.003, 60)[-1]
    after = looks(allowance, 0.003, 0.75, now=last + 10)
    assert len(after) == pytest.approx(0.75 / TICK_S, abs=1)


def test_a_look_that_took_very_long_is_made_up_for_soon():
    allowance = Allowance(0.0)
    allowance.spend(2.0, 1.0)
    assert allowance.wait(1.0) == pytest.approx(LONGEST_S)
    assert allowance.wait(1.0 + LONGEST_S) == TICK_S


def test_what_is_heard_counts_as_what_is_looked_at_does(record, window, monkeypatch):
    take, step, spent = record(), 1e-6, []
    ticks = itertools.count()
    # A clock that goes on by being read, once as an event comes and once as it has been heard.
    clock = SimpleNamespace(perf_counter=lambda: next(ticks) * step, time_ns=time.time_ns)
    monkeypatch.setattr(source, "time", clock)
    monkeypatch.setattr(Allowance, "spend", lambda _, seconds, __: spent.append(seconds))
    shift = QtCore.Qt.Key.Key_Shift.value, QtCore.Qt.KeyboardModifier.NoModifier
    for presses in (0, 300, 0):
        for _ in range(presses):
            event = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, *shift)
            QtCore.QCoreApplication.sendEvent(window, event)
        take.recorder.look()
    quiet, busy, after = spent
    assert busy - quiet == pytest.approx(300 * step)
    assert after == pytest.approx(quiet)


@pytest.mark.parametrize("tick", [0.02, 1.0])
def test_a_host_says_what_lies_between_two_looks(tick):
    moments = looks(Allowance(0.0, tick), tick * SHARE / 2, 30)
    assert len(moments) == pytest.approx(30 / tick, abs=1)
    assert min(b - a for a, b in pairwise(moments)) >= tick * 0.99


@pytest.mark.parametrize("every", [100, 400])
def test_what_is_scrolled_is_told_no_more_often_than_the_host_says(record, put, qtbot, every):
    area, page = W.QScrollArea(), W.QLabel("Orders")
    page.setFixedSize(200, 20_000)
    area.setWidget(page)
    put(area, 20, 20, 300, 200)
    take = record(sampling={"scroll": every})
    bar, scrolling, clock = area.verticalScrollBar(), QtCore.QTimer(area), QtCore.QElapsedTimer()
    scrolling.timeout.connect(lambda: bar.setValue(bar.value() + 7))

    def places():
        """How far the page has been scrolled, as the events tell it."""
        return {
            found for event in take.events for found in re.findall(rb"top:(-\d+)px", event.data)
        }

    before = len(places())
    clock.start()
    scrolling.start(10)
    qtbot.waitUntil(lambda: len(places()) >= before + 5)
    scrolling.stop()
    # The first look may have been due by then.
    assert clock.elapsed() >= 4 * every * 0.95
