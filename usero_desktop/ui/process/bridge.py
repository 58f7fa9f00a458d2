"""The one way from other threads back to the GUI thread."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from usero_desktop.qt import QtCore, Signal, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import when_gone

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_bridges: WeakSet[Bridge] = WeakSet()


class Bridge(QtCore.QObject):
    """Runs what other threads hand over on the GUI thread, in order.

    It is closed when its owner or the application goes: a worker that speaks up later is not
    heard. It is nobody's child, so that it is deleted by the event loop, after it was closed,
    and never in the middle of an emission from another thread.
    """

    _arrived = Signal(object)

    def __init__(self, owner: QtCore.QObject) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._open = True
        _bridges.add(self)
        self._arrived.connect(self._on_arrived, QtCore.Qt.ConnectionType.QueuedConnection)
        when_gone(owner, self.close)
        when_gone(self, self._forget)
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

    def to_gui(self, handler: Callable[[T], None]) -> Callable[[T], None]:
        """Return what calls `handler` on the GUI thread: for the `done` of a pool's job."""
        return lambda result: self.post(lambda: handler(result))

    @guard
    def close(self) -> None:
        """Let nothing through any more. GUI thread; may be called again."""
        with self._lock:
            if not self._open:
                return
            self._open = False
        if is_alive(self):
            self.deleteLater()

    def _forget(self) -> None:
        """Nothing is left to do; being waited for is what kept it alive until now."""

    @guard
    def _on_arrived(self, job: Callable[[], None]) -> None:
        if self._open:
            job()


def _in_child() -> None:
    """Close all bridges of a process that was forked: it has none of the other threads.

    One of those may have held the lock, and the child would wait for it when it ends.
    """
    for bridge in tuple(_bridges):
        bridge._lock = threading.Lock()  # noqa: SLF001
        bridge._open = False  # noqa: SLF001


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
