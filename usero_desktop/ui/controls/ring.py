"""The ring around what has the focus: for who walks by keyboard, not for who clicked.

Every control that we paint has the same one; the fields have it from the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors

GAP = 3.0
"""Between the edge of a control that is of the ring's own colour, and the ring in it."""

_Reason = QtCore.Qt.FocusReason
_BY_KEYBOARD = frozenset(
    {_Reason.TabFocusReason, _Reason.BacktabFocusReason, _Reason.ShortcutFocusReason}
)
# The focus was away for a moment, in a menu or in another window: all is as it was before.
_AWAY = frozenset({_Reason.PopupFocusReason, _Reason.ActiveWindowFocusReason})


class Ring:
    """Knows from the focus events of one widget whether its ring is to be seen."""

    def __init__(self) -> None:
        self.is_shown = False

    def focus_in(self, event: QtGui.QFocusEvent) -> None:
        """The widget got the focus."""
        if event.reason() not in _AWAY:
            self.is_shown = event.reason() in _BY_KEYBOARD

    def focus_out(self, event: QtGui.QFocusEvent) -> None:
        """The widget lost the focus."""
        if event.reason() not in _AWAY:
            self.is_shown = False

    def forget(self) -> None:
        """The widget is to lose the focus, which nobody tells it in a window behind others."""
        self.is_shown = False

    @property
    def reason(self) -> QtCore.Qt.FocusReason:
        """With what reason to hand the focus on, so that the next one shows a ring too."""
        return _Reason.TabFocusReason if self.is_shown else _Reason.OtherFocusReason


def pen(colors: Colors, ink: QtGui.QColor) -> QtGui.QPen:
    """Return what a ring of `ink` is drawn with."""
    return QtGui.QPen(ink, colors.ring)


def paint(
    painter: QtGui.QPainter,
    box: QtCore.QRect,
    colors: Colors,
    radius: float,
    *,
    gap: float = 0,
    ink: QtGui.QColor | None = None,
) -> None:
    """Draw the ring inside `box`, `gap` from its edge; `radius` is that of the control.

    With `ink`, what is written on the control with, it lies on one of the theme's own colour,
    and so clear of its edge.
    """
    if ink is not None:
        gap = gap or GAP
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.setPen(pen(colors, ink or colors.focus))
    inset = gap + colors.ring / 2
    around = QtCore.QRectF(box).adjusted(inset, inset, -inset, -inset)
    rounded = max(radius - inset, 0)
    painter.drawRoundedRect(around, rounded, rounded)
