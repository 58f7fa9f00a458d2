"""Write, wait as long as was asked, press Send; several times, with pictures or without."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from host import (
    PATIENCE,
    application,
    asked,
    attached,
    button,
    host_window,
    part,
    spin,
    tell,
    write,
)
from pictures import paste

from usero_desktop.qt import QtCore, QtWidgets

if TYPE_CHECKING:
    from usero_desktop.ui.widget import FeedbackWidget

THANKS = "Thank"


class Sender(QtCore.QObject):
    """Presses Send and notes when what came back, in nanoseconds of the machine's clock."""

    def __init__(self, window: QtWidgets.QMainWindow, widget: FeedbackWidget) -> None:
        super().__init__()
        self._send = button(window, "send")
        self._banner = part(window, QtWidgets.QWidget, "banner")
        self._banner.installEventFilter(self)
        self._loop = QtCore.QEventLoop()
        self._delivered = self._thanked = 0
        self._failure = ""
        widget.delivered.connect(self._on_delivered)
        widget.failed.connect(self._on_failed)

    def send(self) -> dict[str, int]:
        """Press Send and wait for the thanks on the screen."""
        self._delivered = self._thanked = 0
        QtCore.QTimer.singleShot(round(PATIENCE * 1000), self._loop.quit)
        clicked = time.monotonic_ns()
        self._send.click()
        returned = time.monotonic_ns()
        self._loop.exec()
        if not self._delivered or not self._thanked:
            raise RuntimeError(self._failure or f"no thanks within {PATIENCE:g} s")
        thanked = max(self._delivered, self._thanked)
        return {"clicked": clicked, "returned": returned, "thanked": thanked}

    def leave(self) -> None:
        """Look away before the banner goes."""
        self._banner.removeEventFilter(self)

    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() != QtCore.QEvent.Type.Paint or self._thanked:
            return False
        labels = self._banner.findChildren(QtWidgets.QLabel)
        if any(label.text().startswith(THANKS) for label in labels):
            self._thanked = time.monotonic_ns()
            self._end()
        return False

    def _on_delivered(self, _receipt: object) -> None:
        self._delivered = time.monotonic_ns()
        self._end()

    def _on_failed(self, error: object) -> None:
        self._failure = str(error)
        self._loop.quit()

    def _end(self) -> None:
        if self._delivered and self._thanked:
            self._loop.quit()


def main() -> None:
    wishes = asked()
    app = application()
    window = host_window()
    widget = attached(window, base_url=wishes["url"], data_dir=wishes["data_dir"])
    spin(0.5)
    widget.open()
    spin(0.5)
    sender = Sender(window, widget)
    told = []
    for pictures in wishes["pictures"]:
        write(window)
        for _ in range(pictures):
            paste(window)
        spin(wishes["rest"])
        told.append(sender.send())
        spin(0.7)
    sender.leave()
    widget.destroy()
    window.close()
    app.processEvents()
    tell(sends=told)


main()
