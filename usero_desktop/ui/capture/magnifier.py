"""The pixels around the pointer, so large that each can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

CELLS: Final = 15
"""Pixels across and down; odd, so that one is in the middle."""
CELL: Final = 8
AWAY: Final = 22
"""Between the pointer and the magnifier."""
LINE: Final = 24
"""Where the coordinates stand."""

_GRID = QtGui.QColor(128, 128, 128, 90)


def place(
    look: Look, at: QtCore.QPointF, room: QtCore.QRect, away: tuple[int, int] = (1, 1)
) -> QtCore.QRect:
    """Return where it is for a pointer `at` this place: on the side `away`, if that has room.

    `away` is -1 for left of the pointer and above it, 1 for right of it and below.
    """
    px = look.scale.px
    side = px(CELL) * CELLS + 2
    size = QtCore.QSize(side, side + px(LINE))
    x, y = round(at.x()), round(at.y())
    left = _beside(x, size.width(), room.left(), room.right(), px(AWAY) * away[0])
    top = _beside(y, size.height(), room.top(), room.bottom(), px(AWAY) * away[1])
    return QtCore.QRect(QtCore.QPoint(left, top), size)


def _beside(at: int, size: int, first: int, last: int, away: int) -> int:
    """Return where something of this `size` begins, at a distance of `away` or on the other side.

    It is not before `first`, and beyond `last` only where there is no room at all.
    """
    after, before = at + abs(away), at - abs(away) - size
    wanted, other = (after, before) if away > 0 else (before, after)
    has_room = wanted >= first and wanted + size <= last
    return max(wanted if has_room else other, first)


def paint(
    painter: QtGui.QPainter,
    look: Look,
    where: QtCore.QRect,
    image: QtGui.QImage,
    pixel: tuple[int, int],
) -> None:
    """Draw the pixels of `image` around `pixel` into `where`, and the pixel's coordinates."""
    colors, cell = look.colors, look.scale.px(CELL)
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(where, colors.background)
    view = QtCore.QRect(where.topLeft() + QtCore.QPoint(1, 1), QtCore.QSize(cell, cell) * CELLS)
    painter.fillRect(view, QtGui.QColor("black"))
    first = QtCore.QPoint(pixel[0] - CELLS // 2, pixel[1] - CELLS // 2)
    around = QtCore.QRect(first, QtCore.QSize(CELLS, CELLS))
    seen = around.intersected(image.rect())
    corner = view.topLeft() + (seen.topLeft() - first) * cell
    painter.drawImage(QtCore.QRect(corner, seen.size() * cell), image, seen)
    painter.setPen(_GRID)
    for n in range(1, CELLS):
        x, y = view.left() + n * cell, view.top() + n * cell
        painter.drawLine(x, view.top(), x, view.bottom())
        painter.drawLine(view.left(), y, view.right(), y)
    middle = QtCore.QRect(
        view.topLeft() + QtCore.QPoint(cell, cell) * (CELLS // 2), QtCore.QSize(cell, cell)
    )
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    for color, more in (("black", 1), ("white", 0)):
        painter.setPen(QtGui.QColor(color))
        painter.drawRect(middle.adjusted(-more, -more, more, more))
    painter.setPen(colors.edge)
    painter.drawRect(where.adjusted(0, 0, -1, -1))
    painter.setPen(colors.text)
    painter.setFont(look.scale.font(metrics.SMALL))
    line = where.adjusted(0, view.height() + 2, 0, 0)
    # Two numbers, which are not turned round from right to left.
    painter.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
    painter.drawText(line, QtCore.Qt.AlignmentFlag.AlignCenter, f"{pixel[0]}, {pixel[1]}")
    painter.restore()
