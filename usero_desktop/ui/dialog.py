from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.modal import OWN

if TYPE_CHECKING:
    from usero_desktop.ui.panel.panel import Panel


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

    def take(self, panel: Panel) -> None:
        """Take `panel` in."""
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
        """Take the size of the content, as far as the screen has it.

        Not adjustSize(), which stops at two thirds of the screen.
        """
        # What the user has made larger stays so.
        least = self.size() if self.isVisible() else QtCore.QSize()
        wish = self._column.sizeHint().expandedTo(least)
        self.resize(wish.boundedTo(self.screen().availableSize()))

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        event.ignore()
        self.close_wanted.emit()

    @guard
    def reject(self) -> None:
        self.escape_pressed.emit()
