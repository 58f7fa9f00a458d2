from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui


def pieces_of(region: QtGui.QRegion) -> list[QtCore.QRectF]:
    """Return the rectangles of `region`; PyQt6 tells them by way of a path alone."""
    if region.rectCount() <= 1:
        return [QtCore.QRectF(region.boundingRect())]
    path = QtGui.QPainterPath()
    path.addRegion(region)
    return [polygon.boundingRect() for polygon in path.toSubpathPolygons()]
