"""A recording goes on for days: of what it looks at nothing is left behind."""

from __future__ import annotations

import gc
import sys
from collections import Counter

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets

PLACES = {"QRect", "QRectF", "QLine", "QLineF", "QPoint", "QPointF"}
POINTS = [QtCore.QPoint(20, 60), QtCore.QPoint(40, 90), QtCore.QPoint(10, 90)]


def places():
    """Count the places of Qt's that Python holds."""
    gc.collect()
    named = (type(thing).__name__ for thing in gc.get_objects())
    return sum(count for name, count in Counter(named).items() if name in PLACES)


STEPS = {
    "boxes": lambda brush: brush.drawRect(QtCore.QRectF(4, 4, 30, 20)),
    "filled boxes": lambda brush: brush.fillRect(4, 30, 30, 20, QtGui.QColor("#204060")),
    "lines": lambda brush: brush.drawLine(QtCore.QLineF(2, 2, 30, 40)),
    "points": lambda brush: brush.drawPoint(50, 50),
    "polygons": lambda brush: brush.drawPolygon(QtGui.QPolygon(POINTS)),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_what_is_painted_again_and_again_is_freed(record, put, step):
    class Sign(QtWidgets.QWidget):
        def paintEvent(self, _event):
            brush = QtGui.QPainter(self)
            step(brush)
            brush.drawText(60, 60, self.objectName())
            brush.end()

    sign = put(Sign())
    take = record()

    def turn(times):
        for number in range(times):
            sign.setObjectName(f"No. {number}")
            sign.update()
            take.settle()

    turn(5)
    before = places()
    turn(40)
    assert places() - before < 20
    assert "No. 39" in str(take.page.looks())


KEPT = {
    "a box": (QtCore.QRect(4, 4, 30, 20), "drawRect"),
    "a fine box": (QtCore.QRectF(4, 4, 30, 20), "drawRect"),
    "boxes": ([QtCore.QRect(4, 4, 30, 20), QtCore.QRect(9, 9, 30, 20)], "drawRects"),
    "a line": (QtCore.QLine(2, 2, 30, 40), "drawLine"),
    "a fine line": (QtCore.QLineF(2, 2, 30, 40), "drawLine"),
    "lines": ([QtCore.QLineF(2, 2, 30, 40), QtCore.QLineF(2, 40, 30, 2)], "drawLines"),
    "a point": (QtCore.QPoint(50, 50), "drawPoint"),
    "a fine point": (QtCore.QPointF(50, 50), "drawPoint"),
    "points": (POINTS, "drawPolyline"),
    "a polygon": (QtGui.QPolygonF([QtCore.QPointF(point) for point in POINTS]), "drawPolygon"),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_the_host_paints_with_and_keeps_stays_its_own(record, put, what):
    shape, way = KEPT[what]

    class Sign(QtWidgets.QWidget):
        def paintEvent(self, _event):
            brush = QtGui.QPainter(self)
            getattr(brush, way)(shape)
            brush.end()

    sign = put(Sign())
    things = [shape, *(shape if isinstance(shape, list) else ())]
    take = record()

    def counts():
        gc.collect()
        return [sys.getrefcount(thing) for thing in things]

    def turn(times):
        for _ in range(times):
            sign.update()
            take.settle()

    turn(3)
    before = counts()
    turn(30)
    assert counts() == before
    assert all(repr(thing) for thing in things)
