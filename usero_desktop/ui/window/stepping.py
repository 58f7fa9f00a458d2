"""Windows of ours that go off the screen and come back to the same place."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.window.others import join


class Stepping(QtCore.QObject):
    """Has `window` be no part of a picture that another of ours takes. GUI thread.

    It lies on `subject`.
    """

    def __init__(self, window: QtWidgets.QWidget, subject: QtWidgets.QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._subject = Borrowed(subject)
        self._corner: QtCore.QPoint | None = None
        join(self)

    @property
    def is_whole(self) -> bool:
        """Whether both windows are there still."""
        return is_alive(self._window) and self._subject.is_there

    @property
    def subject(self) -> QtWidgets.QWidget:
        """The host's window that it lies on."""
        return self._subject()

    @property
    def is_aside(self) -> bool:
        """Whether it cannot be seen."""
        return not self.is_whole or not self._window.isVisible()

    def step_aside(self) -> None:
        """Leave the screen, to come back to the same place."""
        self._corner = self._window.pos()
        self._window.hide()

    def step_back(self) -> None:
        """Come back after `step_aside`, and take nobody's keys; may be called again."""
        corner, self._corner = self._corner, None
        if corner is not None and self.is_whole:
            go_to(self._window, corner)
            self._window.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
            self._window.show()

    def forget(self) -> None:
        """Stay away: the window is closed for good."""
        self._corner = None


def go_to(window: QtWidgets.QWidget, corner: QtCore.QPoint) -> None:
    """Move `window` there, where windows are not placed by the compositor, as on Wayland."""
    if not QtGui.QGuiApplication.platformName().startswith("wayland"):
        window.move(corner)
