from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

HEIGHT = 120


class DetailsBox(QtWidgets.QPlainTextEdit):
    """What is attached to a report, to be read and copied, and not to be changed."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("usero_details")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        # It is a program's text: a line's end means something in it, and it is read from the left.
        self.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
        self.setTextInteractionFlags(
            QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
            | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._scale = Scale()

    def show_details(self, text: str, look: Look) -> None:
        """Show `text`, or nothing; where it is read to is left alone when it is there already."""
        self._scale = look.scale
        self.setAccessibleName(look.texts("attached.name"))
        if text and text != self.toPlainText():
            self.setPlainText(text)
        self.setVisible(bool(text))
        self.updateGeometry()

    @guard(otherwise=QtCore.QSize(metrics.PANEL_WIDTH, HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(metrics.PANEL_WIDTH), self._scale.px(HEIGHT))

    @guard(otherwise=QtCore.QSize(120, 56))
    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(120), self._scale.px(56))
