"""A user's whole story at a human pace, while a 1 ms timer looks how long the GUI stands still."""

from __future__ import annotations

import time

from heartbeat import Heartbeat
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

IDLE = 5.0
PICTURES = 3
KEY_SECONDS = 0.03
LOOK = 0.3


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
