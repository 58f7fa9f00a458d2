from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.menu import Menu
from usero_desktop.ui.modal import OWN

if TYPE_CHECKING:
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look

READABLE = "*.png *.jpg *.jpeg *.webp *.gif *.bmp"


class Picker(Menu):
    """The menu behind "Add screenshot".

    Signals: `window_wanted()`, `screen_wanted()`, `file_wanted()`, `paste_wanted()`.
    """

    window_wanted = Signal()
    screen_wanted = Signal()
    file_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, panel: Panel, look: Look) -> None:
        super().__init__(panel, look)
        self.setObjectName("usero_picker")
        for name, signal in (
            ("window", self.window_wanted),
            ("screen", self.screen_wanted),
            ("file", self.file_wanted),
            ("paste", self.paste_wanted),
        ):
            self.add(f"picture_{name}", name, f"pictures.{name}", signal.emit)


def file_dialog(parent: QtWidgets.QWidget, look: Look, folder: str = "") -> QtWidgets.QFileDialog:
    """Make the system's dialog for one or more picture files; it deletes itself.

    It opens in `folder`, or where the user's pictures are.
    """
    pictures = QtCore.QStandardPaths.StandardLocation.PicturesLocation
    dialog = QtWidgets.QFileDialog(
        parent,
        look.texts("pictures.file.title"),
        folder or QtCore.QStandardPaths.writableLocation(pictures),
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
        QtCore.QStandardPaths.writableLocation(documents),
        f"{look.texts('reports.export.filter')} (*.zip)",
    )
    dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix("zip")
    dialog.selectFile(name)
    return _guest(dialog)


def _guest(dialog: QtWidgets.QFileDialog) -> QtWidgets.QFileDialog:
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
    dialog.setProperty(OWN, True)
    return dialog
