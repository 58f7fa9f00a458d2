"""What a recording may not do to the program it is made of."""

from __future__ import annotations

import gc
import random
import threading
import weakref
from time import perf_counter

import pytest
from replay.recorder.seen import Page
from replay.recorder.takes import Take

from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.replay.recorder import styles
from usero_desktop.replay.recorder.describe.describer import Describer

W = QtWidgets


def delete(widget):
    if BINDING == "PyQt6":
        from PyQt6 import sip

        sip.delete(widget)
    else:
        import shiboken6

        shiboken6.delete(widget)


def test_nothing_runs_while_nothing_changes(record, window, qtbot):
    take = record()
    timer = take.recorder._session._timer
    qtbot.waitUntil(lambda: not timer.isActive())
    count = len(take.events)
    W.QApplication.processEvents()
    assert len(take.events) == count
    window.setWindowTitle("Other")
    assert timer.isActive()
    qtbot.waitUntil(lambda: not timer.isActive())
    assert "Other" in take.page.text() or not window.frameGeometry().top()


def test_stopping_leaves_nothing_behind(record, window, qtbot):
    for index in range(200):
        W.QLabel(f"{index}", window.page).show()
    threads = threading.active_count()
    take = record()
    session = take.recorder._session
    watch, timer = session._watch, session._timer
    gone = [weakref.ref(session), weakref.ref(session.tree)]
    began = perf_counter()
    take.recorder.stop()
    assert perf_counter() - began < 0.05
    count = len(take.events)
    window.page.children()[-1].setText("later")
    W.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    qtbot.wait(1)
    assert len(take.events) == count
    assert not is_alive(watch)
    assert not is_alive(timer)
    assert threading.active_count() == threads
    del session, watch, timer
    gc.collect()
    assert [ref() for ref in gone] == [None, None]


def test_a_recorder_can_start_again(record, put):
    put(W.QLabel("here"))
    take = record()
    take.recorder.stop()
    take.page = Page()
    take.recorder.start()
    take.settle()
    assert "here" in take.page.runs()


@pytest.mark.parametrize("seed", range(4))
def test_widgets_may_be_deleted_at_any_moment(record, window, seed):
    chance = random.Random(seed)
    take = record()
    for _ in range(60):
        made = [W.QGroupBox("box", window.page), W.QTableWidget(5, 2, window.page)]
        for index in range(5):
            W.QPushButton(f"{index}", made[0])
        for widget in made:
            widget.setGeometry(chance.randrange(300), chance.randrange(200), 200, 120)
            widget.show()
        if chance.random() < 0.5:
            W.QApplication.processEvents()
        if chance.random() < 0.5:
            take.recorder.look()
        for child in window.page.children():
            if chance.random() < 0.7:
                delete(child)
    page = take.settle()
    left = [child for child in window.page.children() if child.isVisible()]
    if not any(isinstance(child, W.QGroupBox) for child in left):
        assert "box" not in page.text()


def test_a_window_may_go_while_it_is_recorded(record, window, qtbot):
    other = W.QWidget()
    W.QLabel("in the other", other)
    other.show()
    take = record()
    assert "in the other" in take.page.text()
    del other
    gc.collect()
    take.settle()
    assert "in the other" not in take.page.text()


def test_a_fault_ends_the_recording_and_nothing_else(record, put, monkeypatch, caplog, qtbot):
    label = put(W.QLabel("one"))
    take = record()

    def fail(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(Describer, "sketch", fail)
    label.setText("two")
    qtbot.waitUntil(lambda: not take.recorder.is_recording)
    label.setText("three")
    W.QApplication.processEvents()
    assert caplog.text.count("The recording has ended") == 1
    assert label.text() == "three"


def test_a_sink_that_fails_is_no_matter_to_the_host(put, qapp, caplog):
    put(W.QLabel("one"))
    from usero_desktop.replay.recorder.source import Recorder

    def fail(_event):
        raise OSError("full")

    recorder = Recorder(fail)
    recorder.start()
    assert not recorder.is_recording
    assert "The recording has ended" in caplog.text


def test_painting_of_the_hosts_is_recorded_as_it_is(record, put):
    class Chart(W.QWidget):
        def paintEvent(self, _event):
            painter = QtGui.QPainter(self)
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            painter.drawPolyline([QtCore.QPointF(0, 5), QtCore.QPointF(10, 9.5)])
            painter.drawText(20, 30, "Revenue")

    put(Chart())
    take = record()
    assert "Revenue" in take.page.runs()
    assert any(("d", "M0 5L10 9.5") in look for look in take.page.looks())


def test_a_whole_recording_is_told_to_the_next_one_alike(record, put):
    put(W.QLabel("one"))
    take, other = record(), Take()
    other.recorder.start()
    other.settle()
    other.recorder.stop()
    assert take.page.looks() == other.page.looks()


def test_a_program_that_paints_something_else_each_time_does_not_have_the_sheet_grow_for_ever(
    record, put, monkeypatch
):
    class Bars(W.QWidget):
        shift = 0

        def paintEvent(self, _event):
            painter = QtGui.QPainter(self)
            for bar in range(10):
                height = (bar * 7 + self.shift) % 40
                painter.fillRect(bar * 4, 40 - height, 3, height, QtGui.QColor(self.shift, 0, 0))

    monkeypatch.setattr(styles, "FULL", 4_000)
    bars = put(Bars())
    take = record()
    for bars.shift in range(1, 60):
        bars.update()
        page = take.settle()
    told = sum(len(node.attributes.get("_cssText", "")) for node in page.nodes.values())
    assert told < len(styles.BASE) + 6_000
    assert any("#3b0000" in str(look) for look in page.looks())
