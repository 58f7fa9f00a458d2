"""How things move."""

from __future__ import annotations

import time
from typing import Final

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard

FRAME_MS: Final = 16


class Slide(QtCore.QObject):
    """Runs from one value to another, fast first and settling gently.

    A timer and not Qt's animation classes: loading those, with their forty easing curves,
    costs the host a quarter of a frame at attach(), and they spend their first frame on
    showing nothing.

    Signals: `moved(float)` each frame, `finished()` after the last.
    """

    moved = Signal(float)
    finished = Signal()

    def __init__(self, parent: QtCore.QObject, milliseconds: int) -> None:
        super().__init__(parent)
        self._seconds = milliseconds / 1000
        self._start, self._end, self._began = 0.0, 0.0, 0.0
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)

    def run(self, start: float, end: float) -> None:
        """Go from `start` to `end`; the first step is taken at once."""
        self._start, self._end = start, end
        self._began = time.perf_counter() - FRAME_MS / 1000
        self._timer.start(FRAME_MS)
        self._on_frame()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()

    @guard
    def _on_frame(self) -> None:
        part = min((time.perf_counter() - self._began) / self._seconds, 1.0)
        eased = 1 - (1 - part) ** 3
        self.moved.emit(self._start + (self._end - self._start) * eased)
        if part >= 1.0:
            self._timer.stop()
            self.finished.emit()
