"""Renders widgets into parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay.recorder.painting.canvas import Canvas, Masking
from usero_desktop.replay.recorder.painting.engine import Device
from usero_desktop.replay.recorder.painting.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usero_desktop.replay.recorder.styles import Styles

log = guest_logger("usero_desktop.replay")

_Widget = QtWidgets.QWidget
_Flag = QtWidgets.QWidget.RenderFlag
_NOTHING_ELSE: Final = _Flag(0)
_GROUND: Final = _Flag.DrawWindowBackground
_ORIGIN: Final = QtCore.QPoint()
_ALL: Final = QtGui.QRegion()


class WidgetPainter:
    """Has widgets paint themselves, each without what is in it. GUI thread.

    `is_at_work` is set meanwhile: the paint events that come then are its own.
    """

    def __init__(self, styles: Styles, dots_per_inch: float) -> None:
        self.tools = Tools(styles, dots_per_inch)
        self._device = Device(dots_per_inch)
        self._has_failed = False
        self.is_at_work = False

    def paint(
        self,
        widget: QtWidgets.QWidget,
        masking: Masking = Masking.NONE,
        *,
        has_cursor: bool = False,
    ) -> Canvas:
        """Return what `widget` paints; with `has_cursor` without a cursor in its text."""
        rect = _Widget.rect(widget)
        size = rect.width(), rect.height()
        canvas = Canvas(self.tools, size, masking, has_cursor=has_cursor)
        flags = _GROUND if _Widget.isWindow(widget) else _NOTHING_ELSE
        self._draw(canvas, lambda painter: _Widget.render(widget, painter, _ORIGIN, _ALL, flags))
        return canvas

    def paint_band(
        self,
        widget: QtWidgets.QWidget,
        rect: QtCore.QRect,
        masking: Masking,
        hidden: Sequence[tuple[float, float, float, float]] = (),
    ) -> Canvas:
        """Return what `widget` paints in `rect` of it; 0, 0 is where that begins."""
        whole = _Widget.rect(widget)
        seen = rect & whole
        # What begins above the widget's own edge is rendered from there on.
        top = seen.top() - rect.top()
        canvas = Canvas(self.tools, (rect.width(), rect.height()), masking, hidden, top)
        region = QtGui.QRegion(seen)
        self._draw(
            canvas,
            lambda painter: _Widget.render(widget, painter, _ORIGIN, region, _NOTHING_ELSE),
        )
        return canvas

    def draw(
        self,
        size: tuple[int, int],
        drawing: Callable[[QtGui.QPainter], object],
        masking: Masking = Masking.NONE,
    ) -> Canvas:
        """Return what `drawing` draws with the painter that it is given."""
        canvas = Canvas(self.tools, size, masking)
        self._draw(canvas, drawing)
        return canvas

    def _draw(self, canvas: Canvas, drawing: Callable[[QtGui.QPainter], object]) -> None:
        self._device.engine.canvas = canvas
        self.is_at_work = True
        try:
            painter = QtGui.QPainter(self._device)
            try:
                drawing(painter)
            finally:
                painter.end()
        finally:
            self.is_at_work = False
        if canvas.fault is not None:
            canvas.is_beyond = True
            if not self._has_failed:
                self._has_failed = True
                log.error("What a widget paints could not be told.", exc_info=canvas.fault)
