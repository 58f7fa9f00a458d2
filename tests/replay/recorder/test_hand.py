"""The mouse: its way, its buttons, and where the keys go; keys themselves are not there."""

from __future__ import annotations

import json
from itertools import pairwise

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
_Type = QtCore.QEvent.Type
_Left = QtCore.Qt.MouseButton.LeftButton
_None = QtCore.Qt.MouseButton.NoButton


def send(window, kind, x, y, button=_None):
    at = QtCore.QPointF(x, y)
    everywhere = QtCore.QPointF(window.mapToGlobal(QtCore.QPoint(x, y)))
    held = button if kind == _Type.MouseButtonPress else _None
    event = QtGui.QMouseEvent(
        kind, at, everywhere, button, held, QtCore.Qt.KeyboardModifier.NoModifier
    )
    QtCore.QCoreApplication.sendEvent(window.windowHandle(), event)


def told(take, source):
    found = [json.loads(event.data) for event in take.events]
    return [one["data"] for one in found if one["type"] == 3 and one["data"]["source"] == source]


def test_the_way_of_the_mouse_is_sampled_and_told_in_batches(record, window):
    take = record()
    now = [take.events[-1].timestamp_ms]
    take.recorder._session._pointer._clock = lambda: now[0]
    for step in range(100):
        now[0] += 10
        send(window, _Type.MouseMove, 10 + step, 20)
    take.settle()
    batches = [batch["positions"] for batch in told(take, 1)]
    moves = [move for batch in batches for move in batch]
    assert len(moves) == 20
    assert [after["x"] - before["x"] for before, after in pairwise(moves)] == [5] * 19
    for batch in batches:
        assert batch[-1]["timeOffset"] == 0
        assert batch[0]["timeOffset"] >= -500


def test_a_click_is_a_press_a_release_and_a_click_in_the_pages_own_coordinates(record, window):
    window.move(200, 100)
    take = record()
    inset = window.geometry().topLeft() - window.frameGeometry().topLeft()
    x, y = 30 + inset.x(), 40 + inset.y()
    send(window, _Type.MouseButtonPress, 30, 40, _Left)
    send(window, _Type.MouseButtonRelease, 30, 40, _Left)
    take.settle()
    clicks = [(one["type"], one["x"], one["y"]) for one in told(take, 2) if one["type"] != 5]
    assert clicks == [(1, x, y), (0, x, y), (2, x, y)]


def test_who_gets_the_keys_is_told_and_the_keys_are_not(record, put, qtbot):
    first, second = put(W.QLineEdit(), 10, 10, 100, 24), put(W.QLineEdit(), 10, 50, 100, 24)
    first.setFocus()
    take = record(mask_all_inputs=False)
    second.setFocus()
    take.settle()
    [focus] = [one for one in told(take, 2) if one["type"] == 5]
    place = take.page.nodes[focus["id"]].attributes["style"]
    assert place.startswith("left:10px;top:50px")
    before = len(take.events)
    qtbot.keyClick(second, QtCore.Qt.Key.Key_Shift)
    take.settle()
    assert len(take.events) == before
