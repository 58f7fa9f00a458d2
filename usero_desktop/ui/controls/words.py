from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.controls.buttons import PaintedButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

HEIGHT: Final = 34
RADIUS: Final = 8


class WordButton(PaintedButton):
    """A button that is only words: outlined, or filled where it is what one came for."""

    def __init__(
        self, name: str, parent: QtWidgets.QWidget, *, primary: bool = False, flat: bool = False
    ) -> None:
        """`name` is its object's name."""
        super().__init__(parent)
        self.setObjectName(name)
        self._is_primary, self._is_flat = primary, flat

    def show_look(self, look: Look, words: str, tip: str = "") -> None:
        """Take colours and words."""
        self._take_look(look)
        self.setText(words)
        self.setToolTip(tip)

    @property
    def _font(self) -> QtGui.QFont:
        return self._scale.font(metrics.LABEL, bold=self._is_primary)

    @guard(otherwise=QtCore.QSize(60, metrics.CONTROL))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        return self._around(self._font, px(20 if self._is_flat else 32), px(HEIGHT))

    @property
    def _radius(self) -> float:
        return self._scale.px(RADIUS)

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        box = QtCore.QRectF(self.rect())
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        if self._is_primary and self.isEnabled():
            lively = colors.primary_down if self.isDown() else colors.primary_hover
            painter.setBrush(lively if self._is_lively else colors.primary)
            ink = colors.on_primary
        else:
            painter.setBrush(colors.hover if self._is_lively else colors.background)
            if not self._is_flat:
                painter.setPen(QtGui.QPen(colors.edge, 1))
                box.adjust(0.5, 0.5, -0.5, -0.5)
            ink = colors.text if self.isEnabled() else colors.disabled
        painter.drawRoundedRect(box, self._radius, self._radius)
        self._write(painter, self._font, ink)

    def _ring_ink(self, colors: Colors) -> QtGui.QColor | None:
        return colors.on_primary if self._is_primary else None
