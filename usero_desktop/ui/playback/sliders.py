"""What moves along the time line: the moment that is shown, and the two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls import ring as rings
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

BAR: Final = 6
"""How thick the line is, at scale 1."""
HANDLE: Final = 14
"""How wide a handle is to be seen."""
TARGET: Final = 24
"""How wide it is for a finger: the least of WCAG 2.2 (2.5.8)."""
OVERLAP: Final = 4
"""So far the line goes on below a handle, which is round at its corners."""
HEIGHT: Final = 32
SECOND_MS: Final = 1_000
_Key = QtCore.Qt.Key
_LEFT_BUTTON: Final = QtCore.Qt.MouseButton.LeftButton


class Slider(QtWidgets.QSlider):
    """A slider for a moment in milliseconds, painted by us.

    Its value, which is Qt's and what screen readers say and set, is in whole seconds.

    Signals: `moved(int)` when it is at another moment; `dragged(int)` where the mouse has it,
    from the left edge of the widget around.
    """

    moved = Signal(int)
    dragged = Signal(int)

    def __init__(self, parent: QtWidgets.QWidget, *, step_ms: int, page_ms: int) -> None:
        super().__init__(QtCore.Qt.Orientation.Horizontal, parent)
        self._step_ms, self._page_ms = step_ms, page_ms
        self._at_ms = self._first_ms = self._last_ms = 0
        self._is_told = False
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self._ring = Ring()
        self._look: Look | None = None

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._look = look
        self.update()

    @property
    def at_ms(self) -> int:
        """The moment that it is at."""
        return self._at_ms

    def show_bounds(self, first_ms: int, last_ms: int) -> None:
        """Be at a moment between these two."""
        self._first_ms, self._last_ms = first_ms, last_ms
        self.go(self._at_ms)

    def go(self, at_ms: int) -> None:
        """Be at a moment, or as near to it as may be."""
        before, self._at_ms = self._at_ms, min(max(at_ms, self._first_ms), self._last_ms)
        self._is_told = True
        self.setRange(self._first_ms // SECOND_MS, self._last_ms // SECOND_MS)
        self.setValue(self._at_ms // SECOND_MS)
        self._is_told = False
        if self._at_ms != before:
            self.moved.emit(self._at_ms)

    @guard
    def sliderChange(self, change: QtWidgets.QAbstractSlider.SliderChange) -> None:
        super().sliderChange(change)
        if change == self.SliderChange.SliderValueChange and not self._is_told:
            # A screen reader has set it. The last second may not be a whole one.
            is_last = self.value() == self.maximum()
            self.go(self._last_ms if is_last else self.value() * SECOND_MS)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        step, page = self._step_ms, self._page_ms
        onward = -step if self.isRightToLeft() else step
        ways: dict[int, int] = {
            _Key.Key_Right: onward, _Key.Key_Left: -onward, _Key.Key_Up: step,
            _Key.Key_Down: -step, _Key.Key_PageUp: page, _Key.Key_PageDown: -page,
            _Key.Key_Home: self._first_ms - self._at_ms, _Key.Key_End: self._last_ms - self._at_ms,
        }  # fmt: skip
        way = ways.get(event.key())
        if way is None:
            super().keyPressEvent(event)
        else:
            self.go(self._at_ms + way)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        self._ring.focus_in(event)
        super().focusInEvent(event)

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        self._ring.focus_out(event)
        super().focusOutEvent(event)

    @guard
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        # Who scrolls the page with the mouse on this means the page.
        event.ignore()

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == _LEFT_BUTTON:
            self.setSliderDown(True)
            self._drag(event)

    @guard
    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event)

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == _LEFT_BUTTON:
            self.setSliderDown(False)

    def _drag(self, event: QtGui.QMouseEvent) -> None:
        self.dragged.emit(self.x() + round(event.position().x()))

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        self._paint(painter, look)
        if self._ring.is_shown:
            rings.paint(painter, self.rect(), look.colors, look.scale.px(metrics.RADIUS / 2))
        painter.end()

    def _paint(self, painter: QtGui.QPainter, look: Look) -> None:
        """Paint all of it but the ring."""
        raise NotImplementedError


class Line(Slider):
    """The time line itself: it is at the moment that is shown."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent, step_ms=1_000, page_ms=5_000)
        self.setObjectName("usero_playback_line")
        self._begin = self._end = self._now = self._side = 0
        self._has_ends = False

    def show_marks(self, begin: int, end: int, now: int, side: int, *, has_ends: bool) -> None:
        """Have the kept part, and the moment, be at these places from the left.

        `side` is how far from its own sides the line ends; with `has_ends` there are handles.
        """
        self._begin, self._end, self._now, self._side = begin, end, now, side
        self._has_ends = has_ends
        self.update()

    def _paint(self, painter: QtGui.QPainter, look: Look) -> None:
        px, colors = look.scale.px, look.colors
        thick = px(BAR)
        top = (self.height() - thick) / 2
        whole = QtCore.QRectF(self._side, top, self.width() - 2 * self._side, thick)
        painter.setBrush(colors.thumb)
        painter.drawRoundedRect(whole, thick / 2, thick / 2)
        more = OVERLAP if self._has_ends else 0
        first, last = sorted((self._begin, self._end))
        painter.setBrush(colors.accent)
        painter.drawRect(QtCore.QRectF(first, top, last - first, thick).adjusted(-more, 0, more, 0))
        tall = px(HEIGHT) * 0.8
        needle = QtCore.QRectF(0, 0, px(3), tall)
        needle.moveCenter(QtCore.QPointF(self._now, self.height() / 2))
        painter.setBrush(colors.background)
        painter.drawRoundedRect(needle.adjusted(-1, -1, 1, 1), 2, 2)
        painter.setBrush(colors.text)
        painter.drawRoundedRect(needle, px(1.5), px(1.5))


class Handle(Slider):
    """One end of what is kept."""

    def __init__(self, parent: QtWidgets.QWidget, name: str) -> None:
        super().__init__(parent, step_ms=500, page_ms=5_000)
        self.setObjectName(f"usero_playback_{name}")
        self.setCursor(QtCore.Qt.CursorShape.SplitHCursor)

    def _paint(self, painter: QtGui.QPainter, look: Look) -> None:
        px, colors = look.scale.px, look.colors
        box = QtCore.QRectF(0, 0, px(HANDLE) - 2, self.height() - 10)
        box.moveCenter(QtCore.QRectF(self.rect()).center())
        painter.setBrush(colors.primary_hover if self.underMouse() else colors.primary)
        painter.setPen(QtGui.QPen(colors.background, 1.5))
        painter.drawRoundedRect(box, px(4), px(4))
        grip = QtCore.QRectF(0, 0, px(2), box.height() / 2)
        grip.moveCenter(box.center())
        painter.fillRect(grip, colors.on_primary)
