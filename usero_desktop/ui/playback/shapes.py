"""Paths, pens and gradients of SVG, as Qt has them: those that our recordings write."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.rrweb.nodes import Element
from usero_desktop.ui.playback.values import color, number, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STEP: Final = re.compile(r"([MLHVCAZmlhvcz])([^MLHVCAZmlhvcz]*)")
_PER_STEP: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7}
_CAPS: Final = {
    "square": QtCore.Qt.PenCapStyle.SquareCap,
    "round": QtCore.Qt.PenCapStyle.RoundCap,
}
_JOINS: Final = {
    "bevel": QtCore.Qt.PenJoinStyle.BevelJoin,
    "round": QtCore.Qt.PenJoinStyle.RoundJoin,
}
_SPREADS: Final = {
    "reflect": QtGui.QGradient.Spread.ReflectSpread,
    "repeat": QtGui.QGradient.Spread.RepeatSpread,
}


@lru_cache(maxsize=1024)
def path(data: str, *, is_even: bool) -> QtGui.QPainterPath:
    """Return the path of an attribute d, as far as it can be read. Not to be changed."""
    made = QtGui.QPainterPath()
    rules = QtCore.Qt.FillRule
    made.setFillRule(rules.OddEvenFill if is_even else rules.WindingFill)
    for command, text in _STEP.findall(data):
        if command in "Zz":
            made.closeSubpath()
            continue
        values, count = numbers(text), _PER_STEP[command.upper()]
        for at in range(0, len(values) - count + 1, count):
            # What follows the two numbers of an M are lines.
            step = "Ll"[command == "m"] if at and command in "Mm" else command
            _take(made, step, values[at : at + count])
    return made


def _take(made: QtGui.QPainterPath, command: str, values: Sequence[float]) -> None:
    here = made.currentPosition()
    x, y = (here.x(), here.y()) if command.islower() else (0.0, 0.0)
    match command.upper():
        case "M":
            made.moveTo(x + values[0], y + values[1])
        case "L":
            made.lineTo(x + values[0], y + values[1])
        case "H":
            made.lineTo(x + values[0], here.y())
        case "V":
            made.lineTo(here.x(), y + values[0])
        case "C":
            xs, ys = values[::2], values[1::2]
            points = [QtCore.QPointF(x + a, y + b) for a, b in zip(xs, ys, strict=True)]
            made.cubicTo(*points)
        case _:
            _arc(made, here, values)


def _arc(made: QtGui.QPainterPath, here: QtCore.QPointF, values: Sequence[float]) -> None:
    """Go along an ellipse that is not turned, as SVG 2 describes it in its appendix B.2.4."""
    rx, ry, _, large, sweep, x, y = values
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (x, y) == (here.x(), here.y()):
        made.lineTo(x, y)
        return
    half_x, half_y = (here.x() - x) / 2, (here.y() - y) / 2
    share = (half_x / rx) ** 2 + (half_y / ry) ** 2
    if share > 1:
        rx, ry = rx * math.sqrt(share), ry * math.sqrt(share)
        share = 1.0
    root = math.sqrt(max(1 / share - 1, 0.0)) * (-1 if bool(large) == bool(sweep) else 1)
    middle_x = root * rx * half_y / ry + (here.x() + x) / 2
    middle_y = -root * ry * half_x / rx + (here.y() + y) / 2
    start = math.degrees(math.atan2(-(here.y() - middle_y) / ry, (here.x() - middle_x) / rx))
    end = math.degrees(math.atan2(-(y - middle_y) / ry, (x - middle_x) / rx))
    # Qt counts against the clock, where SVG's sweep goes with it.
    turn = -((start - end) % 360) if sweep else (end - start) % 360
    made.arcTo(middle_x - rx, middle_y - ry, 2 * rx, 2 * ry, start, turn)


def pen(attributes: Mapping[str, str]) -> QtGui.QPen | None:
    """Return what a shape is drawn with; None where it is not."""
    ink = color(attributes.get("stroke", "none"))
    if ink is None:
        return None
    width = number(attributes.get("stroke-width", "1"))
    width = 1.0 if width is None else max(width, 0.0)
    made = QtGui.QPen(ink, width)
    made.setCosmetic("vector-effect" in attributes)
    dots = [
        max(dot, 0.01) / (width or 1) for dot in numbers(attributes.get("stroke-dasharray", ""))
    ]
    if dots:
        made.setDashPattern(dots if len(dots) % 2 == 0 else dots * 2)
    flat, miter = QtCore.Qt.PenCapStyle.FlatCap, QtCore.Qt.PenJoinStyle.SvgMiterJoin
    made.setCapStyle(_CAPS.get(attributes.get("stroke-linecap", ""), flat))
    made.setJoinStyle(_JOINS.get(attributes.get("stroke-linejoin", ""), miter))
    return made


def gradient(element: Element) -> QtGui.QBrush | None:
    """Return what fills as `element`, a gradient in the user's own units, says."""
    said = element.attributes

    def at(name: str) -> float:
        return number(said.get(name, "0")) or 0.0

    made: QtGui.QGradient
    if element.tag == "linearGradient":
        made = QtGui.QLinearGradient(at("x1"), at("y1"), at("x2"), at("y2"))
    elif element.tag == "radialGradient":
        made = QtGui.QRadialGradient(at("cx"), at("cy"), at("r"), at("fx"), at("fy"))
    else:
        return None
    made.setSpread(_SPREADS.get(said.get("spreadMethod", ""), QtGui.QGradient.Spread.PadSpread))
    for stop in element.children:
        if isinstance(stop, Element):
            ink = QtGui.QColor(
                color(stop.attributes.get("stop-color", "")) or QtGui.QColor(0, 0, 0)
            )
            alpha = number(stop.attributes.get("stop-opacity", "1"))
            ink.setAlphaF(max(0.0, min(1.0 if alpha is None else alpha, 1.0)))
            place = number(stop.attributes.get("offset", "0")) or 0.0
            made.setColorAt(max(0.0, min(place, 1.0)), ink)
    return QtGui.QBrush(made)


def transform(text: str) -> QtGui.QTransform | None:
    """Return what moves and turns a shape; None where nothing does."""
    values = numbers(text)
    if text.startswith("translate(") and values:
        return QtGui.QTransform.fromTranslate(values[0], values[1] if len(values) > 1 else 0.0)
    if text.startswith("matrix(") and len(values) == 6:  # noqa: PLR2004 - of a matrix
        return QtGui.QTransform(*values)
    return None
