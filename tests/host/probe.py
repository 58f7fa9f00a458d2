"""Tells for how long the event loop stood still; for the programs of this room."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from usero_desktop.qt import QtCore

BEAT_MS = 5
NICE = -10


def unhurried():
    """Return a clock, in seconds, that stands still while other programs have the processor.

    What a thread waits for while it could run is no work and no wait of the program's own; the
    kernel counts it (proc(5), schedstat). Elsewhere than on Linux it is the usual clock.
    """
    try:
        # Of the thread that asks: the GUI's. It is open as long as the program runs.
        counts = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
    except OSError:
        return time.perf_counter
    return lambda: time.perf_counter() - int(os.pread(counts, 100, 0).split()[1]) / 1e9


def go_before_others():
    """Have other programs wait for this one, where that is allowed: they are not measured.

    Every thread of it, not the window's alone: one that holds the interpreter while it waits for
    the processor has the window wait as well. Linux weighs sessions before it weighs threads.
    """
    threads = Path("/proc/self/task")
    if not threads.is_dir():
        return
    with suppress(OSError):
        os.setsid()
        Path("/proc/self/autogroup").write_text(str(NICE), encoding="ascii")
    with suppress(OSError):
        for thread in threads.iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), NICE)


class Probe(QtCore.QObject):
    """A timer that is to come every 5 ms; what it is late by is what a user waits."""

    def __init__(self, step):
        super().__init__()
        go_before_others()
        self.longest = {}
        self._now = unhurried()
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.start(step)

    def begin(self, step):
        """Count what comes for `step`; what came since the last beat is the step's before."""
        self._beat()
        self._step = step

    def take(self):
        """Stop, and return the longest gap of each step in milliseconds."""
        self.stop()
        taken, self.longest = self.longest, {}
        return taken

    def start(self, step):
        self._step, self._last = step, self._now()
        self._timer.start(BEAT_MS)

    def stop(self):
        """Count what came until now; what comes until `start` is nobody's."""
        self._beat()
        self._timer.stop()

    def _beat(self):
        now = self._now()
        gap, self._last = (now - self._last) * 1000, now
        self.longest[self._step] = max(self.longest.get(self._step, 0.0), gap)


def block_keys(milliseconds, every=1):
    """Have the panel block at each key, or at one in `every`: what a probe has to see."""
    from usero_desktop.ui.session.wiring import Wiring

    real, keys = Wiring._on_comment_edited, 0

    def blocked(self, *given):
        nonlocal keys
        keys += 1
        if keys % every == 0:
            time.sleep(milliseconds / 1000)
        real(self, *given)

    Wiring._on_comment_edited = blocked
