from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from usero_desktop.app.tray.icon import tray_icon
from usero_desktop.app.tray.menu import NAME, AppMenu
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.app.programs.desk import ProgramDesk
    from usero_desktop.app.tray.notes import Note
    from usero_desktop.i18n import Texts

_Reason = QtWidgets.QSystemTrayIcon.ActivationReason


def is_there() -> bool:
    """Whether the desktop has a place for icons of running programs now. GUI thread."""
    return QtWidgets.QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QtCore.QObject):
    """The icon in the notification area, and its menu.

    Signals: `wished(str, str)` with a place and a program's client id; `clicked()`;
    `opening()` when the menu opens; `quit_wanted()`; `note_clicked()`.
    """

    wished = Signal(str, str)
    clicked = Signal()
    opening = Signal()
    quit_wanted = Signal()
    note_clicked = Signal()

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._icon = QtWidgets.QSystemTrayIcon(self)
        self._menu = AppMenu()
        self._count: int | None = None
        self._menu.wished.connect(self.wished)
        self._menu.quit_wanted.connect(self.quit_wanted)
        self._menu.aboutToShow.connect(self.opening)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.note_clicked)

    @property
    def place(self) -> QtCore.QRect | None:
        """Where the icon is on the screen, None where nobody tells (D-Bus does not)."""
        found = self._icon.geometry()
        # In the corner is one on X11 that its panel has not taken in yet.
        is_known = not found.isEmpty() and found.topLeft() != QtCore.QPoint()
        return found if is_known else None

    def show_programs(self, desks: Sequence[ProgramDesk], texts: Texts) -> None:
        """Be about these programs, and be in sight."""
        # Not the menu's alone: its words are painted from the side that the application's are.
        QtGui.QGuiApplication.setLayoutDirection(
            QtCore.Qt.LayoutDirection.RightToLeft
            if texts.is_right_to_left
            else QtCore.Qt.LayoutDirection.LeftToRight
        )
        self._show_count(desks, texts)
        self._icon.show()
        # An icon that is a window of Qt's has a size from the beginning.
        is_on_bus = sys.platform.startswith("linux") and self._icon.geometry().isEmpty()
        self._menu.show_programs(desks, texts, of_the_desktop=is_on_bus)

    def show_counts(self, desks: Sequence[ProgramDesk], texts: Texts) -> None:
        """Say how many reports are not sent."""
        self._menu.show_counts(texts)
        self._show_count(desks, texts)

    def _show_count(self, desks: Sequence[ProgramDesk], texts: Texts) -> None:
        count = sum(desk.unsent for desk in desks)
        tip = f"{NAME}\n{texts('app.unsent', n=count)}" if count else NAME
        self._icon.setToolTip(tip)
        if count != self._count:
            self._count = count
            self._icon.setIcon(tray_icon(count))

    def say(self, note: Note, texts: Texts) -> None:
        """Show a note of the desktop's kind."""
        self._icon.showMessage(
            texts.say(note.title), texts.say(note.words), QtWidgets.QApplication.windowIcon()
        )

    def end(self) -> None:
        """Leave the notification area."""
        self._icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    @guard
    def _on_activated(self, reason: QtWidgets.QSystemTrayIcon.ActivationReason) -> None:
        # On macOS a click opens the menu, as everything in the menu bar does.
        if reason == _Reason.Trigger and sys.platform != "darwin":
            self.clicked.emit()
