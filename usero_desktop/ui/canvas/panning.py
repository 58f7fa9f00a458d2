from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui

_Shape = QtCore.Qt.CursorShape


class Panning:
    """The picture in a hand that moves it: by the middle button, or by any with the space bar down.

    Places are in logical pixels of the page.
    """

    def __init__(self) -> None:
        self._at: QtCore.QPointF | None = None
        self._is_ready = self._was_used = False

    @property
    def is_on(self) -> bool:
        """Whether the hand holds the picture."""
        return self._at is not None

    @property
    def cursor(self) -> QtCore.Qt.CursorShape | None:
        """What the pointer looks like; None where a press does not take the picture."""
        if self._at is not None:
            return _Shape.ClosedHandCursor
        return _Shape.OpenHandCursor if self._is_ready else None

    def make_ready(self) -> None:
        """Have the next press take the picture: the space bar is down."""
        self._is_ready, self._was_used = True, False

    def press(self, event: QtGui.QMouseEvent) -> bool:
        """Take the picture, if that is what a press means; False where it is not."""
        if event.button() != QtCore.Qt.MouseButton.MiddleButton and not self._is_ready:
            return False
        self._at, self._was_used = event.position(), self._is_ready
        return True

    def go(self, at: QtCore.QPointF) -> QtCore.QPointF:
        """Return by how much to scroll, the hand being `at` now."""
        before, self._at = self._at, at
        return QtCore.QPointF() if before is None else before - at

    def release(self) -> bool:
        """Let the picture go; False where the hand does not hold it."""
        held, self._at = self._at, None
        return held is not None

    def end(self) -> bool:
        """Have a press draw again; whether the space bar, then, was but a key."""
        was_key, self._is_ready = self._is_ready and not self._was_used, False
        return was_key
