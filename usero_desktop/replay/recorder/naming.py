"""Where the user is, as an address: the program and its window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from usero_desktop.qt import QtWidgets

if TYPE_CHECKING:
    from usero_desktop.replay.recorder.windows import Windows

_Widget = QtWidgets.QWidget


class Naming:
    """Names the window that the user is in. GUI thread."""

    def __init__(self, home: str, windows: Windows) -> None:
        """`home` is the program's own address, a window's is in it."""
        self._windows = windows
        self.href = self._home = home

    def changed(self) -> str | None:
        """Return the address, None where it is the same as before."""
        window = QtWidgets.QApplication.activeWindow()
        if window is None or not self._windows.shows(window):
            return None
        name = _Widget.objectName(window) or self._windows.title_of(window)
        href = f"{self._home}{quote(name, safe='')}"
        if href == self.href:
            return None
        self.href = href
        return href
