"""A button is darker under the mouse, and only there."""

from __future__ import annotations

import pytest
from ui.form import Key, Modifier

from usero_desktop.qt import QtCore, QtGui


@pytest.fixture(autouse=True)
def mouse():
    """Put the mouse back where it was: it is everybody's."""
    before = QtGui.QCursor.pos()
    yield
    QtGui.QCursor.setPos(before)


def is_over(part):
    return part.rect().contains(part.mapFromGlobal(QtGui.QCursor.pos()))


def test_send_that_moves_away_from_the_mouse_is_not_under_it(qtbot, form):
    form.type("Sent by keyboard, with the mouse on the button.")
    send = form.send_button
    QtGui.QCursor.setPos(send.mapToGlobal(send.rect().center()))
    qtbot.waitUntil(send.underMouse)
    form.key(Key.Key_Return, Modifier.ControlModifier)
    form.wait_for("Thank you!")
    qtbot.waitUntil(lambda: not is_over(send))

    qtbot.waitUntil(lambda: not send.underMouse())


def test_send_that_moves_a_little_stays_under_the_mouse(qtbot, form):
    send = form.send_button
    QtGui.QCursor.setPos(send.mapToGlobal(send.rect().center()))
    qtbot.waitUntil(send.underMouse)
    send.move(send.x(), send.y() + 2)
    turned = []
    QtCore.QTimer.singleShot(0, lambda: turned.append(True))
    qtbot.waitUntil(lambda: bool(turned))

    assert is_over(send)
    assert send.underMouse()
