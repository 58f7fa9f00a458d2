from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.i18n.said import Said
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.panel.menu import Menu
from usero_desktop.ui.units import ScreenPlace, screens

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look

READABLE = "*.png *.jpg *.jpeg *.webp *.gif *.bmp"

DELAYS: Final = (0, 3, 5, 10)
"""Seconds until a picture is taken: for menus and tips that close when they are left."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The picture that a user wants: `source` says of what, `screen` of which monitor alone.

    It is taken `delay` seconds from now.
    """

    source: PictureSource
    screen: ScreenPlace | None = None
    delay: int = 0


class Picker(Menu):
    """The menu behind "Add screenshot"; each entry has a digit that chooses it.

    Signals: `wanted(Wish)`, `pointing_wanted()`, `file_wanted()`, `paste_wanted()`.
    """

    wanted = Signal(object)
    pointing_wanted = Signal()
    file_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, panel: Panel, look: Look, *, has_host: bool = True) -> None:
        """`has_host` says whether there is a window of the host's to picture or to point at."""
        super().__init__(panel, look, has_keys=True)
        self.setObjectName("usero_picker")
        self._delay = 0
        if has_host:
            self._add_picture("window", "pictures.window", Wish(PictureSource.WINDOW))
        self._add_picture("screen", "pictures.screen", Wish(PictureSource.SCREEN))
        # Where the desktop takes the picture, it does not tell the monitors apart.
        found = () if desktop_chooses() else screens()
        for n, screen in enumerate(found if len(found) > 1 else (), 1):
            width, height = (round(side * screen.ratio) for side in (screen.width, screen.height))
            # In one piece, which is not turned round from right to left.
            size = f"{width} × {height}"  # noqa: RUF001 - the sign for "by"
            words = Said("pictures.monitor", {"n": n, "size": size})
            self._add_picture("screen", words, Wish(PictureSource.SCREEN, screen), f"_{n}")
        self._add_picture("region", "pictures.region", Wish(PictureSource.REGION))
        # Next to what it delays: pointing waits for the user by itself.
        self.add("picture_delay", "clock", self._said_delay, self._on_later, stays=True)
        if has_host:
            self.add("picture_point", "point", "pictures.point", self.pointing_wanted.emit)
        self.add("picture_file", "file", "pictures.file", self.file_wanted.emit)
        self.add("picture_paste", "paste", "pictures.paste", self.paste_wanted.emit)

    def _add_picture(self, icon: str, words: Said | str, wish: Wish, which: str = "") -> None:
        self.add(
            f"picture_{icon}{which}",
            icon,
            words,
            lambda: self.wanted.emit(replace(wish, delay=self._delay)),
        )

    # ------------------------------------------------------------ the delay

    @property
    def _said_delay(self) -> Said:
        n = self._delay
        return Said("pictures.delay", {"n": n}) if n else Said("pictures.no_delay")

    def _on_later(self) -> None:
        self._step_delay(1)

    def _step_delay(self, step: int) -> None:
        self._delay = DELAYS[(DELAYS.index(self._delay) + step) % len(DELAYS)]
        self.reword("picture_delay", self._said_delay)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        key = event.key()
        steps = key in {QtCore.Qt.Key.Key_Left, QtCore.Qt.Key.Key_Right}
        if steps and self.is_at("picture_delay"):
            goes_on = (key == QtCore.Qt.Key.Key_Right) != self.isRightToLeft()
            self._step_delay(1 if goes_on else -1)
        else:
            super().keyPressEvent(event)


def file_dialog(parent: QtWidgets.QWidget, look: Look, folder: str = "") -> QtWidgets.QFileDialog:
    """Make the system's dialog for one or more picture files; it deletes itself.

    It opens in `folder`, or where the user's pictures are.
    """
    pictures = QtCore.QStandardPaths.StandardLocation.PicturesLocation
    dialog = QtWidgets.QFileDialog(
        parent,
        look.texts("pictures.file.title"),
        _existing(folder or QtCore.QStandardPaths.writableLocation(pictures)),
        f"{look.texts('pictures.file.filter')} ({READABLE})",
    )
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFiles)
    return _guest(dialog)


def save_dialog(parent: QtWidgets.QWidget, look: Look, name: str) -> QtWidgets.QFileDialog:
    """Make the system's dialog for where to save a copy called `name`; it deletes itself."""
    documents = QtCore.QStandardPaths.StandardLocation.DocumentsLocation
    dialog = QtWidgets.QFileDialog(
        parent,
        look.texts("reports.export.title"),
        _existing(QtCore.QStandardPaths.writableLocation(documents)),
        f"{look.texts('reports.export.filter')} (*.zip)",
    )
    dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix("zip")
    dialog.selectFile(name)
    return _guest(dialog)


def _existing(folder: str) -> str:
    """Return `folder`, or the user's own where there is none: a dialog would take it for a file."""
    return folder if QtCore.QFileInfo(folder).isDir() else QtCore.QDir.homePath()


def _guest(dialog: QtWidgets.QFileDialog) -> QtWidgets.QFileDialog:
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
    dialog.setProperty(OWN, True)
    return dialog
