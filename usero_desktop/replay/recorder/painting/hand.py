from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.painting import colors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.replay.recorder.painting.colors import Gradients, Inks
    from usero_desktop.replay.recorder.parts import Part

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_Clip = QtCore.Qt.ClipOperation
_Mode = QtGui.QPainter.CompositionMode
_PLAIN_MODES: Final = frozenset({_Mode.CompositionMode_SourceOver, _Mode.CompositionMode_Source})


class Hand:
    """What a painter paints with just now: its pen, its brush, where, within which bounds.

    `fault` is what went wrong; `is_beyond` says that it is not to be told in parts. GUI thread.
    """

    def __init__(self, inks: Inks, gradients: Gradients, size: tuple[int, int], top: float) -> None:
        self._inks, self._gradients = inks, gradients
        self._size, self._top = size, top
        self.fault: Exception | None = None
        self.is_beyond = False
        self.is_smooth = False
        self.is_clipped = False
        self._clip: Box | None = None
        self._pieces: tuple[Box, ...] = ()
        self._opacity = 1.0
        self._dx, self._dy = 0.0, top
        self._matrix: tuple[float, float, float, float] | None = None
        self._transform: QtGui.QTransform | None = None
        self._pen: QtGui.QPen | None = None
        self._brush: QtGui.QBrush | None = None
        self._stroke: str | None = ""
        self._is_thin: bool | None = False
        self._fill: str | None = ""
        self._fill_is_color = True

    def set_transform(self, transform: QtGui.QTransform) -> None:
        """Have what follows stand elsewhere."""
        self._dx, self._dy = transform.dx(), transform.dy() + self._top
        self._transform, self._matrix = None, None
        if transform.isScaling():  # or turned, or sheared
            self._transform = transform * QtGui.QTransform.fromTranslate(0, self._top)
            self._matrix = (transform.m11(), transform.m12(), transform.m21(), transform.m22())

    def set_pen(self, pen: QtGui.QPen) -> None:
        """Have lines and text be in the colour of `pen`."""
        if pen != self._pen:
            self._pen, self._stroke, self._is_thin = pen, None, None

    def set_brush(self, brush: QtGui.QBrush) -> None:
        """Have areas be filled with `brush`."""
        if brush != self._brush:
            self._brush, self._fill = brush, None

    def set_opacity(self, opacity: float) -> None:
        """Have all that follows let shine through what is below."""
        self._opacity = opacity
        self._stroke = self._fill = None

    def set_mode(self, mode: QtGui.QPainter.CompositionMode) -> None:
        """Have all that follows be mixed with what is below."""
        if mode not in _PLAIN_MODES:
            self.is_beyond = True

    def unclip(self) -> None:
        """Have all be seen."""
        self._clip, self.is_clipped, self._pieces = None, False, ()

    def clip(
        self,
        operation: QtCore.Qt.ClipOperation,
        rect: QtCore.QRect | QtCore.QRectF,
        pieces: Sequence[QtCore.QRectF] = (),
    ) -> None:
        """Have nothing be seen outside of `rect`, or of the `pieces` that are in it."""
        box = self._mapped(rect)
        if operation == _Clip.IntersectClip and self._clip is not None:
            box = within(box, self._clip)
        else:
            self._pieces = ()
        if pieces:
            self._pieces = tuple(within(self._mapped(piece), box) for piece in pieces)
        self._clip, self.is_clipped = box, True

    # ------------------------------------------------------------ colours

    def _stroke_color(self) -> str:
        if self._stroke is None:
            pen = self._pen
            if pen is None:
                self._stroke = ""
            elif self._opacity < 1:
                self._stroke = colors.stroke_color(pen, self._opacity)
            else:
                self._stroke = self._inks.stroke(pen)
        return self._stroke

    def _draws_thin(self) -> bool:
        """Whether lines are whole ones, and no wider than a pixel."""
        if self._is_thin is None:
            pen = self._pen
            self._is_thin = (
                pen is not None and pen.widthF() <= 1 and pen.style() == colors.SOLID_PEN
            )
        return self._is_thin

    def _fill_color(self) -> str:
        """Return the colour that areas are filled with; "" for none, and for no colour."""
        if self._fill is None:
            brush = self._brush
            fill = "" if brush is None else self._inks.fill(brush)
            self._fill_is_color = fill is not None
            if fill and brush is not None and self._opacity < 1:
                fill = colors.brush_color(brush, self._opacity)
            self._fill = fill or ""
        return self._fill

    @property
    def _at(self) -> tuple[float, float]:
        """Where the painter's own coordinates begin."""
        return self._dx, self._dy

    def _gradient(self, box: Box) -> tuple[str, Part | None]:
        """Return what fills with the brush's gradient, and the element that says how."""
        brush = self._brush
        if brush is None or brush.style() not in colors.GRADIENTS:
            if brush is not None and brush.style() == colors.TEXTURE:
                self.is_beyond = True
            return "none", None
        around = (
            box[0] - self._dx, box[1] - self._dy, box[2] - box[0], box[3] - box[1],
        )  # fmt: skip
        return self._gradients.of(brush, self._opacity, around)

    # ------------------------------------------------------------ places

    def _point(self, x: float, y: float) -> tuple[float, float]:
        transform = self._transform
        if transform is None:
            return x + self._dx, y + self._dy
        point = transform.map(QtCore.QPointF(x, y))
        return point.x(), point.y()

    def _mapped(self, rect: QtCore.QRect | QtCore.QRectF) -> Box:
        if self._transform is not None:
            rect = self._transform.mapRect(QtCore.QRectF(rect))
            return rect.x(), rect.y(), rect.x() + rect.width(), rect.y() + rect.height()
        left, top = rect.x() + self._dx, rect.y() + self._dy
        return left, top, left + rect.width(), top + rect.height()

    def _is_cut(self, box: Box) -> bool:
        """Whether part of `box` is not to be seen."""
        clip = self._clip
        if not self.is_clipped or clip is None:
            return False
        # What reaches over by less than a pixel would not be seen to be cut.
        return (
            box[0] < clip[0] - 1 or box[1] < clip[1] - 1
            or box[2] > clip[2] + 1 or box[3] > clip[3] + 1
        )  # fmt: skip

    def _is_in_sight(self, box: Box) -> bool:
        left, top, right, bottom = box
        width, height = self._size
        if right < 0 or bottom < 0 or left > width or top > height:
            return False
        clip = self._clip
        if not self.is_clipped or clip is None:
            return True
        return right > clip[0] and left < clip[2] and bottom > clip[1] and top < clip[3]


def within(box: Box, clip: Box) -> Box:
    """Return what of `box` is in `clip`; its sides cross where that is nothing."""
    return (
        max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])
    )  # fmt: skip
