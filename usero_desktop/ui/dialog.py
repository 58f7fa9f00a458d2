from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.measure import heights, settle
from usero_desktop.ui.modal import OWN
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.panel.panel import Panel

ECHOES = 8
"""To this many sizes that were ours, the window system's answer may still be under way."""


class PanelDialog(QtWidgets.QDialog):
    """Holds the panel where the host's window is too small for it, or blocked by a dialog.

    Signals: `close_wanted()` by the title bar's cross, `escape_pressed()`.
    """

    close_wanted = Signal()
    escape_pressed = Signal()

    def __init__(self, window: QtWidgets.QWidget) -> None:
        super().__init__(window)
        self.setObjectName("usero_dialog")
        self.setProperty(OWN, True)
        # The last window of the host to close ends the host: ours must not count.
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setModal(False)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._panel: Panel | None = None
        self._ours: deque[QtCore.QSize] = deque(maxlen=ECHOES)
        self._users: QtCore.QSize | None = None

    def take(self, panel: Panel) -> None:
        """Take `panel` in."""
        self._panel = panel
        self.setWindowTitle(panel.accessibleName())
        panel.show_floating(False)
        self._column.addWidget(panel)
        panel.show()

    def show_over(self, owner: QtWidgets.QWidget) -> None:
        """Show it over `owner`: as its child in the window system it is not blocked by it."""
        self.winId()
        over = owner.window().windowHandle()
        if over is not None:
            self.windowHandle().setTransientParent(over)
        self.fit()
        self.show()
        self.raise_()
        self.activateWindow()

    def fit(self) -> None:
        """Take the size of the content, or keep the one the user has given it.

        Not adjustSize(), which stops at two thirds of the screen.
        """
        if self._panel is None or self.isMaximized() or self.isFullScreen():
            return
        settle(self)
        users = self._users
        width = metrics.PANEL_WIDTH if users is None else users.width()
        width = max(width, self._column.minimumSize().width())
        wish, least = heights(self._panel, width)
        height = wish if users is None else max(users.height(), least)
        frame = self.frameSize() - self.size()
        room = self.screen().availableSize() - frame
        self.resize(QtCore.QSize(width, height).boundedTo(room))

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        size = QtCore.QSize(event.size())
        if not event.spontaneous():
            self._ours.append(size)
        elif not self._is_echo(size):
            self._users = size

    def _is_echo(self, size: QtCore.QSize) -> bool:
        """Whether the window system answers with a size of ours, give or take a pixel."""
        return any(
            abs(size.width() - one.width()) <= 1 and abs(size.height() - one.height()) <= 1
            for one in self._ours
        )

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        # Never refused: a host that quits closes all windows first, and stays if one will not.
        event.accept()
        self.close_wanted.emit()

    @guard
    def reject(self) -> None:
        self.escape_pressed.emit()
