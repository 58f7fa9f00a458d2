"""How things move."""

from __future__ import annotations

import time
from typing import Final

from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import halt

FRAME_MS: Final = 16


class Slide(QtCore.QObject):
    """Runs from where it is to another value, fast first and settling gently.

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
        self.value = 0.0
        """Where it is."""
        self._start, self._end, self._began = 0.0, 0.0, 0.0
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)

    def run(self, end: float, *, still: bool = False) -> None:
        """Go to `end`, all the way at once where it is to be `still`, else a first step of it."""
        self._start, self._end = self.value, end
        if still:
            self._arrive()
        else:
            self._began = time.perf_counter() - FRAME_MS / 1000
            self._timer.start(FRAME_MS)
            self._on_frame()

    def hurry(self) -> None:
        """Go the rest of the way at once."""
        if self.value != self._end:
            self._arrive()

    def rest_at(self, value: float) -> None:
        """Be there, without a word."""
        self._timer.stop()
        self.value = self._end = value

    @property
    def end(self) -> float:
        """Where it goes, or has gone."""
        return self._end

    def stop(self) -> None:
        """Stay where it is."""
        halt(self._timer)

    def _arrive(self) -> None:
        self._timer.stop()
        self.value = self._end
        self.moved.emit(self.value)
        self.finished.emit()

    @guard
    def _on_frame(self) -> None:
        part = min((time.perf_counter() - self._began) / self._seconds, 1.0)
        if part >= 1.0:
            self._arrive()
            return
        eased = 1 - (1 - part) ** 3
        self.value = self._start + (self._end - self._start) * eased
        self.moved.emit(self.value)
