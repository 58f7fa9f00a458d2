"""A soft shadow, drawn once a size and then reused."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui

DROP = 3
"""The light comes from above: the shadow lies this much lower than its box."""


class Shadow:
    """Paints a rounded shadow around a rectangle.

    A graphics effect would render the whole widget twice at every repaint; this draws rings
    of a falling opacity into a pixmap and keeps it until size, colour or scale change.
    """

    def __init__(self, reach: int, radius: float) -> None:
        self._reach = reach
        self._radius = radius
        self._key: tuple[int, int, float, int] | None = None
        self._pixmap = QtGui.QPixmap()

    def paint(self, painter: QtGui.QPainter, box: QtCore.QRect, color: QtGui.QColor) -> None:
        """Paint the shadow of `box`; it reaches `reach` pixels beyond it on every side."""
        ratio = painter.device().devicePixelRatioF()
        key = (box.width(), box.height(), ratio, int(color.rgba()))
        if key != self._key:
            self._key, self._pixmap = key, self._draw(box.size(), ratio, color)
        painter.drawPixmap(box.topLeft() - QtCore.QPoint(self._reach, self._reach), self._pixmap)

    def _draw(self, size: QtCore.QSize, ratio: float, color: QtGui.QColor) -> QtGui.QPixmap:
        reach = self._reach
        whole = QtCore.QSize(size.width() + 2 * reach, size.height() + 2 * reach)
        pixmap = QtGui.QPixmap(whole * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QtGui.QColor(0, 0, 0, 0))
        painter = QtGui.QPainter(pixmap)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        base = QtCore.QRectF(reach, reach + DROP, size.width(), size.height())
        # Half as dark at the box's edge as a shadow is in the middle, and from there fading
        # with the square of the distance: close to a blur, without one.
        edge = QtGui.QColor(color)
        edge.setAlphaF(color.alphaF() / 2)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(edge)
        painter.drawRoundedRect(base, self._radius, self._radius)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        for step in range(reach):
            ring = QtGui.QColor(color)
            nearness = 1 - step / reach
            ring.setAlphaF(edge.alphaF() * nearness**2)
            painter.setPen(QtGui.QPen(ring, 1.0))
            grown = base.adjusted(-step, -step, step, step)
            painter.drawRoundedRect(grown, self._radius + step, self._radius + step)
        painter.end()
        return pixmap
