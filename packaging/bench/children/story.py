"""A user's whole story at a human pace, while a 1 ms timer looks how long the GUI stands still."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from host import (
    COMMENT,
    application,
    asked,
    attached,
    button,
    choose_picture,
    host_window,
    part,
    spin,
    tell,
    wait_for,
)
from pictures import Strip

from usero_desktop.qt import QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from collections.abc import Iterator


IDLE = 5.0
PICTURES = 3
KEY_SECONDS = 0.03
LOOK = 0.3
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


def story(window: QtWidgets.QMainWindow, heartbeat: Heartbeat, wishes: dict[str, str]) -> None:
    """Attach, open, choose a face, type, three screens, send, thanks."""
    delivered: list[object] = []

    with heartbeat.phase("attach"):
        widget = attached(
            window, base_url=wishes["url"], data_dir=wishes["data_dir"], reduced_motion=False
        )
        spin(2.0)
    widget.delivered.connect(delivered.append)
    with heartbeat.phase("approach"):
        # A hand is on the button for a while before it presses: 200 ms is quick.
        launcher = button(window, "launcher")
        middle = QtCore.QPointF(launcher.rect().center())
        QtWidgets.QApplication.sendEvent(launcher, QtGui.QEnterEvent(middle, middle, middle))
        spin(0.2)
    with heartbeat.phase("open"):
        launcher.click()
        spin(0.6)
    with heartbeat.phase("type"):
        button(window, "rating_4").click()
        comment = part(window, QtWidgets.QPlainTextEdit, "comment")
        for letter in COMMENT:
            comment.insertPlainText(letter)
            spin(KEY_SECONDS)
    strip = Strip(window)
    for number in range(PICTURES):
        with heartbeat.phase(f"picture {number + 1}"):
            choose_picture(window, "screen", look=LOOK)
            wait_for(lambda: strip.count() > number, "a screenshot")  # noqa: B023
            spin(1.0)
    with heartbeat.phase("send"):
        button(window, "send").click()
        wait_for(lambda: delivered, "the thanks")
    with heartbeat.phase("thanks"):
        spin(0.5)
    widget.destroy()


def main() -> None:
    wishes = asked()
    app = application()
    window = host_window()
    heartbeat = Heartbeat()
    with heartbeat.phase("idle"):
        spin(IDLE)
    started = time.perf_counter()
    story(window, heartbeat, wishes)
    seconds = time.perf_counter() - started
    window.close()
    app.processEvents()
    tell(gaps=heartbeat.gaps, work=heartbeat.work, collected=heartbeat.collected, seconds=seconds)


main()
