from __future__ import annotations

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.guard import guard

_Type = QtCore.QEvent.Type
_USED = frozenset({_Type.MouseButtonPress, _Type.KeyPress, _Type.TouchBegin})


class HeldFocus:
    """Which part of the panel has its window's focus, kept while the panel is elsewhere.

    Qt takes the focus from what is hidden or gets a new parent and hands it on as if Tab
    had been pressed: to another part, or to a widget of the host, whose words that selects.
    """

    def __init__(self, panel: QtWidgets.QWidget) -> None:
        """Take the focus from the part that has it; its window then gives it to nobody."""
        window = panel.window()
        parts, focus = panel.findChildren(QtWidgets.QWidget), window.focusWidget()
        self._part = next((part for part in parts if part is focus), None)
        self._selected: tuple[int, int] | None = None
        self.had_keys = self._part is not None and window.isActiveWindow()
        """Whether what was typed came to the panel."""
        if isinstance(self._part, QtWidgets.QLineEdit):
            self._selected = _selection(self._part)
        if self._part is not None:
            self._part.clearFocus()

    @property
    def is_empty(self) -> bool:
        """Whether no part of the panel had the focus."""
        return self._part is None

    def give_back(self) -> None:
        """Give it to the same part again, the cursor where it was."""
        part = self._part
        if part is None or not is_alive(part):
            return
        part.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        if isinstance(part, QtWidgets.QLineEdit) and self._selected is not None:
            # The length is below zero where the cursor stands before what is selected.
            part.setSelection(*self._selected)


class WindowUse(QtCore.QObject):
    """Watches whether the user does something in a window, until it is deleted.

    Pulling at the window's frame is not that: it belongs to the window system, and makes the
    window the active one all the same.
    """

    def __init__(self, parent: QtCore.QObject, window: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.is_seen = False
        handle = window.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        self.is_seen = self.is_seen or event.type() in _USED
        return False


def _selection(line: QtWidgets.QLineEdit) -> tuple[int, int]:
    """Return the start and length of what is selected, as `setSelection` takes them."""
    cursor, length = line.cursorPosition(), len(line.selectedText())
    if cursor == line.selectionStart():
        return cursor + length, -length
    return cursor - length, length
