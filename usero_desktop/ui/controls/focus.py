from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed

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
    """Watches whether the user does something in the window that `dialog` is for.

    Pulling at the window's frame is not that: it belongs to the window system, and makes the
    window the active one all the same.
    """

    def __init__(self, dialog: QtWidgets.QWidget) -> None:
        super().__init__(dialog)
        self.is_seen = False
        window = dialog.parentWidget()
        handle = window.window().windowHandle() if window is not None else None
        if handle is not None:
            handle.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        self.is_seen = self.is_seen or event.type() in _USED
        return False


class FocusBefore:
    """Where the focus was before the panel took it, and the way back there."""

    def __init__(self, panel: QtWidgets.QWidget) -> None:
        focus = QtWidgets.QApplication.focusWidget()
        self._part = None if focus is None or is_in(panel, focus) else Borrowed(focus)

    @property
    def part(self) -> QtWidgets.QWidget | None:
        """What had it, while it is still there."""
        return self._part() if self._part is not None and self._part.is_there else None

    def give_back(self, panel: QtWidgets.QWidget, otherwise: QtWidgets.QWidget) -> None:
        """Give the focus back, unless the user has taken it elsewhere meanwhile.

        Before the panel is hidden: Qt would tab on then, which selects a host's words. It goes
        to `otherwise` where the part that had it is gone.
        """
        had_it, part = self._part is not None, self.part
        self._part = None
        if had_it:
            parts = (part, otherwise)
            target = next((p for p in parts if p is not None and _takes_focus(p)), None)
            holder: QtWidgets.QWidget | None = (target or panel).window().focusWidget()
            if target is not None and (holder is None or is_in(panel, holder)):
                target.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        left: QtWidgets.QWidget | None = panel.window().focusWidget()
        if left is not None and is_in(panel, left):
            left.clearFocus()


def is_in(panel: QtWidgets.QWidget, part: QtWidgets.QWidget) -> bool:
    """Whether `part` is the panel, or in it."""
    return part is panel or panel.isAncestorOf(part)


def neighbour(home: QtWidgets.QWidget, *, forward: bool) -> QtWidgets.QWidget | None:
    """Return whom in `home` Tab reaches next, from its last part the first; None for nobody."""
    every = QtCore.Qt.TabFocusBehavior.TabFocusAllControls
    policy = QtCore.Qt.FocusPolicy
    # As Qt does it: on a Mac, Tab goes through fields alone unless the user wants all of it.
    is_all = QtGui.QGuiApplication.styleHints().tabFocusBehavior() == every
    wanted = (policy.TabFocus if is_all else policy.StrongFocus).value
    focus = QtWidgets.QApplication.focusWidget()
    start = focus if focus is not None and home.isAncestorOf(focus) else home
    part: QtWidgets.QWidget | None = start
    while True:
        assert part is not None  # noqa: S101 - the chain is a ring
        part = part.nextInFocusChain() if forward else part.previousInFocusChain()
        if part is None or part is start:
            return None
        if (
            part.focusPolicy().value & wanted == wanted
            and home.isAncestorOf(part)
            and part.isVisible()
            and part.isEnabled()
        ):
            return part


def in_order(one: QtWidgets.QWidget, other: QtWidgets.QWidget) -> None:
    """Have Tab go from what is in `one` to what is in `other`."""
    first, second = _focusable(one), _focusable(other)
    if first and second:
        QtWidgets.QWidget.setTabOrder(first[-1], second[0])


def _focusable(part: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    every = [part, *part.findChildren(QtWidgets.QWidget)]
    policy = QtCore.Qt.FocusPolicy.NoFocus
    return [one for one in every if one.focusPolicy() != policy]


def _takes_focus(part: QtWidgets.QWidget) -> bool:
    return is_alive(part) and part.isVisible() and part.isEnabled()


def _selection(line: QtWidgets.QLineEdit) -> tuple[int, int]:
    """Return the start and length of what is selected, as `setSelection` takes them."""
    cursor, length = line.cursorPosition(), len(line.selectedText())
    if cursor == line.selectionStart():
        return cursor + length, -length
    return cursor - length, length


def is_reached(part: QtWidgets.QWidget, content: QtWidgets.QWidget) -> bool:
    """Whether `part`, which has got the focus, is in `content` and may be out of sight there.

    What is clicked is in sight, and must not move away under the mouse.
    """
    clicked = QtWidgets.QApplication.mouseButtons() != QtCore.Qt.MouseButton.NoButton
    return not clicked and content.isAncestorOf(part)
