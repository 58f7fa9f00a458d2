from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, Signal, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.window.tab import SmallTab

_Type = QtCore.QEvent.Type
_BLOCKING = frozenset({_Type.WindowBlocked, _Type.WindowUnblocked})
_REARRANGED = frozenset({_Type.Resize, _Type.LayoutRequest})


class ModalGuest(QtCore.QObject):
    """Puts a launcher into whichever modal dialog of the host blocks its window.

    Signals: `clicked()` on that launcher; `changed()` when a dialog came or went.
    """

    clicked = Signal()
    changed = Signal()

    def __init__(self, parent: QtCore.QObject, window: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._window = Borrowed(window)
        self._dialog: QtWidgets.QWidget | None = None
        self._launcher: SmallTab | None = None
        self._placing = self._aside = False
        self._look: Look | None = None
        self._options: Options | None = None
        window.installEventFilter(self)

    @property
    def dialog(self) -> QtWidgets.QWidget | None:
        """The host's modal dialog that is open, if any."""
        dialog = self._dialog
        return dialog if dialog is not None and is_alive(dialog) else None

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words and options."""
        self._look, self._options = look, options
        launcher = self._alive()
        if launcher is not None:
            launcher.show_look(look, options)
            launcher.place()

    def show_open(self, is_open: bool) -> None:
        """Show a cross while the panel is open."""
        launcher = self._alive()
        if launcher is not None:
            launcher.show_open(is_open)

    def show_aside(self, aside: bool) -> None:
        """Go out of the picture, or come back; one that is put into a dialog meanwhile, too."""
        self._aside = aside
        launcher = self._alive()
        if launcher is not None:
            launcher.show_aside(aside)

    def end(self) -> None:
        """Take the launcher out of the dialog, and put none into another."""
        self._look = self._options = None
        if self._window.is_there:
            self._window().removeEventFilter(self)
        self._leave()

    def _leave(self) -> None:
        """Take the launcher out of the dialog."""
        if self.dialog is not None:
            self.dialog.removeEventFilter(self)
        launcher = self._alive()
        if launcher is not None:
            launcher.hide()
            launcher.deleteLater()
        self._dialog = self._launcher = None

    def _alive(self) -> SmallTab | None:
        # The launcher is the dialog's child and goes with it.
        launcher = self._launcher
        return launcher if launcher is not None and is_alive(launcher) else None

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind = event.type()
        if kind in _BLOCKING:
            # Which dialog it is can be asked only once that is shown, or gone.
            after(self, 0, self._on_blocking_changed)
        elif kind in _REARRANGED and watched is self._dialog:
            self._place()
            if not self._placing:
                # Once more for what the host puts in its place by itself, after this.
                self._placing = True
                after(self, 0, self._on_rearranged)
        return False

    def _place(self) -> None:
        launcher = self._alive()
        if launcher is not None:
            launcher.place()

    @guard
    def _on_rearranged(self) -> None:
        self._placing = False
        self._place()

    @guard
    def _on_blocking_changed(self) -> None:
        dialog = QtWidgets.QApplication.activeModalWidget()
        if dialog is self._dialog or (dialog is not None and dialog.property(OWN)):
            return
        self._leave()
        if dialog is not None and self._look is not None and self._options is not None:
            from usero_desktop.ui.window.tab import SmallTab

            self._dialog = dialog
            dialog.installEventFilter(self)
            launcher = SmallTab(dialog)
            launcher.clicked.connect(self.clicked)
            launcher.show_look(self._look, self._options)
            launcher.show_aside(self._aside)
            launcher.place()
            launcher.raise_()
            self._launcher = launcher
        self.changed.emit()
