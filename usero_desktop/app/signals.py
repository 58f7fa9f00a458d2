from __future__ import annotations

import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from types import FrameType

ENDING = tuple(
    found for name in ("SIGINT", "SIGTERM", "SIGHUP") if (found := getattr(signal, name, None))
)


class EndSignals(QtCore.QObject):
    """Hears the system's signals that ask the program to end, while Qt sleeps. GUI thread.

    Python would run its handlers only between two steps of its own, and in an idle program there
    are none. So the system writes the signal's number into a socket, which wakes Qt: no timer.

    Signal: `ended()`.
    """

    ended = Signal()

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._ours, self._systems = socket.socketpair()
        self._ours.setblocking(False)
        self._systems.setblocking(False)
        self._notifier = QtCore.QSocketNotifier(
            self._ours.fileno(), QtCore.QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._on_readable)
        signal.set_wakeup_fd(self._systems.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, _take)

    @guard
    def _on_readable(self) -> None:
        with suppress(BlockingIOError):
            if set(self._ours.recv(64)) & {int(number) for number in ENDING}:
                self.ended.emit()


def _take(_number: int, _frame: FrameType | None) -> None:
    """Have the system's own answer, which is to end at once, be none."""
