from __future__ import annotations

from typing import Final

from usero_desktop.qt import QtCore, QtGui, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

LATEST_MS: Final = 400
"""When it is over at the latest: a window stays away while a part of the screen is chosen."""


class FirstFrame(QtCore.QObject):
    """Knows when a window that was just shown is seen: all else is for then. GUI thread.

    Signal: `over()`, once, `rest` milliseconds after the window is painted; it is deleted then.
    """

    over = Signal()

    def __init__(self, parent: QtCore.QObject, rest: int = 0) -> None:
        super().__init__(parent)
        self._rest = rest
        self._is_awaited = self._is_over = False

    def watch(self) -> None:
        """Wait for the first of the windows that are shown by now, and not painted yet."""
        for window in QtGui.QGuiApplication.topLevelWindows():
            if window.isVisible() and not window.isExposed():
                window.installEventFilter(self)
                self._is_awaited = True
        after(self, LATEST_MS if self._is_awaited else 0, self._end)

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.Expose:
            watched.removeEventFilter(self)
            after(self, self._rest, self._end)  # it is painted by what Qt does now, with this event
        return False

    @guard
    def _end(self) -> None:
        if not self._is_over:
            self._is_over = True
            self.over.emit()
            self.deleteLater()
