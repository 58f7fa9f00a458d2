from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui import intake
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.bridge import Bridge
    from usero_desktop.ui.intake import Job
    from usero_desktop.ui.overlay import Overlay

SETTLE_MS = 80
"""What a compositor may need to show the frame without us: about five of its own frames."""

BACK_MS = 900
"""Ours come back after this, even while a capture still hangs."""


class ScreenShot(QtCore.QObject):
    """Takes pictures in which nothing of ours is to be seen. GUI thread."""

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        overlay: Overlay,
        bridge: Bridge,
    ) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._bridge = bridge
        self._handle: Callable[[Job], None] | None = None
        self._absence = intake.Absence()
        self._back = QtCore.QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._on_back)

    def of_window(self) -> QtGui.QImage:
        """Draw the window the user looks at, at once; ours step aside within this call."""
        self._overlay.step_aside()
        try:
            return intake.render(self._overlay.subject)
        finally:
            self._overlay.step_back()

    def of_screen(self, handle: Callable[[Job], None]) -> None:
        """Step aside, have that painted, and give `handle` the job that takes the screen."""
        if self._handle is not None:
            return
        self._handle = handle
        self._absence = intake.Absence()
        self._overlay.step_aside()
        self._back.start(BACK_MS)
        # In a turn of its own: the menu's closing and this painting are a frame each.
        after(self, 0, self._on_aside)

    @guard
    def _on_aside(self) -> None:
        self._overlay.subject.repaint()
        # Until the window system has drawn what we sent it.
        QtGui.QGuiApplication.sync()
        after(self, SETTLE_MS, self._on_settled)

    @guard
    def _on_settled(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            back = lambda: self._bridge.post(self._on_back)  # noqa: E731
            handle(intake.screen_job(self._absence, back))

    @guard
    def _on_back(self) -> None:
        self._back.stop()
        self._absence.end()
        self._overlay.step_back()
