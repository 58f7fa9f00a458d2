"""A check box of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls import ring as rings
from usero_desktop.ui.controls.buttons import no_mnemonic, words_size
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

BOX = 18
GAP = 9


class TickBox(QtWidgets.QCheckBox):
    """A check box painted by us."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._colors: Colors | None = None
        self.ring = Ring()
        self._scale = Scale()
        self._room = 0
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)

    @guard
    def setText(self, text: str) -> None:
        before = self.text()
        super().setText(text)
        no_mnemonic(self, before)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_in(event)
        super().focusInEvent(event)

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_out(event)
        super().focusOutEvent(event)

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._colors, self._scale = look.colors, look.scale
        self.updateGeometry()
        self.update()

    @guard(otherwise=QtCore.QSize(160, 24))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        font, beside = self._scale.font(metrics.BODY), px(BOX) + px(GAP)
        words = words_size(self.text(), font, self._room - beside if self._room else None)
        more = max(words.height() - QtGui.QFontMetrics(font).lineSpacing(), 0)
        around = 2 * px(metrics.RING_ROOM)
        return QtCore.QSize(words.width() + beside + around, px(BOX) + more + around)

    def show_room(self, room: int) -> None:
        """Be at most `room` wide, but for its ring."""
        self._room = room
        self.updateGeometry()

    def minimumSizeHint(self) -> QtCore.QSize:
        return self.sizeHint()

    def hitButton(self, point: QtCore.QPoint) -> bool:
        return self.rect().contains(point)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        with painting(self) as painter:
            mirrored = self.isRightToLeft()
            # The box stands in line with the fields; its ring lies further out.
            px = self._scale.px
            side, gap, around = px(BOX), px(GAP), px(metrics.RING_ROOM)
            left = self.width() - around - side if mirrored else around
            top = (self.height() - side) / 2
            box = QtCore.QRectF(left + 0.5, top + 0.5, side - 1, side - 1)
            painter.setPen(QtGui.QPen(colors.edge, 1.25))
            painter.setBrush(colors.field)
            if self.isChecked():
                painter.setPen(QtGui.QPen(colors.accent, 1))
                painter.setBrush(colors.primary)
            painter.drawRoundedRect(box, px(5), px(5))
            if self.isChecked():
                tick = icons.icon("check", px(14), self.devicePixelRatioF(), colors.on_primary)
                inset = (side - px(14)) // 2
                painter.drawPixmap(QtCore.QPointF(left + inset, top + inset), tick)
            if self.ring.is_shown:
                rings.paint(painter, self.rect(), colors, px(10))
            painter.setFont(self._scale.font(metrics.BODY))
            painter.setPen(colors.text)
            beside = around + side + gap
            # A touch more than measured: Qt would break a line that fits to the pixel.
            after = around - px(2)
            start, end = (after, beside) if mirrored else (beside, after)
            words = self.rect().adjusted(start, 0, -end, 0)
            # A painter that writes from the right mirrors the sides by itself.
            lines = QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeading
            painter.drawText(words, lines | QtCore.Qt.TextFlag.TextWordWrap, self.text())
