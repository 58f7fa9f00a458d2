"""The picture with its marks, at any zoom: as much of it as is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import bounds
from usero_desktop.annotation.marks import Rect
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.canvas.paint import paint_mark

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.ui.canvas.view import View

REACH: Final = 3.0
"""How far a mark may paint beyond its bounds, in pixels of the picture and of the screen: its
edge and what is smoothed of it."""

_SMOOTH: Final = QtCore.Qt.TransformationMode.SmoothTransformation


class Halves:
    """A picture, half of it, a quarter, …, each made when it is first wanted. GUI thread.

    What is shown smaller than it is, is taken from the nearest one above: so no pixel of it is
    left out, and no more is gone through than is in sight.
    """

    def __init__(self, image: QtGui.QImage) -> None:
        self._images = [image]

    def above(self, zoom: float) -> QtGui.QImage:
        """Return the smallest one that is at least `zoom` as large as the picture."""
        number = 0
        while zoom <= 0.5 ** (number + 1):
            number += 1
            if number == len(self._images):
                self._images.append(_half(self._images[-1]))
        return self._images[number]


class Scene:
    """Paints a picture and what is drawn on it into images of its own.

    Not into a widget: what is seen at zoom 1 is then, pixel by pixel, what is sent, whatever
    the screen's scale and the place of the widget in its window.
    """

    def __init__(self, image: QtGui.QImage) -> None:
        self._size = QtCore.QRectF(image.rect())
        self._halves = Halves(image)

    def painted(
        self,
        part: QtCore.QRect,
        view: View,
        drawing: Drawing,
        *,
        ground: QtGui.QColor,
        border: QtGui.QColor | None = None,
        but: int | None = None,
    ) -> QtGui.QImage:
        """Return `part` of the screen, in its pixels; `ground` is around the picture.

        A line of `border` tells where the picture ends. The mark at the place `but` is left out.
        """
        image = QtGui.QImage(part.size(), QtGui.QImage.Format.Format_RGB32)
        painter = QtGui.QPainter(image)
        painter.translate(-part.x(), -part.y())
        shown = QtCore.QRect(view.x, view.y, view.width, view.height)
        if not shown.contains(part):
            painter.fillRect(part, ground)
            if border is not None:
                painter.setPen(border)
                painter.drawRect(shown.adjusted(-1, -1, 0, 0))
        painter.setClipRect(shown)
        painter.translate(view.x, view.y)
        painter.scale(view.zoom, view.zoom)
        painter.translate(-view.area.left, -view.area.top)
        # Larger than it is, one sees its pixels.
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, view.zoom < 1)
        painter.drawImage(self._size, self._halves.above(view.zoom))
        corner = view.spot(part.x(), part.y())
        wanted = Rect(corner.left, corner.top, part.width() / view.zoom, part.height() / view.zoom)
        for place in drawing.in_order:
            mark = drawing.marks[place]
            if place != but and _meet(grown(bounds(mark), view.zoom), wanted):
                paint_mark(painter, mark)
        painter.end()
        return image


def grown(rect: Rect, zoom: float) -> Rect:
    """Return `rect` of the picture with all that may be painted around it."""
    reach = REACH + REACH / zoom
    return Rect(
        rect.left - reach, rect.top - reach, rect.width + 2 * reach, rect.height + 2 * reach
    )


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one.left <= other.right
        and other.left <= one.right
        and one.top <= other.bottom
        and other.top <= one.bottom
    )


def _half(image: QtGui.QImage) -> QtGui.QImage:
    half = QtCore.QSize(max(image.width() // 2, 1), max(image.height() // 2, 1))
    small = image.scaled(half, QtCore.Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
    return small.convertToFormat(QtGui.QImage.Format.Format_RGB32)
