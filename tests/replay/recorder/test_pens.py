"""Lines have the colour they are drawn in."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui, QtWidgets


class Line(QtWidgets.QWidget):
    """Draws a bow from red to blue."""

    def paintEvent(self, _event):
        gradient = QtGui.QLinearGradient(0, 0, 0, self.height())
        gradient.setColorAt(0, QtGui.QColor("#ff0010"))
        gradient.setColorAt(1, QtGui.QColor("#0100ff"))
        path = QtGui.QPainterPath(QtCore.QPointF(2, 2))
        path.quadTo(20, 90, 150, 30)
        painter = QtGui.QPainter(self)
        painter.setPen(QtGui.QPen(QtGui.QBrush(gradient), 3))
        painter.drawPath(path)
        painter.end()


def test_a_line_that_goes_from_one_colour_to_another_is_told_in_their_mean(record, put):
    put(Line(), 10, 10, 200, 100)
    told = record().bytes
    assert b"#800088" in told
