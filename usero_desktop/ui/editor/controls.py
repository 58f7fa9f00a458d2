"""The buttons of the editor: tools, colours, widths, and the words at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.controls.buttons import PaintedButton
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

SIGNS_MOST: Final = 2.0
"""How many times their usual size the signs have at most."""
SIDE: Final = 34
"""Of a button that is an icon."""
SMALL_SIDE: Final = 28
"""Of one that is a colour or a line."""
ICON: Final = 20
_RADIUS: Final = 8
_DOT: Final = 18
_FADED: Final = 0.35
"""How much is left to see of choices that mean nothing now: a black-out has no colour."""
_DOTS: Final = (4, 7, 11, 16)
"""How large the dots are that stand for the widths, the thinnest first."""


def signs(scale: Scale) -> Scale:
    """Return the scale of signs, and of what is between them, where letters have `scale`.

    They need not grow as much: two dozen of them have to leave room for the picture.
    """
    return Scale(min(scale.factor, SIGNS_MOST), scale.family)


class SquareButton(PaintedButton):
    """A square with something in it; one that is chosen among others is filled."""

    side = SIDE

    def __init__(self, name: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"usero_editor_{name}")

    def be_one_of_several(self) -> None:
        """Be chosen instead of those beside it: the arrow keys go through them, Tab past them."""
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def show_look(self, look: Look, words: str, tip: str = "") -> None:
        """Take colours and words; `tip` is what a pointer is told, where that is more."""
        self._take_look(look, signs(look.scale))
        self.setAccessibleName(words)
        self.setToolTip(tip or words)

    @guard(otherwise=QtCore.QSize(SIDE, SIDE))
    def sizeHint(self) -> QtCore.QSize:
        side = self._scale.px(self.side)
        return QtCore.QSize(side, side)

    @property
    def _radius(self) -> float:
        return self._scale.px(_RADIUS)

    @property
    def _is_filled(self) -> bool:
        """Whether it lies on the theme's own colour: it is the one of several."""
        return self.isChecked() and self.autoExclusive()

    def _paint(self, painter: QtGui.QPainter, colors: Colors) -> None:
        if self.autoExclusive() and not self.isEnabled():
            painter.setOpacity(_FADED)
        self._paint_ground(painter, colors)
        self._paint_sign(painter, colors)

    def _paint_ground(self, painter: QtGui.QPainter, colors: Colors) -> None:
        if self.isChecked():
            ground = colors.primary if self._is_filled else colors.chosen
        elif self._is_lively:
            ground = colors.border if self.isDown() else colors.hover
        else:
            return
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), self._radius, self._radius)

    def _paint_sign(self, painter: QtGui.QPainter, colors: Colors) -> None:
        """Paint what it stands for."""
        raise NotImplementedError

    def _ring_ink(self, colors: Colors) -> QtGui.QColor | None:
        return colors.on_primary if self._is_filled else None


class SignButton(SquareButton):
    """A square with an icon in it."""

    def __init__(self, name: str, icon: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(name, parent)
        self._icon = icon

    def _paint_sign(self, painter: QtGui.QPainter, colors: Colors) -> None:
        ink = colors.text if self.isEnabled() else colors.disabled
        if self._is_filled:
            ink = colors.on_primary
        side = self._scale.px(ICON)
        ratio = self.devicePixelRatioF()
        sign = icons.icon(self._icon, side, ratio, ink, mirrored=self.isRightToLeft())
        corner = QtCore.QRectF(self.rect()).center() - QtCore.QPointF(side / 2, side / 2)
        painter.drawPixmap(corner, sign)


class ColourButton(SquareButton):
    """A dot of a colour; the one that is drawn with has a ring around it."""

    side = SMALL_SIDE

    def __init__(self, name: str, colour: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(name, parent)
        self.colour = colour

    @property
    def _is_filled(self) -> bool:
        return False

    def _paint_ground(self, painter: QtGui.QPainter, colors: Colors) -> None:
        if not self.isChecked():
            super()._paint_ground(painter, colors)

    def _paint_sign(self, painter: QtGui.QPainter, colors: Colors) -> None:
        px = self._scale.px
        middle = QtCore.QRectF(self.rect()).center()
        painter.setPen(QtGui.QPen(colors.edge, 1))
        painter.setBrush(QtGui.QColor(self.colour))
        radius = px(_DOT) / 2
        if self.isChecked():
            radius -= px(1)
        painter.drawEllipse(middle, radius, radius)
        if self.isChecked():
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(colors.text, px(2)))
            painter.drawEllipse(middle, px(_DOT) / 2 + px(2.5), px(_DOT) / 2 + px(2.5))


class WidthButton(SquareButton):
    """A dot as large as the line is wide."""

    side = SMALL_SIDE

    def __init__(self, name: str, place: int, width: float, parent: QtWidgets.QWidget) -> None:
        super().__init__(name, parent)
        self._dot = _DOTS[place]
        self.line_width = width

    def _paint_sign(self, painter: QtGui.QPainter, colors: Colors) -> None:
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(colors.on_primary if self.isChecked() else colors.text)
        radius = self._scale.px(self._dot) / 2
        painter.drawEllipse(QtCore.QRectF(self.rect()).center(), radius, radius)
