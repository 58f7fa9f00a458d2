"""The ring around what has the focus: for who walks by keyboard, not for who clicked."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui

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

    @property
    def reason(self) -> QtCore.Qt.FocusReason:
        """With what reason to hand the focus on, so that the next one shows a ring too."""
        return _Reason.TabFocusReason if self.is_shown else _Reason.OtherFocusReason
