from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import QuietButton

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

GAP: Final = 8


class Confirm(QtWidgets.QWidget):
    """The buttons beside a selection, for who has a mouse alone.

    Signals: `taken()` and `left()`.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, parent: QtWidgets.QWidget, look: Look) -> None:
        super().__init__(parent)
        self._parent, self._gap = parent, look.scale.px(GAP)
        # A press between the two would begin another selection.
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(QtCore.Qt.CursorShape.ArrowCursor)
        self.setLayoutDirection(look.direction)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._gap)
        take, leave = self._made("take", "check", look), self._made("leave", "close", look)
        take.clicked.connect(self.taken)
        leave.clicked.connect(self.left)
        row.addWidget(take)
        row.addWidget(leave)
        self.hide()

    def _made(self, name: str, icon: str, look: Look) -> QuietButton:
        button = QuietButton(icon, self)
        button.setObjectName(f"usero_region_{name}")
        button.setText(look.texts(f"region.{name}"))
        button.show_look(look)
        # Enter and Esc are these; Tab goes from one thing that can be chosen to the next.
        button.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        return button

    def go_to(self, selected: QtCore.QRect) -> None:
        """Be below what is `selected`, at its end; above it, or in it, where there is no room."""
        self.adjustSize()
        room = self._parent.size()
        top = selected.bottom() + 1 + self._gap
        if top + self.height() > room.height():
            top = selected.top() - self._gap - self.height()
        if top < 0:
            top = selected.bottom() - self._gap - self.height()
        left = min(max(selected.right() + 1 - self.width(), 0), room.width() - self.width())
        self.move(left, top)
