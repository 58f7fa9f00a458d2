"""The one way from other threads back to the GUI thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable


class Bridge(QtCore.QObject):
    """Runs what other threads hand over on the GUI thread, in order.

    It is closed before its own C++ half or the application goes: a worker that speaks up
    later is not heard, and cannot touch a Qt object that is being torn down.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._open = True
        self._arrived.connect(self._on_arrived, QtCore.Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._closer())
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def post(self, job: Callable[[], None]) -> None:
        """Run `job` on the GUI thread soon. Any thread; nothing happens once closed."""
        # The lock is held while emitting, so that close() returns only when no emission is
        # under way.
        with self._lock:
            if self._open:
                self._arrived.emit(job)

    def close(self) -> None:
        """Let nothing through any more. GUI thread; may be called again."""
        with self._lock:
            self._open = False

    def _closer(self) -> Callable[[], None]:
        # `destroyed` comes when `self` can no longer be used as a slot's owner.
        close = type(self).close
        return lambda: close(self)

    @guard
    def _on_arrived(self, job: Callable[[], None]) -> None:
        if self._open:
            job()
