"""A 1 ms timer that looks how long the GUI stands still."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from host import spin

from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = 2
"""The generation of a full collection."""


class Heartbeat:
    """Notes the longest time between two beats, by phase, and the most work between two.

    The time is what a user sees, and what else runs on the machine is in it. The work is the
    GUI thread's own processor time: that is ours alone, but for waiting on other threads.
    A full garbage collection, on whichever thread, is noted with its length.
    """

    def __init__(self) -> None:
        self.gaps: dict[str, float] = {}
        self.work: dict[str, float] = {}
        self.collected: dict[str, float] = {}
        gc.callbacks.append(self._on_collection)
        self._phase = ""
        self._last = self._spent = self._began = 0.0
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def stop(self) -> None:
        """Beat no more: what is measured from here on is to be without it."""
        self._timer.stop()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what happens inside as `name`."""
        self._phase = name
        self._last, self._spent = time.perf_counter(), time.thread_time()
        yield
        # Until the next beat: what stood still at the end belongs to this phase.
        spin(0.02)
        self._phase = ""

    def _on_collection(self, step: str, facts: dict[str, int]) -> None:
        if facts["generation"] != FULL or not self._phase:
            return
        if step == "start":
            self._began = time.perf_counter()
        else:
            took = (time.perf_counter() - self._began) * 1000
            self.collected[self._phase] = max(self.collected.get(self._phase, 0.0), took)

    def _beat(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        if self._phase:
            gap, work = (now - self._last) * 1000, (spent - self._spent) * 1000
            self.gaps[self._phase] = max(self.gaps.get(self._phase, 0.0), gap)
            self.work[self._phase] = max(self.work.get(self._phase, 0.0), work)
        self._last, self._spent = now, spent
