"""Bringing a window of ours to the front because the user asked for that somewhere else.

Desktops keep programs from pushing themselves before what the user is typing into. Who was asked
for has the desktop's leave: a token on Wayland, the time of the click or the key on X11.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

ACTIVATE: Final = "_NET_ACTIVE_WINDOW"
BY_THE_USER: Final = 2
"""Who asks for it, in that message: not the program of its own accord (EWMH 1.5)."""

TIME: Final = re.compile(r"_TIME(\d{1,10})$")
"""What ends the name of a start on X11: the server's time of it, in milliseconds."""


def bring_to_front(window: QtWidgets.QWidget, token: str = "") -> None:
    """Have `window`, which is shown, stand before all others and take what is typed. GUI thread.

    `token` is the desktop's leave, as `Instance.asked` and `Hotkey.pressed` bring it; without one
    a desktop may only mark the window as one that wants to be looked at.
    """
    platform = QtGui.QGuiApplication.platformName()
    if token and platform.startswith("wayland"):
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt uses it up at the next line
    window.raise_()
    window.activateWindow()
    handle = window.windowHandle()
    if platform == "xcb" and handle is not None:
        _Asking(handle, token)


class _Asking(QtCore.QObject):
    """Asks the window manager, once the window is there for it: before that it would not hear."""

    def __init__(self, handle: QtGui.QWindow, token: str) -> None:
        super().__init__(handle)
        found = TIME.search(token)
        self._time = int(found[1]) & 0xFFFF_FFFF if found else 0
        if handle.isExposed():
            self._ask(handle)
        else:
            handle.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """See to it at the first painting, once that is done: to ask takes a connection."""
        if event.type() == QtCore.QEvent.Type.Expose and isinstance(watched, QtGui.QWindow):
            handle = watched
            handle.removeEventFilter(self)
            after(self, 0, guard(lambda: self._ask(handle)))
        return False

    def _ask(self, handle: QtGui.QWindow) -> None:
        from usero_desktop.app.desktop.x11 import Connection, NoServer

        with suppress(NoServer), Connection() as x11:
            x11.tell_root(int(handle.winId()), ACTIVATE, BY_THE_USER, self._time, 0)
        self.deleteLater()
