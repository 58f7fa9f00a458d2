from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.focus import HeldFocus, WindowUse
from usero_desktop.ui.controls.measure import settle
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.units import screen_of
from usero_desktop.ui.window.fitting import Fitting
from usero_desktop.ui.window.placement import dialog_place
from usero_desktop.ui.window.stepping import go_to

if TYPE_CHECKING:
    from usero_desktop.ui.panel.panel import Panel


class PanelDialog(QtWidgets.QDialog):
    """Holds the panel where the host's window is too small for it, or blocked by a dialog.

    Signals: `close_wanted()` by the title bar's cross, `escape_pressed()`.
    """

    close_wanted = Signal()
    escape_pressed = Signal()

    def __init__(self, window: QtWidgets.QWidget | None) -> None:
        """Be a child of the host's `window`, None where there is none."""
        super().__init__(window)
        self.setObjectName("usero_dialog")
        self.setProperty(OWN, True)
        # The last window of the host to close ends the host: ours must not count.
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setModal(False)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSizeConstraint(QtWidgets.QLayout.SizeConstraint.SetNoConstraint)
        self._owner: Borrowed | None = None
        self.came_with_focus = False
        """Whether a part of the panel had the focus when the panel came in here."""
        self._use: WindowUse | None = None
        self._panel: Panel | None = None
        self._held: HeldFocus | None = None
        self._corner = QtCore.QPoint()
        self._fitting = Fitting()

    @property
    def is_window_used(self) -> bool:
        """Whether the user has done something in the host's window since this was opened."""
        return self._use is not None and self._use.is_seen

    def is_beside(self, owner: QtWidgets.QWidget) -> bool:
        """Whether `owner` is what it was last shown beside."""
        return self._owner is not None and self._owner.is_it(owner)

    def open_with(
        self, panel: Panel, owner: QtWidgets.QWidget, position: str, *, wanted: bool
    ) -> bool:
        """Take `panel` in and be there beside `owner`; return whether a part has the focus.

        Where the user has not `wanted` it now, what is typed does not begin to go there.
        """
        held = HeldFocus(panel)
        self.came_with_focus = not held.is_empty
        self._end_use()
        self._use = WindowUse(self)
        self.take(panel)
        self._show_beside(owner, position, active=wanted or held.had_keys)
        held.give_back()
        return self.came_with_focus

    def leave(self) -> None:
        """Go: the panel is closed, or goes back into the window."""
        self.hide()
        self._held = None
        self._end_use()

    def _end_use(self) -> None:
        if self._use is not None:
            self._use.deleteLater()
        self._use = None

    def take(self, panel: Panel) -> None:
        """Have `panel` be all that is in here."""
        if panel is not self._panel:
            self._panel = panel
            panel.restyled.connect(self._on_restyled)
        self._on_restyled()
        panel.show_floating(False)
        self._column.addWidget(panel)
        panel.show()

    @guard
    def _on_restyled(self) -> None:
        if self._panel is not None:
            self.setWindowTitle(self.title_of(self._panel))

    def title_of(self, panel: Panel) -> str:
        """Return what stands in the title bar."""
        return panel.caption

    def _show_beside(self, owner: QtWidgets.QWidget, position: str, *, active: bool) -> None:
        """Show it beside `owner`: as its child in the window system it is not blocked by it.

        Where it is `active`, what is typed goes there from now on.
        """
        self.hide()
        self._owner = Borrowed(owner)
        # Not winId(), which would make windows of the system's of all the host's widgets.
        self.create()
        over = owner.window().windowHandle()
        if over is not None:
            self.windowHandle().setTransientParent(over)
        if self._panel is not None:
            settle(self._panel)
        self.fit()
        beside = owner.window()
        frame = beside.frameGeometry()
        # Ours has no frame before it is shown; what its owner has around it will do.
        size = self.size() + frame.size() - beside.size()
        room = screen_of(beside).availableGeometry()
        edge = beside.geometry().topLeft() - frame.topLeft()
        known = self.geometry().topLeft() - self.pos()
        go_to(self, dialog_place(frame, size, room, position) + edge - known)
        self.appear(active=active)

    def appear(self, *, active: bool) -> None:
        """Be in sight; where it is `active`, what is typed goes there from now on."""
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating, not active)
        self.show()
        self.raise_()
        if active:
            self.activateWindow()

    def step_aside(self) -> None:
        """Go off the screen, to come back to the same place."""
        if self._panel is not None and self.isVisible():
            self._held = HeldFocus(self._panel)
            self._corner = self.pos()
            self.hide()

    @property
    def is_aside(self) -> bool:
        """Whether `step_aside` has taken it off the screen."""
        return self._held is not None

    def step_back(self) -> None:
        """Come back after `step_aside`, the focus in the same part."""
        held, self._held = self._held, None
        if held is not None:
            # A window that is shown anew is placed anew, unless it says where it was.
            go_to(self, self._corner)
            self.appear(active=held.had_keys)
            held.give_back()

    def fit(self) -> None:
        """Take the size of the content, or keep the one the user has given it."""
        if self._panel is not None:
            self._fitting.fit(self, self._panel)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.note(event)

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        # Never refused: a host that quits closes all windows first, and stays if one will not.
        event.accept()
        self.close_wanted.emit()

    @guard
    def reject(self) -> None:
        self.escape_pressed.emit()
