"""Where a mark is taken hold of on the screen, and how that looks. In logical pixels."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import Handle, frame, handles
from usero_desktop.annotation.marks import MarkKind, Point, Rect
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Mark
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.canvas.view import View
    from usero_desktop.ui.style.look import Look

SLACK: Final = 9.0
"""How far from a grip, or a mark, a hand may be."""

SIZE: Final = 9.0
ROOM: Final = 30.0
"""Least between two grips, so that there is something left between them to move a mark by."""

BESIDE_WORDS: Final = 4.0
"""Between a text and the line around it: grips on its first letters would hide them."""

_DIMMED: Final = QtGui.QColor(0, 0, 0, 150)
_Shape = QtCore.Qt.CursorShape
CURSORS: Final = {
    Handle.TOP_LEFT: _Shape.SizeFDiagCursor,
    Handle.BOTTOM_RIGHT: _Shape.SizeFDiagCursor,
    Handle.TOP_RIGHT: _Shape.SizeBDiagCursor,
    Handle.BOTTOM_LEFT: _Shape.SizeBDiagCursor,
    Handle.TOP: _Shape.SizeVerCursor,
    Handle.BOTTOM: _Shape.SizeVerCursor,
    Handle.LEFT: _Shape.SizeHorCursor,
    Handle.RIGHT: _Shape.SizeHorCursor,
    Handle.TAIL: _Shape.SizeAllCursor,
    Handle.TIP: _Shape.SizeAllCursor,
}


def grips(mark: Mark, view: View, ratio: float) -> dict[Handle, QtCore.QPointF]:
    """Return where the handles of `mark` are; those of a small one keep away from each other."""
    places = {
        handle: _logical(view.on_screen(point), ratio) for handle, point in handles(mark).items()
    }
    if mark.kind is MarkKind.ARROW:
        return _apart(places)
    around = framed(frame(mark), view, ratio)
    out = BESIDE_WORDS if mark.kind is MarkKind.TEXT else 0.0
    wider = max((ROOM - around.width()) / 2, out)
    higher = max((ROOM - around.height()) / 2, out)
    middle = around.center()
    return {
        handle: QtCore.QPointF(
            place.x()
            + _sign(place.x() - middle.x(), "left" in handle) * wider * _is_side(handle, 0),
            place.y()
            + _sign(place.y() - middle.y(), "top" in handle) * higher * _is_side(handle, 1),
        )
        for handle, place in places.items()
    }


def grip_at(places: dict[Handle, QtCore.QPointF], at: QtCore.QPointF) -> Handle | None:
    """Return the handle that a hand at `at` means: the nearest within its slack."""
    near = {
        handle: max(abs(place.x() - at.x()), abs(place.y() - at.y()))
        for handle, place in places.items()
    }
    best = min(near, key=near.__getitem__, default=None)
    return best if best is not None and near[best] <= SLACK else None


def outline(mark: Mark, view: View, ratio: float) -> QtCore.QRectF:
    """Return the line around `mark`."""
    out = BESIDE_WORDS if mark.kind is MarkKind.TEXT else 0.0
    return framed(frame(mark), view, ratio).adjusted(-out, -out, out, out)


def framed(rect: Rect, view: View, ratio: float) -> QtCore.QRectF:
    """Return where `rect` of the picture is."""
    x, y, width, height = view.rect_on_screen(rect)
    return QtCore.QRectF(x / ratio, y / ratio, width / ratio, height / ratio)


def paint_grips(
    painter: QtGui.QPainter,
    places: dict[Handle, QtCore.QPointF],
    ink: QtGui.QColor,
    *,
    around: QtCore.QRectF | None,
) -> None:
    """Draw them, and a line `around` all; seen on any picture, being dark and light at once."""
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    if around is not None:
        painter.setPen(QtGui.QPen(QtGui.QColor(255, 255, 255, 220), 3))
        painter.drawRect(around)
        painter.setPen(QtGui.QPen(ink, 1))
        painter.drawRect(around)
    for place in places.values():
        box = QtCore.QRectF(0, 0, SIZE, SIZE)
        box.moveCenter(place)
        painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 90), 3))
        painter.drawEllipse(box)
        painter.setPen(QtGui.QPen(ink, 1.5))
        painter.setBrush(QtCore.Qt.GlobalColor.white)
        painter.drawEllipse(box)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.restore()


def paint_held(
    painter: QtGui.QPainter,
    mark: Mark,
    editing: Editing,
    view: View,
    ratio: float,
    *,
    look: Look,
    page: QtCore.QRectF,
) -> None:
    """Draw what `mark`, or a crop, is held by, on a `page` of that size."""
    around = outline(mark, view, ratio)
    # A line of its own is enough; another one would hide what is the box.
    line = None if mark.kind in {MarkKind.ARROW, MarkKind.BOX} else around
    is_crop = editing.tool is Tool.CROP
    if is_crop:
        _paint_dimmed(painter, framed(view.area, view, ratio), around)
    paint_grips(painter, grips(mark, view, ratio), look.colors.accent, around=line)
    if is_crop:
        _paint_size(painter, around, editing.frame, look, page)


def _paint_dimmed(painter: QtGui.QPainter, whole: QtCore.QRectF, left: QtCore.QRectF) -> None:
    """Darken what a crop takes of `whole`: all but what is `left`."""
    outside, inside = QtGui.QPainterPath(), QtGui.QPainterPath()
    outside.addRect(whole)
    inside.addRect(left)
    painter.fillPath(outside - inside, _DIMMED)


def _paint_size(
    painter: QtGui.QPainter, around: QtCore.QRectF, size: Rect, look: Look, page: QtCore.QRectF
) -> None:
    """Say beside the upper edge of `around` how many pixels of the picture it holds."""
    px, font = look.scale.px, look.scale.font(metrics.LABEL)
    words = f"{round(size.width)} × {round(size.height)}"  # noqa: RUF001 - the sign for "by"
    room = QtGui.QFontMetricsF(font).size(0, words) + QtCore.QSizeF(px(16), px(8))
    box = QtCore.QRectF(around.topLeft(), room)
    box.moveBottom(around.top() - px(10))
    if box.top() < page.top():
        box.moveTopLeft(around.topLeft() + QtCore.QPointF(px(10), px(10)))
    box.moveLeft(max(min(box.left(), page.right() - box.width()), page.left()))
    box.moveTop(max(min(box.top(), page.bottom() - box.height()), page.top()))
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    # Width comes first in every language.
    painter.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
    painter.setFont(font)
    painter.setPen(QtGui.QPen(look.colors.edge, 1))
    painter.setBrush(look.colors.background)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
    painter.setPen(look.colors.text)
    painter.drawText(box, QtCore.Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _apart(places: dict[Handle, QtCore.QPointF]) -> dict[Handle, QtCore.QPointF]:
    tail, tip = places[Handle.TAIL], places[Handle.TIP]
    across, down = tip.x() - tail.x(), tip.y() - tail.y()
    length = hypot(across, down)
    if length >= ROOM:
        return places
    x, y = (across / length, down / length) if length else (1.0, 0.0)
    more = (ROOM - length) / 2
    step = QtCore.QPointF(x * more, y * more)
    return {Handle.TAIL: tail - step, Handle.TIP: tip + step}


def _is_side(handle: Handle, axis: int) -> bool:
    names = ("left", "right") if axis == 0 else ("top", "bottom")
    return any(name in handle for name in names)


def _sign(way: float, is_before: bool) -> float:
    if way == 0:
        return -1.0 if is_before else 1.0
    return -1.0 if way < 0 else 1.0


def _logical(point: Point, ratio: float) -> QtCore.QPointF:
    return QtCore.QPointF(point.x / ratio, point.y / ratio)
