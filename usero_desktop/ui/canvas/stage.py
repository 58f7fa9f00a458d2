from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.marks import Point, Rect
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.grips import framed
from usero_desktop.ui.canvas.scene import Scene
from usero_desktop.ui.canvas.view import LEAST_ZOOM, MOST_ZOOM, View, zoom_above, zoom_below
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.style.colors import Colors

MARGIN: Final = 24
"""Around the picture, in logical pixels: room for the handles of what lies at its border."""

LINE: Final = 40
"""How far a notch of the wheel, or an arrow key, scrolls, in logical pixels."""

_AROUND: Final = 12
"""Around what comes into sight, in logical pixels: its handles."""

_NEARLY: Final = 1e-3
_NOTCH: Final = 120
_NOTCH_LINE: Final = LINE * 3 / _NOTCH
_Modifier = QtCore.Qt.KeyboardModifier
_Type = QtCore.QEvent.Type


class Stage(QtWidgets.QAbstractScrollArea):
    """A picture with its marks, as large as one likes. GUI thread.

    A pixel of the picture is `zoom` pixels of the screen wide: at 1.0 it is true to scale. Until
    somebody zooms, all of the picture is in sight, whatever the size of the stage.

    Signal: `zoom_changed(float)`.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QtWidgets.QWidget, editing: Editing) -> None:
        super().__init__(parent)
        # By its name: asked for viewport(), PySide6 first loads every class that could be one.
        page = self.findChild(QtWidgets.QWidget, "qt_scrollarea_viewport")
        self._page = page or self.viewport()
        self._editing = editing
        self._scene = Scene(editing.image)
        self._shown = editing.drawing
        self._ground = QtGui.QColor("#e5e7eb")
        self._border = QtGui.QColor("#d1d5db")
        self._zoom = 1.0
        self._is_fitted = True
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._page.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_ground(self, colors: Colors) -> None:
        """Take the colours of what is around the picture."""
        self._ground, self._border = colors.hover, QtGui.QColor(colors.edge)
        self._border.setAlphaF(0.5)

    # ---------------------------------------------------------------- zoom

    @property
    def zoom(self) -> float:
        """How many pixels of the screen a pixel of the picture is wide."""
        return self._zoom

    @property
    def seen(self) -> Rect:
        """What of the picture is in sight, in its pixels."""
        return self._view().seen(*self._size())

    def zoom_to(self, value: float, about: QtCore.QPointF | None = None) -> None:
        """Show it at `value`; what is at `about`, in logical pixels of the page, stays there."""
        self._is_fitted = False
        self._zoom_to(value, about)

    def zoom_in(self) -> None:
        """Zoom to the next larger step."""
        self.zoom_to(zoom_above(self._zoom))

    def zoom_out(self) -> None:
        """Zoom to the next smaller step."""
        self.zoom_to(zoom_below(self._zoom))

    def fit(self) -> None:
        """Show all of the picture, and go on so when there is more room, or less."""
        self._is_fitted = True
        self._fit()

    def _fit(self) -> None:
        area, margin = self._area(), 2 * self._margin()
        most = self.maximumViewportSize() * self._ratio()
        room = max(most.width() - margin, 1), max(most.height() - margin, 1)
        self._zoom_to(min(room[0] / area.width, room[1] / area.height, 1.0), None)

    def _zoom_to(self, value: float, about: QtCore.QPointF | None) -> None:
        value = min(max(value, LEAST_ZOOM), MOST_ZOOM)
        view, (width, height) = self._view(), self._size()
        there = Point(width / 2, height / 2)
        if about is not None:
            there = self._pixel(about)
        kept = view.spot(int(there.x), int(there.y))
        is_other, self._zoom = value != self._zoom, value
        self._arrange()
        now = self._view().on_screen(Point(kept.left, kept.top))
        self._scroll(round(now.x - int(there.x)), round(now.y - int(there.y)))
        self._page.update()
        if is_other:
            self.zoom_changed.emit(value)

    # ---------------------------------------------------------------- where things are

    def _ratio(self) -> float:
        return self._page.devicePixelRatioF()

    def _margin(self) -> int:
        return round(MARGIN * self._ratio())

    def _size(self) -> tuple[int, int]:
        """Return the size of the page in pixels of the screen."""
        ratio = self._ratio()
        return floor(self._page.width() * ratio), floor(self._page.height() * ratio)

    def _area(self) -> Rect:
        drawing = self._editing.drawing
        if self._editing.tool is Tool.CROP:
            return Rect(0, 0, drawing.width, drawing.height)
        return drawing.area

    def _view(self) -> View:
        area = self._area()
        x = y = 0
        view = View(area, self._zoom, x, y)
        width, height = self._size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        margin = self._margin()
        x = margin - across.value() if across.maximum() else (width - view.width) // 2
        y = margin - down.value() if down.maximum() else (height - view.height) // 2
        return View(area, self._zoom, x, y)

    def _arrange(self) -> None:
        """Have the bars go as far as the picture does."""
        view, size, margin = self._view(), self._size(), 2 * self._margin()
        most = self.maximumViewportSize() * self._ratio()
        if view.width + margin <= most.width() and view.height + margin <= most.height():
            size = most.width(), most.height()  # without the bars all of it fits
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, long, room in zip(bars, (view.width, view.height), size, strict=True):
            bar.setRange(0, max(long + margin - room, 0))
            bar.setPageStep(max(room, 1))
            bar.setSingleStep(round(LINE * self._ratio()))
        self._arranged()

    def reveal(self, part: Rect) -> None:
        """Have `part` of the picture in sight, or as much of it as there is room for."""
        self.reveal_on_page(framed(part, self._view(), self._ratio()))

    def reveal_on_page(self, part: QtCore.QRectF) -> None:
        """Have `part` of the page, in its logical pixels, in sight, and a little around it."""
        wanted = part.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        page = self._page.size()
        self.scroll_by(
            _beyond(wanted.left(), wanted.right(), page.width()),
            _beyond(wanted.top(), wanted.bottom(), page.height()),
        )

    def _arranged(self) -> None:
        """The picture lies elsewhere in the page."""

    def _scroll(self, across: int, down: int) -> None:
        for bar, way in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + way)

    def scroll_by(self, across: float, down: float) -> None:
        """Scroll by so many logical pixels."""
        self._scroll(round(across * self._ratio()), round(down * self._ratio()))

    def _shift(self) -> tuple[float, float]:
        """Return by how much the page begins beside a whole pixel of the screen."""
        corner, ratio = self._page.mapTo(self.window(), QtCore.QPoint()), self._ratio()
        x, y = corner.x() * ratio, corner.y() * ratio
        return x - round(x), y - round(y)

    def _pixel(self, at: QtCore.QPointF) -> Point:
        """Return the pixel of the screen that `at` is in, counted from the page's first one."""
        ratio, (across, down) = self._ratio(), self._shift()
        return Point(
            floor(at.x() * ratio + across + _NEARLY), floor(at.y() * ratio + down + _NEARLY)
        )

    # ---------------------------------------------------------------- painting

    @guard
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        view, ratio, exposed = self._view(), self._ratio(), QtCore.QRectF(event.rect())
        across, down = self._shift()
        left = floor(exposed.left() * ratio + across)
        top = floor(exposed.top() * ratio + down)
        part = QtCore.QRect(
            left,
            top,
            ceil(exposed.right() * ratio + across) - left + 1,
            ceil(exposed.bottom() * ratio + down) - top + 1,
        )
        image = self._scene.painted(
            part,
            view,
            self._shown,
            ground=self._ground,
            border=self._border,
            but=self._left_out(),
        )
        painter = QtGui.QPainter(self._page)
        to_screen = painter.deviceTransform()
        pixels = QtGui.QTransform()
        pixels.translate(round(to_screen.dx()), round(to_screen.dy()))
        pixels.scale(to_screen.m11() / ratio, to_screen.m22() / ratio)
        undone, _ = to_screen.inverted()
        painter.setWorldTransform(pixels * undone)
        painter.drawImage(part.topLeft(), image)
        painter.resetTransform()
        self._paint_over(painter, view, ratio)
        painter.end()

    def _left_out(self) -> int | None:
        """Return the place of the mark that is not painted, if any."""
        return None

    def _paint_over(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        """Paint what lies over the picture, in logical pixels."""

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self._fit()
        self._arrange()
        self._page.update()

    @guard
    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self._arranged()
        self._page.update()

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        way = event.angleDelta()
        if event.modifiers() & _Modifier.ControlModifier:
            turned = way.y() or way.x()
            self.zoom_to(self._zoom * 2 ** (turned / _NOTCH / 4), event.position())
        else:
            exact = event.pixelDelta()
            far = QtCore.QPointF(exact) if not exact.isNull() else QtCore.QPointF(way) * _NOTCH_LINE
            if event.modifiers() & _Modifier.ShiftModifier and not far.x():
                far = far.transposed()
            self.scroll_by(-far.x(), -far.y())
        event.accept()

    @guard(otherwise=False)
    def viewportEvent(self, event: QtCore.QEvent) -> bool:
        if event.type() == _Type.NativeGesture and isinstance(event, QtGui.QNativeGestureEvent):
            kind = event.gestureType()
            if kind == QtCore.Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_to(self._zoom * (1 + event.value()), event.position())
                return True
        return super().viewportEvent(event)


def _beyond(start: float, end: float, room: int) -> float:
    """Return by how much to scroll so that `start` to `end` is in `room`; the start, if need be."""
    if start < 0 or end - start > room:
        return start
    return max(end - room, 0.0)
