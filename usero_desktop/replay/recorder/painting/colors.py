"""Colours and brushes as CSS and SVG write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.parts import Part, number

if TYPE_CHECKING:
    from collections.abc import Iterable

_Style = QtCore.Qt.BrushStyle
_Gradient = QtGui.QGradient
NONE: Final = _Style.NoBrush
SOLID: Final = _Style.SolidPattern
SOLID_PEN: Final = QtCore.Qt.PenStyle.SolidLine
GRADIENTS: Final = (
    _Style.LinearGradientPattern,
    _Style.RadialGradientPattern,
    _Style.ConicalGradientPattern,
)
TEXTURE: Final = _Style.TexturePattern
_NO_COLORS: Final = frozenset({TEXTURE, *GRADIENTS})
_COVERAGE: Final = {
    _Style.Dense1Pattern: 0.94,
    _Style.Dense2Pattern: 0.88,
    _Style.Dense3Pattern: 0.63,
    _Style.Dense4Pattern: 0.5,
    _Style.Dense5Pattern: 0.37,
    _Style.Dense6Pattern: 0.12,
    _Style.Dense7Pattern: 0.06,
}
"""How much of an area a pattern covers: seen from afar it is a tint."""
_OTHER_COVERAGE: Final = 0.2
_KEPT: Final = 6
_GRADIENTS_KEPT: Final = 16


def css_color(color: QtGui.QColor, opacity: float = 1.0) -> str:
    """Return `color` as CSS writes it; "" for one that is not to be seen."""
    value = color.rgba()
    alpha = (value >> 24) / 255 * opacity
    if alpha <= 0.001:  # noqa: PLR2004 - less than can be seen
        return ""
    if alpha >= 0.999:  # noqa: PLR2004
        return f"#{value & 0xFFFFFF:06x}"
    return f"rgba({value >> 16 & 255},{value >> 8 & 255},{value & 255},{number_of(alpha)})"


def number_of(alpha: float) -> str:
    """Return an opacity to a thousandth."""
    return f"{alpha:.3f}".rstrip("0").rstrip(".")


def brush_color(brush: QtGui.QBrush, opacity: float = 1.0) -> str:
    """Return the one colour that `brush` fills with; "" where that is none."""
    style = brush.style()
    if style == SOLID:
        return css_color(brush.color(), opacity)
    if style == NONE or style in _NO_COLORS:
        return ""
    return css_color(brush.color(), opacity * _COVERAGE.get(style, _OTHER_COVERAGE))


def mean_color(brush: QtGui.QBrush, opacity: float = 1.0) -> str:
    """Return one colour for a line that changes from one to another: such as a tab's outline."""
    stops = [color.getRgb() for _, color in brush.gradient().stops()]
    mean = [round(sum(channel) / len(stops)) for channel in zip(*stops, strict=True)]
    return css_color(QtGui.QColor(*mean), opacity)


class Inks:
    """Knows what was drawn with lately: Qt compares two brushes faster than Python asks one."""

    def __init__(self) -> None:
        self._fills: list[tuple[QtGui.QBrush, str]] = []
        self._strokes: list[tuple[QtGui.QPen, str]] = []
        self._gradients: list[tuple[tuple[object, ...], QtGui.QBrush, str]] = []

    def fill(self, brush: QtGui.QBrush) -> str | None:
        """Return the colour that `brush` fills with; None where it is not a colour."""
        for known, color in self._fills:
            if known == brush:
                return color
        if brush.style() in _NO_COLORS:
            return None
        found = brush_color(brush)
        self._fills.insert(0, (brush, found))
        del self._fills[_KEPT:]
        return found

    def stroke(self, pen: QtGui.QPen) -> str:
        """Return the colour that `pen` draws with; "" for none."""
        for known, color in self._strokes:
            if known == pen:
                return color
        found = stroke_color(pen)
        self._strokes.insert(0, (pen, found))
        del self._strokes[_KEPT:]
        return found

    def gradient(
        self,
        brush: QtGui.QBrush,
        opacity: float,
        box: tuple[float, float, float, float],
        at: tuple[float, float],
    ) -> str:
        """Return what `css_gradient` does: a bar's parts are painted again and again."""
        where = (box, at, opacity)
        for known, filled, image in self._gradients:
            if known == where and filled == brush:
                return image
        found = css_gradient(brush, opacity, box, at)
        self._gradients.insert(0, (where, brush, found))
        del self._gradients[_GRADIENTS_KEPT:]
        return found


def stroke_color(pen: QtGui.QPen, opacity: float = 1.0) -> str:
    """Return the colour that `pen` draws with; "" for none."""
    if pen.style() == QtCore.Qt.PenStyle.NoPen:
        return ""
    brush = pen.brush()
    if brush.style() in GRADIENTS:
        return mean_color(brush, opacity)
    return brush_color(brush, opacity)


def css_gradient(
    brush: QtGui.QBrush,
    opacity: float,
    box: tuple[float, float, float, float],
    at: tuple[float, float],
) -> str:
    """Return the CSS image that fills `box` as a gradient does that goes down, or across.

    `at` is where the gradient's own coordinates begin. "" for a gradient of another kind.
    """
    gradient = brush.gradient()
    if (
        brush.style() != _Style.LinearGradientPattern
        or not isinstance(gradient, QtGui.QLinearGradient)
        or gradient.spread() != _Gradient.Spread.PadSpread
    ):
        return ""
    left, top, right, bottom = box
    begin, end = gradient.start(), gradient.finalStop()
    if gradient.coordinateMode() == _Gradient.CoordinateMode.LogicalMode:
        x, y, across, down = at[0] - left, at[1] - top, 1.0, 1.0
    else:
        x, y, across, down = 0.0, 0.0, right - left, bottom - top
    if begin.x() == end.x():
        angle, first, last = "180deg", y + begin.y() * down, y + end.y() * down
    elif begin.y() == end.y():
        angle, first, last = "90deg", x + begin.x() * across, x + end.x() * across
    else:
        return ""
    stops = [
        (first + offset * (last - first), css_color(color, opacity) or "transparent")
        for offset, color in gradient.stops()
    ]
    if last < first:
        stops.reverse()
    told = ",".join(f"{color} {number(where)}px" for where, color in stops)
    return f"linear-gradient({angle},{told})"


class Gradients:
    """Names gradients: equal ones have one name, so it does not matter which of them is found."""

    def __init__(self) -> None:
        self._names: dict[tuple[Part, ...], str] = {}

    def of(
        self,
        brush: QtGui.QBrush,
        opacity: float,
        around: tuple[float, float, float, float],
    ) -> tuple[str, Part | None]:
        """Return what to fill with, and the element that says so, None where a colour does.

        `around` is the box (left, top, width, height) that is filled, for a gradient that is
        measured by it.
        """
        gradient = brush.gradient()
        stops = gradient.stops()
        if not stops:
            return "none", None
        if brush.style() == _Style.ConicalGradientPattern:
            return css_color(stops[len(stops) // 2][1], opacity) or "none", None
        children = tuple(_stops(stops, opacity))
        attributes = [*_geometry(gradient, around), ("gradientUnits", "userSpaceOnUse")]
        if gradient.spread() != _Gradient.Spread.PadSpread:
            is_mirrored = gradient.spread() == _Gradient.Spread.ReflectSpread
            attributes.append(("spreadMethod", "reflect" if is_mirrored else "repeat"))
        is_linear = brush.style() == _Style.LinearGradientPattern
        tag = "linearGradient" if is_linear else "radialGradient"
        same = (Part("", tag, attributes=tuple(attributes), children=children),)
        name = self._names.setdefault(same, f"g{len(self._names)}")
        made = Part(name, tag, attributes=(("id", name), *attributes), children=children)
        return f"url(#{name})", made


def _stops(stops: Iterable[tuple[float, QtGui.QColor]], opacity: float) -> Iterable[Part]:
    for index, (offset, color) in enumerate(stops):
        alpha = number_of(color.alphaF() * opacity)
        attributes = (
            ("offset", number_of(offset) or "0"),
            ("stop-color", f"#{color.rgb() & 0xFFFFFF:06x}"),
            *((("stop-opacity", alpha),) if alpha != "1" else ()),
        )
        yield Part(str(index), "stop", attributes=attributes)


def _geometry(
    gradient: QtGui.QGradient, around: tuple[float, float, float, float]
) -> list[tuple[str, str]]:
    left, top, width, height = around
    if gradient.coordinateMode() == _Gradient.CoordinateMode.LogicalMode:
        left, top, width, height = 0.0, 0.0, 1.0, 1.0

    def at(point: QtCore.QPointF) -> tuple[str, str]:
        return number(left + point.x() * width), number(top + point.y() * height)

    if isinstance(gradient, QtGui.QLinearGradient):
        (x1, y1), (x2, y2) = at(gradient.start()), at(gradient.finalStop())
        if x1 == x2:  # it matters where it is down the page alone, as for all beside each other
            x1 = x2 = "0"
        elif y1 == y2:
            y1 = y2 = "0"
        return [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]
    if isinstance(gradient, QtGui.QRadialGradient):
        (cx, cy), (fx, fy) = at(gradient.center()), at(gradient.focalPoint())
        radius = number(gradient.radius() * max(width, height))
        return [("cx", cx), ("cy", cy), ("r", radius), ("fx", fx), ("fy", fy)]
    return []
