from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore
from usero_desktop.ui.controls.measure import arrange, heights
from usero_desktop.ui.units import screen_of
from usero_desktop.ui.window.stepping import go_to

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui, QtWidgets
    from usero_desktop.ui.panel.panel import Panel

ECHOES = 8
"""To this many sizes that were ours, the window system's answer may still be under way."""


class Fitting:
    """Has a window whose whole face is the panel be as large as its content. GUI thread.

    The size that the user has given it, it keeps. The window is not kept in here.
    """

    def __init__(self) -> None:
        self._ours: deque[QtCore.QSize] = deque(maxlen=ECHOES)
        self.users: QtCore.QSize | None = None
        """The size that the user has given it, None where they have not."""

    def fit(self, window: QtWidgets.QWidget, panel: Panel) -> None:
        """Have `window`, which has `panel` and nothing else in its layout, be as large as that.

        Not adjustSize(), which stops at two thirds of the screen.
        """
        layout = window.layout()
        if layout is None or window.isMaximized() or window.isFullScreen():
            return
        users = self.users
        width = panel.usual_width if users is None else users.width()
        frame = window.frameSize() - window.size()
        room = screen_of(window).availableGeometry()
        width = min(width, room.width() - frame.width())
        panel.show_width(width)
        width = max(width, layout.minimumSize().width())
        wish, least = heights(panel, width)
        height = wish if users is None else max(users.height(), least)
        size = QtCore.QSize(width, height).boundedTo(room.size() - frame)
        grows = size.height() > window.height()
        _resize(window, size, QtCore.QSize(layout.minimumSize().width(), least))
        arrange(panel)
        if window.isVisible() and grows:
            # What grows at the screen's end would take Send out of sight.
            over = window.y() + size.height() + frame.height() - room.bottom() - 1
            if over > 0:
                go_to(window, QtCore.QPoint(window.x(), max(room.top(), window.y() - over)))

    def note(self, event: QtGui.QResizeEvent) -> None:
        """Know of a size that the window has got: whether it was us, or the user."""
        size = QtCore.QSize(event.size())
        if not event.spontaneous():
            self._ours.append(size)
        elif not self._is_echo(size):
            self.users = size

    def _is_echo(self, size: QtCore.QSize) -> bool:
        """Whether the window system answers with a size of ours, give or take a pixel."""
        return any(
            abs(size.width() - one.width()) <= 1 and abs(size.height() - one.height()) <= 1
            for one in self._ours
        )


def _resize(window: QtWidgets.QWidget, size: QtCore.QSize, least: QtCore.QSize) -> None:
    # The least goes down before and up after: in between it would be a size of its own.
    least = least.boundedTo(size)
    window.setMinimumSize(least.boundedTo(window.minimumSize()))
    window.resize(size)
    window.setMinimumSize(least)
    arrange(window)
