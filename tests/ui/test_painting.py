from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style.painting import painting


class Canvas(QtWidgets.QWidget):
    def __init__(self, paint):
        super().__init__()
        self._paint = paint
        self.painter = None

    @guard
    def paintEvent(self, _event):
        with painting(self) as self.painter:
            self._paint(self.painter)


def test_what_fails_within_leaves_no_painter_at_work(qtbot, caplog):
    caplog.faults_expected = True

    def fail(_painter):
        raise ZeroDivisionError

    canvas = Canvas(fail)
    qtbot.addWidget(canvas)
    canvas.grab()

    assert not canvas.painter.isActive()
    assert "ZeroDivisionError" in caplog.text


def test_words_are_painted_from_the_side_that_the_widget_is_read_from(qtbot):
    told = []

    def tell(painter):
        told.append((painter.layoutDirection(), painter.renderHints()))

    for side in (QtCore.Qt.LayoutDirection.RightToLeft, QtCore.Qt.LayoutDirection.LeftToRight):
        canvas = Canvas(tell)
        qtbot.addWidget(canvas)
        canvas.setLayoutDirection(side)
        canvas.grab()
        drawn_from, hints = told.pop()
        assert drawn_from == side
        assert QtGui.QPainter.RenderHint.Antialiasing in hints
