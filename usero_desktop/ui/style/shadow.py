"""A soft shadow, drawn once and then stretched to any size."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui

DROP = 3
"""The light comes from above: the shadow lies this much lower than its box."""

CENTER = 2
"""Pixels between the corners of the tile, which are stretched."""


class Shadow:
    """Paints a rounded shadow around a rectangle.

    A graphics effect would render the whole widget twice at every repaint, and a picture of
    the whole shadow would take megabytes. This keeps one small tile of four corners, whose
    edges are stretched as far as needed.
    """

    def __init__(self, reach: int, radius: float) -> None:
        self._reach = reach
        self._radius = radius
        self._corner = reach + round(radius)
        self._key: tuple[float, int] | None = None
        self._tile = QtGui.QPixmap()

    def paint(self, painter: QtGui.QPainter, box: QtCore.QRect, color: QtGui.QColor) -> None:
        """Paint the shadow of `box`; it reaches `reach` pixels beyond it on every side."""
        ratio = painter.device().devicePixelRatioF()
        key = (ratio, int(color.rgba()))
        if key != self._key:
            self._key, self._tile = key, self._draw(ratio, color)
        reach = self._reach
        place = QtCore.QRectF(box.adjusted(-reach, -reach + DROP, reach, reach + DROP))
        columns, rows = (
            self._cuts(place.left(), place.right()),
            self._cuts(place.top(), place.bottom()),
        )
        source = [part * ratio for part in self._cuts(0, 2 * self._corner + CENTER)]
        for row in range(3):
            for column in range(3):
                if row == column == 1:
                    continue  # under the box
                painter.drawPixmap(
                    _cell(columns, rows, column, row),
                    self._tile,
                    _cell(source, source, column, row),
                )

    def _cuts(self, start: float, end: float) -> list[float]:
        return [start, start + self._corner, end - self._corner, end]

    def _draw(self, ratio: float, color: QtGui.QColor) -> QtGui.QPixmap:
        side = 2 * self._corner + CENTER
        tile = QtGui.QPixmap(round(side * ratio), round(side * ratio))
        tile.fill(QtGui.QColor(0, 0, 0, 0))
        painter = QtGui.QPainter(tile)
        painter.scale(ratio, ratio)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        reach = self._reach
        # From the outside in, each step a little darker: fading with the square of the
        # distance is close to a blur, without one.
        for step in range(reach, -1, -1):
            shade = QtGui.QColor(color)
            shade.setAlphaF(color.alphaF() * (1 - step / reach) ** 2)
            painter.setBrush(shade)
            inset = reach - step
            box = QtCore.QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
            painter.drawRoundedRect(box, self._radius + step, self._radius + step)
        painter.end()
        return tile


def _cell(columns: list[float], rows: list[float], column: int, row: int) -> QtCore.QRectF:
    return QtCore.QRectF(
        QtCore.QPointF(columns[column], rows[row]),
        QtCore.QPointF(columns[column + 1], rows[row + 1]),
    )
