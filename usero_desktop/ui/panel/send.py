"""The button that sends, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.buttons import ICON, ICON_GAP, PaintedButton, draw_icon_and_text
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

SEND = 15
"""Letters of the button that matters."""


class SpokenProgress(QtWidgets.QProgressBar):
    """How far it is, for a screen reader: for the eyes the button under it fills up."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("usero_progress")
        self.setFormat("")
        self.setTextVisible(False)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        pass


class SendButton(PaintedButton):
    """The one that matters: full width, in the theme's primary, filling up while it sends."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: float | None = None
        self._spoken: SpokenProgress | None = None
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._take_look(look)

    def show_progress(self, progress: float | None) -> None:
        """Fill up to `progress` (0 to 1); None shows the plain button."""
        if progress != self._progress:
            self._progress = progress
            self.update()
        self._show_spoken()

    def _show_spoken(self) -> None:
        if self._spoken is None and self._progress is not None:
            self._spoken = SpokenProgress(self)
            self._spoken.resize(self.size())
        if self._spoken is not None:
            if self._progress is not None:
                self._spoken.setAccessibleName(self.text())
                self._spoken.setValue(round(self._progress * 100))
            self._spoken.setVisible(self._progress is not None)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        if self._spoken is not None:
            self._spoken.resize(event.size())
        super().resizeEvent(event)

    @guard(otherwise=QtCore.QSize(160, metrics.SEND_HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        beside = px(ICON) + px(ICON_GAP) + px(26)
        font = self._scale.font(SEND, bold=True)
        return QtCore.QSize(px(160), self._around(font, beside, px(metrics.SEND_HEIGHT)).height())

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        self._paint_fill(painter, QtCore.QRectF(self.rect()), colors)
        icon = "" if self._progress is not None else "send"
        ink, font = colors.on_primary, self._scale.font(SEND, bold=True)
        draw_icon_and_text(painter, self, icon, ink, font, self._scale, icon_last=True)

    def _ring_ink(self, colors: Colors) -> QtGui.QColor:
        return colors.on_primary

    def _paint_fill(self, painter: QtGui.QPainter, box: QtCore.QRectF, colors: Colors) -> None:
        fill = colors.primary
        if self.isDown():
            fill = colors.primary_down
        elif self.underMouse() and self.isEnabled():
            fill = colors.primary_hover
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        radius = self._radius
        painter.drawRoundedRect(box, radius, radius)
        if self._progress is not None:
            path = QtGui.QPainterPath()
            path.addRoundedRect(box, radius, radius)
            painter.setClipPath(path)
            rest = QtCore.QRectF(box)
            if self.isRightToLeft():
                rest.setRight(box.right() - box.width() * self._progress)
            else:
                rest.setLeft(box.left() + box.width() * self._progress)
            painter.fillRect(rest, colors.primary_rest)
            painter.setClipping(False)
        if colors.accent != colors.primary:
            # A primary like the background would leave a button without a shape.
            painter.setPen(QtGui.QPen(colors.accent, 1))
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inner, radius, radius)
