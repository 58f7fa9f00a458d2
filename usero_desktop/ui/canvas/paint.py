"""How marks look, on the screen and in the file alike: one painter for both.

Painted by Qt and not by Pillow, which cannot write from right to left nor join Arabic letters.
QImage and QPainter may be used in a worker thread, too, words included (Qt, "Threads and
Qt modules").
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, ceil, cos, floor, sin
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import frame, is_from_right, letter_height
from usero_desktop.annotation.marks import ARROW_HEAD, EDGE, HIGHLIGHT_WIDTH, STEP_RADIUS, MarkKind
from usero_desktop.capture.strips import strips
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.style.contrast import BLACK, WHITE, luminance

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Mark, Point, Rect

_BRIGHT: Final = 0.4
"""Relative luminance from which on a colour is set off from the picture by a dark edge."""

_SOAKED: Final = 0.5
"""How much of a highlighter's colour what is bright takes on."""

_LAID_ON: Final = 0.26
"""How much of it lies on all that it marks, so that it is seen on what is dark, too."""

_NEARLY: Final = 1e-3
"""What is so near a whole pixel is one: a zoom's fractions are not exact."""

_WING: Final = 0.45
"""Half the angle of an arrow's head, in radians."""

_FLAGS: Final = QtCore.Qt.TextFlag.TextDontClip | QtCore.Qt.AlignmentFlag.AlignLeading


def paint_drawing(painter: QtGui.QPainter, drawing: Drawing, *, but: int | None = None) -> None:
    """Paint all marks of `drawing` in their order, in the picture's pixels; none at `but`."""
    for place in drawing.in_order:
        if place != but:
            paint_mark(painter, drawing.marks[place])


def paint_mark(painter: QtGui.QPainter, mark: Mark) -> None:
    """Paint `mark` in the picture's pixels. `painter` is left as it was."""
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    _PAINTERS[mark.kind](painter, mark)
    painter.restore()


def flattened(image: QtGui.QImage, drawing: Drawing) -> QtGui.QImage:
    """Return `image` with all of `drawing` in it, in fresh pixels. Any thread.

    Nothing of what lies under a black-out, or outside the crop, is in the result.
    """
    return _painted(image, drawing, paint_drawing)


def burned(image: QtGui.QImage, drawing: Drawing) -> QtGui.QImage:
    """Return `image` cropped and blacked out as in `drawing`, without its other marks."""

    def paint(painter: QtGui.QPainter, drawing: Drawing) -> None:
        for mark in drawing.marks:
            if mark.kind is MarkKind.BLACKOUT:
                paint_mark(painter, mark)

    return _painted(image, drawing, paint)


def plain(image: QtGui.QImage) -> QtGui.QImage:
    """Return `image` as it is sent: on white where it is seen through, one pixel a pixel."""
    if image.hasAlphaChannel():
        solid = QtGui.QImage(image.size(), QtGui.QImage.Format.Format_RGB32)
        solid.fill(QtCore.Qt.GlobalColor.white)
        bare = QtGui.QImage(image)
        bare.setDevicePixelRatio(1.0)
        painter = QtGui.QPainter(solid)
        painter.drawImage(0, 0, bare)
        painter.end()
        return solid
    solid = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
    if solid.devicePixelRatio() != 1.0:
        solid.setDevicePixelRatio(1.0)  # which copies all of them
    return solid


def text_size(mark: Mark) -> tuple[float, float]:
    """Return what room the words of a text take, in the picture's pixels."""
    room = QtGui.QFontMetricsF(text_font(mark)).boundingRect(
        QtCore.QRectF(0, 0, 1e6, 1e6), int(_FLAGS), mark.text or " "
    )
    return ceil(room.width()), ceil(room.height())


def wrapped(text: str, font: QtGui.QFont, room: float) -> str:
    """Return `text` in lines of at most `room`, in the font's pixels, each ended by a newline."""
    option = QtGui.QTextOption()
    option.setWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QtGui.QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        ends = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(room, 1.0))
            ends.append(line.textStart() + line.textLength())
        layout.endLayout()
        units = paragraph.encode("utf-16-le")  # what Qt counts in
        cuts = pairwise([0, *ends])
        found = [units[2 * a : 2 * b].decode("utf-16-le", "replace") for a, b in cuts]
        lines += [*(line.rstrip(" ") for line in found[:-1]), found[-1] if found else ""]
    return "\n".join(lines)


def blackout_rect(mark: Mark) -> QtCore.QRect:
    """Return the whole pixels that a black-out covers: each that it touches."""
    around = frame(mark)
    left, top = floor(around.left), floor(around.top)
    return QtCore.QRect(left, top, ceil(around.right) - left, ceil(around.bottom) - top)


def _painted(
    image: QtGui.QImage, drawing: Drawing, paint: Callable[[QtGui.QPainter, Drawing], None]
) -> QtGui.QImage:
    area = drawing.area
    left, top, width, height = (int(it) for it in (area.left, area.top, area.width, area.height))
    result = QtGui.QImage(width, height, QtGui.QImage.Format.Format_RGB32)
    whole = plain(image)
    painter = QtGui.QPainter(result)
    try:
        # A few rows at a time, as Qt lets nobody else have the interpreter while it draws.
        for first, after in strips(width, height):
            rows = QtCore.QRect(0, first, width, after - first)
            painter.fillRect(rows, QtCore.Qt.GlobalColor.white)
            painter.drawImage(QtCore.QPoint(0, first), whole, rows.translated(left, top))
        painter.translate(-left, -top)
        paint(painter, drawing)
    finally:
        painter.end()  # or the program ends with the picture
    return result


# ---------------------------------------------------------------- each kind


def _paint_box(painter: QtGui.QPainter, mark: Mark) -> None:
    def draw() -> None:
        around = _rect(frame(mark))
        painter.drawRoundedRect(around, mark.width, mark.width)

    _with_edge(painter, mark, draw)


def _paint_arrow(painter: QtGui.QPainter, mark: Mark) -> None:
    tail, tip = _at(mark.points[0]), _at(mark.points[-1])
    angle = atan2(tip.y() - tail.y(), tip.x() - tail.x())
    length = QtCore.QLineF(tail, tip).length()
    head = min(ARROW_HEAD * mark.width, length)
    wings = [
        tip - QtCore.QPointF(cos(angle + turn) * head, sin(angle + turn) * head)
        for turn in (-_WING, _WING)
    ]
    # The line ends within the head, so that the tip is sharp.
    neck = tip - QtCore.QPointF(cos(angle) * head * 0.8, sin(angle) * head * 0.8)

    def draw() -> None:
        painter.drawLine(tail, neck)
        painter.setBrush(painter.pen().color())
        painter.drawPolygon(QtGui.QPolygonF([tip, wings[0], neck, wings[1]]))

    _with_edge(painter, mark, draw)


def _paint_pen(painter: QtGui.QPainter, mark: Mark) -> None:
    _with_edge(painter, mark, lambda: painter.drawPath(_way(mark)))


def _paint_highlighter(painter: QtGui.QPainter, mark: Mark) -> None:
    """Colour the paper and not the letters on it, as ink that is seen through does."""
    color, way, width = _color(mark), _way(mark), mark.width * HIGHLIGHT_WIDTH
    channels = (color.red(), color.green(), color.blue())
    soaked = QtGui.QColor(*(round(255 - (255 - channel) * _SOAKED) for channel in channels))
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Multiply)
    painter.strokePath(way, _pen(soaked, width))
    color.setAlphaF(_LAID_ON)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.strokePath(way, _pen(color, width))


def _paint_text(painter: QtGui.QPainter, mark: Mark) -> None:
    around = _rect(frame(mark))
    painter.setFont(text_font(mark))
    # By what is written: the side that a widget, or the program, begins at is none of a file's.
    sides = QtCore.Qt.LayoutDirection
    painter.setLayoutDirection(sides.RightToLeft if is_from_right(mark.text) else sides.LeftToRight)
    edge = edge_color(mark)
    reach = max(mark.width * EDGE, 1.0)
    painter.setPen(edge)
    for turn in range(8):
        across, down = cos(turn * 0.7854) * reach, sin(turn * 0.7854) * reach
        painter.drawText(around.translated(across, down), int(_FLAGS), mark.text)
    painter.setPen(_color(mark))
    painter.drawText(around, int(_FLAGS), mark.text)


def _paint_step(painter: QtGui.QPainter, mark: Mark) -> None:
    around = _rect(frame(mark))
    ink = edge_color(mark)
    painter.setPen(_pen(ink, max(mark.width * EDGE * 2, 1.0)))
    painter.setBrush(_color(mark))
    painter.drawEllipse(around)
    font = QtGui.QFont(text_font(mark))
    font.setPixelSize(max(round(STEP_RADIUS * mark.width * 1.1), 1))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(around, int(QtCore.Qt.AlignmentFlag.AlignCenter), str(mark.number))


def _paint_blackout(painter: QtGui.QPainter, mark: Mark) -> None:
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
    covered = blackout_rect(mark)
    to_screen = painter.transform()
    if to_screen.isScaling():
        # A pixel of the screen that shows some of what is covered shows nothing else.
        room = to_screen.mapRect(QtCore.QRectF(covered))
        covered = room.adjusted(_NEARLY, _NEARLY, -_NEARLY, -_NEARLY).toAlignedRect()
        painter.resetTransform()
    painter.fillRect(covered, QtCore.Qt.GlobalColor.black)


_PAINTERS: Final[dict[MarkKind, Callable[[QtGui.QPainter, Mark], None]]] = {
    MarkKind.BOX: _paint_box,
    MarkKind.ARROW: _paint_arrow,
    MarkKind.PEN: _paint_pen,
    MarkKind.HIGHLIGHTER: _paint_highlighter,
    MarkKind.TEXT: _paint_text,
    MarkKind.STEP: _paint_step,
    MarkKind.BLACKOUT: _paint_blackout,
}


# ---------------------------------------------------------------- within


def _with_edge(painter: QtGui.QPainter, mark: Mark, draw: Callable[[], None]) -> None:
    """Draw a line twice: an edge that sets it off from the picture, whatever is there, and it."""
    reach = max(mark.width * EDGE, 1.0)
    for color, width in (
        (edge_color(mark), mark.width + 2 * reach),
        (_color(mark), mark.width),
    ):
        painter.setPen(_pen(color, width))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        draw()


def _way(mark: Mark) -> QtGui.QPainterPath:
    """Return the way of a pen, its corners rounded off."""
    first, *rest = [_at(point) for point in mark.points]
    path = QtGui.QPainterPath(first)
    if not rest:
        # A dot: a line of no length has round ends, where it has a direction.
        path.lineTo(first + QtCore.QPointF(0.01, 0))
        return path
    for here, following in pairwise(rest):
        path.quadTo(here, (here + following) / 2)
    path.lineTo(rest[-1])
    return path


def _color(mark: Mark) -> QtGui.QColor:
    return QtGui.QColor(mark.colour)


def edge_color(mark: Mark) -> QtGui.QColor:
    """Return what sets `mark` off from any picture: dark around a bright one."""
    color = _color(mark)
    rgb = (color.red(), color.green(), color.blue())
    return QtGui.QColor(*(BLACK if luminance(rgb) > _BRIGHT else WHITE))


def _pen(color: QtGui.QColor, width: float) -> QtGui.QPen:
    pen = QtGui.QPen(color, width)
    pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    return pen


def text_font(mark: Mark) -> QtGui.QFont:
    """Return what a text of `mark`'s size is written with, in the picture's pixels."""
    font = QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(max(round(letter_height(mark)), 1))
    font.setWeight(QtGui.QFont.Weight.DemiBold)
    return font


def _at(point: Point) -> QtCore.QPointF:
    return QtCore.QPointF(point.x, point.y)


def _rect(rect: Rect) -> QtCore.QRectF:
    return QtCore.QRectF(rect.left, rect.top, rect.width, rect.height)
