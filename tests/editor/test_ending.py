"""The canvas goes with its window, at whatever moment."""

from __future__ import annotations

import gc

import pytest
from editor.easel import Easel, noise

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.canvas.canvas import Canvas
from usero_desktop.ui.canvas.editing import Editing, Tool


@pytest.mark.parametrize("doing", ["nothing", "dragging", "writing", "cropping", "panning"])
@pytest.mark.parametrize("is_collected", [True, False])
def test_it_may_go_at_any_moment(qtbot, doing, is_collected):
    here = Easel(320, 240)
    window = here.window
    window.show()
    window.activateWindow()
    here.canvas.setFocus()
    qtbot.waitUntil(here.canvas.hasFocus)
    if doing == "dragging":
        here.use(Tool.BOX)
        here.press(20, 20)
        here.move(60, 60)
    elif doing == "writing":
        here.use(Tool.TEXT)
        here.click(60, 60)
        here.words.setPlainText("words")
    elif doing == "cropping":
        here.use(Tool.CROP)
        here.press(20, 20)
        here.move(60, 60)
    elif doing == "panning":
        here.canvas.keyPressEvent(
            QtGui.QKeyEvent(
                QtCore.QEvent.Type.KeyPress, QtCore.Qt.Key.Key_Space, QtCore.Qt.KeyboardModifier(0)
            )
        )
        here.press(20, 20)
    if is_collected:
        del here, window
        gc.collect()
    else:
        window.deleteLater()
        QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
        assert not is_alive(window)
    QtWidgets.QApplication.processEvents()


@pytest.mark.parametrize("is_active", [True, False])
def test_the_last_part_that_could_have_the_focus_goes_with_it(qtbot, is_active):
    window = QtWidgets.QWidget()
    image = noise(320, 240)
    editing = Editing(window, image, Drawing(320, 240))
    canvas = Canvas(window, editing)
    canvas.resize(300, 200)
    window.show()
    if is_active:
        window.activateWindow()
        qtbot.waitUntil(canvas.hasFocus)
    QtWidgets.QApplication.processEvents()
    del window
    gc.collect()
    assert not is_alive(canvas)
