from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.windows.lines import OUT, Lines
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.painting import painting

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

PADDING: Final = 12


class Card(QtWidgets.QWidget):
    """What belongs together, on a paper of its own."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.column = Lines(self)

    def show_look(self, look: Look) -> None:
        """Take colours and sizes."""
        self._look = look
        high = look.scale.px(PADDING)
        side = high - look.scale.px(OUT)
        self.column.setContentsMargins(side, high, side, high)
        self.column.show_look(look)
        self.column.setSpacing(look.scale.px(6))
        self.update()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        with painting(self) as painter:
            painter.setPen(QtGui.QPen(look.colors.border, 1))
            painter.setBrush(look.colors.field)
            radius = look.scale.px(metrics.RADIUS)
            box = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, radius, radius)
