from __future__ import annotations

from enum import Enum
from math import floor
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.painting import colors, shapes
from usero_desktop.replay.recorder.painting.hand import Box, Hand, within
from usero_desktop.replay.recorder.painting.pictures import shown_at
from usero_desktop.replay.recorder.painting.pile import STEPS, Pile
from usero_desktop.replay.recorder.parts import Part, number, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from usero_desktop.replay.recorder.painting.tools import Tools

POINTS: Final = 4_000
"""What is made of more points costs less as a picture."""
BULLET: Final = "•"
CURSOR: Final = 2
"""Pixels: so wide is a cursor at the most."""
LONGEST: Final = 200
"""Bullets of one run at the most."""
_Point = QtCore.QPointF
_RIGHT_TO_LEFT: Final = QtGui.QTextItem.RenderFlag.RightToLeft.value
_HALF: Final = 0.5


class Masking(Enum):
    """What becomes of what is painted."""

    NONE = "none"
    TEXT = "text"
    """Text is bullets, pictures are left out."""
    FRAMED = "framed"
    """As TEXT, but for a picture of the whole: a style keeps frames of buttons as pictures."""
    FIELD = "field"
    """As TEXT, and of all else only what fills the whole ground: no cursor, no selection."""


class Canvas(Hand):
    """One picture of a widget as it becomes parts, in the widget's own coordinates.

    `hidden` are boxes of which only the ground is taken. GUI thread.
    """

    def __init__(
        self,
        tools: Tools,
        size: tuple[int, int],
        masking: Masking = Masking.NONE,
        hidden: Sequence[Box] = (),
        top: float = 0.0,
        *,
        has_cursor: bool = False,
    ) -> None:
        """`top` is where the picture begins, when what is rendered is not the whole of it.

        With `has_cursor` a cursor in a text is left out: it blinks, and says nothing.
        """
        super().__init__(tools.inks, tools.gradients, size, top)
        self._tools = tools
        self._masking, self._hidden, self._has_cursor = masking, hidden, has_cursor
        self._pile = Pile(tools)
        self._points = 0

    def parts(self) -> tuple[Part, ...]:
        """Return what was painted."""
        self.is_beyond = self.is_beyond or self._pile.is_too_high
        return self._pile.parts()

    # ------------------------------------------------------------ what is painted

    def write(self, at: QtCore.QPointF, item: QtGui.QTextItem) -> None:
        """Write a run of text whose baseline begins at `at`."""
        text = item.text()
        if not text or text.isspace():
            return
        color = self._stroke_color()
        if not color:
            return
        face = self._tools.face(item.font())
        x, y = self._point(at.x(), at.y())
        y = round(y)
        box = (x, y - face.ascent, x + item.width(), y + item.descent())
        if self._is_hidden(box):
            return
        if self._masking is not Masking.NONE:
            text = BULLET * min(len(text), LONGEST)
        css = f"{face.css}color:{color};"
        # What begins with a Latin letter or a digit is written from the left; Python is asked less.
        is_plain = text[0].isalnum() and text.isascii()
        if not is_plain and item.renderFlags().value & _RIGHT_TO_LEFT:
            css += "direction:rtl;"
        place = f"left:{number(x)}px;top:{number(y - face.ascent)}px"
        if self._matrix is not None:
            matrix = ",".join(f"{value:g}" for value in self._matrix)
            place += f";transform:matrix({matrix},0,0);transform-origin:0 {face.ascent}px"
            box = (x, y, x, y)
        style, place = self._tools.dress(css, place)
        self._put("t", Part("", "div", f"t {style}", place, text), box)

    def rect(self, rect: QtCore.QRect | QtCore.QRectF) -> None:
        """Fill a box, and draw its sides."""
        stroke, box = self._stroke_color(), self._mapped(rect)
        if self._matrix is None:
            if not stroke:
                if self._fill_plainly(box):
                    return
            elif self._draw_sides(box, stroke):
                return
        self._shape(shapes.rect_data(rect), box, 4)

    def _fill_plainly(self, box: Box) -> bool:
        """Fill a box with the brush, if CSS can; return whether it is done."""
        color = self._fill_color()
        if self._fill_is_color:
            if color:
                self._fill_box(box, color)
            return True
        brush = self._brush
        image = "" if brush is None else self._inks.gradient(brush, self._opacity, box, self._at)
        if not image or self._is_cut(box):
            return False
        self._fill_box(box, image)
        return True

    def _draw_sides(self, box: Box, color: str) -> bool:
        """Fill a box and draw its sides, if they are of whole pixels; return whether they are."""
        pen = self._pen
        fill = self._fill_color()
        if pen is None or pen.style() != colors.SOLID_PEN or not self._fill_is_color:
            return False
        width = max(pen.widthF(), 1.0)
        if width == 1 and not self.is_smooth:
            box = floor(box[0]), floor(box[1]), floor(box[2]), floor(box[3])
        shift = width / 2 - (0.0 if self.is_smooth else _HALF)
        left, top, right, bottom = (value - shift for value in box)
        right, bottom = right + width, bottom + width
        if any(value != round(value) for value in (width, left, top, right, bottom)):
            return False
        within_sides = left + width, top + width, right - width, bottom - width
        if fill:
            self._fill_box(within_sides, fill)
        self._fill_box((left, top, right, top + width), color)
        self._fill_box((left, bottom - width, right, bottom), color)
        self._fill_box((left, top + width, left + width, bottom - width), color)
        self._fill_box((right - width, top + width, right, bottom - width), color)
        return True

    def lines(self, lines: Sequence[QtCore.QLine | QtCore.QLineF]) -> None:
        """Draw lines."""
        color = self._stroke_color()
        if not color:
            return
        is_thin = self._matrix is None and self._draws_thin()
        for line in lines:
            x1, y1, x2, y2 = line.x1(), line.y1(), line.x2(), line.y2()
            is_straight = x1 == x2 or y1 == y2
            if is_thin and is_straight and self._fill_line((x1, y1, x2, y2), color):
                continue
            data = f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
            box = self._mapped(QtCore.QRectF(_Point(x1, y1), _Point(x2, y2)).normalized())
            self._shape(data, box, 2, is_filled=False)

    def _fill_line(self, line: Box, color: str) -> bool:
        """Fill the pixels of a line that is one wide; return whether they are whole ones."""
        left, top = self._point(min(line[0], line[2]), min(line[1], line[3]))
        right, bottom = self._point(max(line[0], line[2]), max(line[1], line[3]))
        if self.is_smooth:
            # Its middle is between two pixels, or it would be on both.
            left, top, right, bottom = (v - _HALF for v in (left, top, right, bottom))
            if any(value != round(value) for value in (left, top)):
                return False
        box = floor(left), floor(top), floor(right) + 1, floor(bottom) + 1
        self._fill_box(box, color)
        return True

    def path(self, path: QtGui.QPainterPath) -> None:
        """Fill and draw a path."""
        count = path.elementCount()
        if self._points + count > POINTS:
            self.is_beyond = True
            return
        rule = path.fillRule() == QtCore.Qt.FillRule.OddEvenFill
        box = self._mapped(path.boundingRect())
        self._shape(shapes.path_data(path), box, count, is_even=rule)

    def polygon(self, points: Sequence[QtCore.QPoint | QtCore.QPointF], *, closed: bool) -> None:
        """Fill and draw what is between points."""
        if not points or self._points + len(points) > POINTS:
            self.is_beyond = self.is_beyond or bool(points)
            return
        xs, ys = [point.x() for point in points], [point.y() for point in points]
        corners = _Point(min(xs), min(ys)), _Point(max(xs), max(ys))
        data = shapes.polygon_data(zip(xs, ys, strict=True), closed=closed)
        box = self._mapped(QtCore.QRectF(*corners))
        self._shape(data, box, len(points), is_filled=closed)

    def ellipse(self, rect: QtCore.QRect | QtCore.QRectF) -> None:
        """Fill and draw an ellipse."""
        self._shape(shapes.ellipse_data(rect), self._mapped(rect), 4)

    def points(self, points: Sequence[QtCore.QPoint | QtCore.QPointF]) -> None:
        """Draw points."""
        color = self._stroke_color()
        if len(points) > STEPS:
            self.is_beyond = True
        elif color:
            for point in points:
                x, y = self._point(point.x(), point.y())
                self._fill_box((round(x), round(y), round(x) + 1, round(y) + 1), color)

    def picture(
        self,
        rect: QtCore.QRectF,
        picture: QtGui.QPixmap | QtGui.QImage,
        source: QtCore.QRectF,
    ) -> None:
        """Draw `source` of a picture into `rect`."""
        box = self._mapped(rect)
        if not self._takes_pictures(box) or picture.isNull():
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if width <= 0 or height <= 0 or not self._is_in_sight(box):
            return
        url = "" if self._matrix is not None else self._tools.pictures.url_of(picture)
        if not url:
            self.is_beyond = True
            return
        size = float(picture.width()), float(picture.height())
        taken = source.x(), source.y(), source.width() or 1, source.height() or 1
        css = f"background:{url} no-repeat;{shown_at(size, taken, (width, height))}"
        if self._opacity < 1:
            css += f"opacity:{colors.number_of(self._opacity)};"
        self._picture(box, css)

    def tiles(self, rect: QtCore.QRectF, picture: QtGui.QPixmap, offset: QtCore.QPointF) -> None:
        """Fill a box with a picture, side by side."""
        box = self._mapped(rect)
        if not self._takes_pictures(box) or picture.isNull():
            return
        url = "" if self._matrix is not None else self._tools.pictures.url_of(picture)
        if not url:
            self.is_beyond = True
            return
        begin = f"{number(-offset.x())}px {number(-offset.y())}px"
        self._picture(box, f"background:{url} {begin};")

    # ------------------------------------------------------------ becoming parts

    def _picture(self, box: Box, css: str) -> None:
        place = placed(box[0], box[1], box[2] - box[0], box[3] - box[1])
        self._put("i", Part("", "div", *self._tools.dress(css, place)), box)

    def _fill_box(self, box: Box, image: str) -> None:
        """Fill what is to be seen of a box."""
        if self._masking is Masking.FIELD and not self._is_ground(box):
            return
        if (self._has_cursor and self._is_cursor(box)) or self._is_in_hidden(box):
            return
        pieces: tuple[Box, ...] = (box,)
        if self.is_clipped and self._clip is not None:
            pieces = tuple(within(box, piece) for piece in self._pieces or (self._clip,))
        for piece in pieces:
            if piece[2] > piece[0] and piece[3] > piece[1]:
                self._pile.fill(piece, image)

    def _shape(
        self, data: str, box: Box, count: int, *, is_filled: bool = True, is_even: bool = True
    ) -> None:
        self._points += count
        if self._masking is Masking.FIELD or self._is_hidden(box) or not self._is_in_sight(box):
            return
        stroke, fill, gradient = self._stroke_color(), "none", None
        if is_filled:
            fill = self._fill_color()
            if not fill:
                fill, gradient = self._gradient(box)
        if not stroke and fill == "none":
            return
        attributes = [("d", data), *self._looks(box, stroke, fill, is_even=is_even)]
        part = Part("", "path", attributes=tuple(attributes))
        if self._is_cut(box):
            both = (part,) if gradient is None else (gradient, part)
            self._put("v", Part("", "svg", children=both), box)
        else:
            self._pile.shape(part, box, gradient)

    def _looks(
        self, box: Box, stroke: str, fill: str, *, is_even: bool
    ) -> Iterator[tuple[str, str]]:
        """Yield how a path is drawn and filled, and where."""
        if fill != "#000000":
            yield "fill", fill
        if fill != "none" and is_even:
            yield "fill-rule", "evenodd"
        if stroke and self._pen is not None:
            yield from shapes.pen_attributes(self._pen, stroke)
        # Without smoothing a line is of whole pixels, those that its middle is in.
        shift = _HALF if stroke and not self.is_smooth and box[0] % 1 < _HALF else 0.0
        if not self.is_smooth:
            yield "shape-rendering", "crispEdges"
        dx, dy = self._dx + shift, self._dy + shift
        if self._matrix is not None:
            matrix = " ".join(f"{value:g}" for value in self._matrix)
            yield "transform", f"matrix({matrix} {number(dx)} {number(dy)})"
        elif dx or dy:
            yield "transform", f"translate({number(dx)} {number(dy)})"

    def _put(self, kind: str, part: Part, box: Box) -> None:
        """Put `part` on the page, in a window of its own where it is not seen as a whole."""
        if self._is_cut(box):
            if not self._is_in_sight(box) or self._clip is None:
                return
            left, top, right, bottom = self._clip
            shift = f"left:{number(-left)}px;top:{number(-top)}px;width:9999px;height:9999px"
            moved = Part("0", "div", "", shift, children=(part._replace(key="0"),))
            place = placed(left, top, right - left, bottom - top)
            part = Part("", "div", "", place, children=(moved,))
            kind = f"c{kind}"
        self._pile.put(kind, part, box)

    def _takes_pictures(self, box: Box) -> bool:
        if self._is_hidden(box):
            return False
        masking = self._masking
        return masking is Masking.NONE or (masking is Masking.FRAMED and self._is_ground(box))

    def _is_ground(self, box: Box) -> bool:
        width, height = self._size
        return box[0] <= 0 and box[1] <= 0 and box[2] >= width and box[3] >= height

    def _is_cursor(self, box: Box) -> bool:
        left, top, right, bottom = box
        return right - left <= CURSOR and bottom - top > CURSOR and 1 < left < self._size[0] - 2

    def _is_in_hidden(self, box: Box) -> bool:
        """Whether a box may say something of what is hidden: as a bar in a cell does."""
        return self._is_hidden(box) and any(
            box[0] >= left - 2 and box[2] <= right + 2 for left, _, right, _ in self._hidden
        )

    def _is_hidden(self, box: Box) -> bool:
        return bool(self._hidden) and any(
            box[2] > left and box[0] < right and box[3] > top and box[1] < bottom
            for left, top, right, bottom in self._hidden
        )
