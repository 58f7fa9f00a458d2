"""Paths as SVG writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.parts import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_Element = QtGui.QPainterPath.ElementType
_LINE: Final = _Element.LineToElement
_MOVE: Final = _Element.MoveToElement
_CURVE: Final = _Element.CurveToElement
_DOTS: Final = {
    QtCore.Qt.PenStyle.DashLine: (4, 2),
    QtCore.Qt.PenStyle.DotLine: (1, 2),
    QtCore.Qt.PenStyle.DashDotLine: (4, 2, 1, 2),
    QtCore.Qt.PenStyle.DashDotDotLine: (4, 2, 1, 2, 1, 2),
}
_CAPS: Final = {
    QtCore.Qt.PenCapStyle.SquareCap: "square",
    QtCore.Qt.PenCapStyle.RoundCap: "round",
}
_JOINS: Final = {
    QtCore.Qt.PenJoinStyle.BevelJoin: "bevel",
    QtCore.Qt.PenJoinStyle.RoundJoin: "round",
}


def path_data(path: QtGui.QPainterPath) -> str:
    """Return `path` as the attribute d of an SVG path; its points as they are."""
    told: list[str] = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        kind, x, y = element.type, number(element.x), number(element.y)
        if kind == _LINE:
            told.append(f"L{x} {y}")
        elif kind == _MOVE:
            told.append(f"M{x} {y}")
        elif kind == _CURVE:
            told.append(f"C{x} {y}")
        else:
            told.append(f"{x} {y}")
    return " ".join(told)


def polygon_data(points: Iterable[tuple[float, float]], *, closed: bool) -> str:
    """Return the lines from point to point."""
    told = "L".join([f"{number(x)} {number(y)}" for x, y in points])
    return f"M{told}{'Z' if closed else ''}"


def ellipse_data(rect: QtCore.QRect | QtCore.QRectF) -> str:
    """Return the ellipse within `rect`."""
    x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    half = f"A{number(width / 2)} {number(height / 2)} 0 1 1"
    middle = number(y + height / 2)
    left, right = number(x), number(x + width)
    return f"M{left} {middle}{half} {right} {middle}{half} {left} {middle}Z"


def rect_data(rect: QtCore.QRect | QtCore.QRectF) -> str:
    """Return the sides of `rect`."""
    x, y = number(rect.x()), number(rect.y())
    width, height = number(rect.width()), number(rect.height())
    return f"M{x} {y}h{width}v{height}h-{width}Z"


def pen_attributes(pen: QtGui.QPen, color: str) -> list[tuple[str, str]]:
    """Return how the line of `pen` is drawn in `color`."""
    width = pen.widthF() or 1.0
    told = [("stroke", color)]
    if width != 1:
        told.append(("stroke-width", number(width)))
    if pen.isCosmetic():
        told.append(("vector-effect", "non-scaling-stroke"))
    dots: Sequence[float] | None = _DOTS.get(pen.style())
    if pen.style() == QtCore.Qt.PenStyle.CustomDashLine:
        dots = pen.dashPattern()
    if dots:
        told.append(("stroke-dasharray", " ".join(number(dot * width) for dot in dots)))
    cap, join = _CAPS.get(pen.capStyle()), _JOINS.get(pen.joinStyle())
    if cap and (width > 1 or not dots):
        told.append(("stroke-linecap", cap))
    if join and width > 1:
        told.append(("stroke-linejoin", join))
    return told
