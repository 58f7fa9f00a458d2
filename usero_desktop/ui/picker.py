from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.modal import OWN
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.sheet import sheet

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

READABLE = "*.png *.jpg *.jpeg *.webp *.gif *.bmp"
ICON = 16
"""What styles draw in a menu; anything else would be scaled, and blurred."""


class Picker(QtWidgets.QMenu):
    """The menu behind "Add screenshot".

    Signals: `window_wanted()`, `screen_wanted()`, `file_wanted()`, `paste_wanted()`.
    """

    window_wanted = Signal()
    screen_wanted = Signal()
    file_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget, look: Look) -> None:
        super().__init__(parent)
        self.setObjectName("usero_picker")
        self.setStyleSheet(sheet(look.colors))
        self.setFont(metrics.font(metrics.BODY))
        mirrored = look.texts.is_right_to_left
        direction = QtCore.Qt.LayoutDirection
        self.setLayoutDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
        for name, signal in (
            ("window", self.window_wanted),
            ("screen", self.screen_wanted),
            ("file", self.file_wanted),
            ("paste", self.paste_wanted),
        ):
            pixmap = icons.icon(name, ICON, self.devicePixelRatioF(), look.colors.text)
            action = QtGui.QAction(QtGui.QIcon(pixmap), look.texts(f"pictures.{name}"), self)
            action.setIconVisibleInMenu(True)
            action.setObjectName(f"usero_picture_{name}")
            action.triggered.connect(self._saying(signal))
            self.addAction(action)
        self.aboutToHide.connect(self.deleteLater)

    def _saying(self, signal: QtCore.SignalInstance) -> object:
        @guard
        def say(_checked: bool = False) -> None:  # noqa: FBT001, FBT002
            signal.emit()

        return say


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
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
    dialog.setProperty(OWN, True)
    return dialog
