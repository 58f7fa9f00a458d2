from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.tick import TickBox
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look


class EmailField(QtWidgets.QWidget):
    """The tick for sharing the address and, once it is set, the address.

    Signals: `share_changed(bool)` and `email_edited(str)` by the user or on the user's behalf.
    """

    share_changed = Signal(bool)
    email_edited = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._box = TickBox(self)
        self._line = QtWidgets.QLineEdit(self)
        self._line.setMaxLength(limits.EMAIL_CHARACTERS)
        self._line.setVisible(False)
        # An address reads from left to right in every language; it stands where lines begin.
        self._line.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
        self._box.setObjectName("usero_share_email")
        self._line.setObjectName("usero_email")
        self._column = column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._inner = QtWidgets.QVBoxLayout()
        self._inner.addWidget(self._line)
        column.addLayout(self._inner)
        self._box.toggled.connect(self._on_toggled)
        # Not only what is typed: a screen reader or a form filler sets the whole of it.
        self._line.textChanged.connect(self.email_edited)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        # The tick's own height ends where its ring does.
        self._column.setSpacing(0)
        around = look.scale.px(metrics.RING_ROOM)
        self._inner.setContentsMargins(around, 0, around, 0)
        self._box.setText(look.texts("email.share"))
        self._box.setAccessibleName(look.texts("email.share.name"))
        self._box.show_look(look)
        self._line.setAccessibleName(look.texts("email.name"))
        self._line.setPlaceholderText(look.texts("email.placeholder"))
        side = QtCore.Qt.AlignmentFlag
        start = side.AlignRight if look.texts.is_right_to_left else side.AlignLeft
        self._line.setAlignment(start | side.AlignAbsolute | side.AlignVCenter)

    @property
    def line(self) -> QtWidgets.QLineEdit:
        """Where the address is written."""
        return self._line

    def show_room(self, room: int) -> None:
        """Be at most `room` wide."""
        self._box.show_room(room)

    def show_email(self, email: str, *, shared: bool) -> None:
        """Show the tick and the address."""
        if self._box.isChecked() != shared:
            blocker = QtCore.QSignalBlocker(self._box)
            self._box.setChecked(shared)
            blocker.unblock()
        if self._line.text() != email:
            blocker = QtCore.QSignalBlocker(self._line)
            self._line.setText(email)
            blocker.unblock()
        self._line.setVisible(shared)

    def show_problem(self, problem: bool) -> None:
        """Mark the address as wrong, or no longer."""
        mark_invalid(self._line, problem)

    def focus_address(self) -> None:
        """Put the cursor into the address."""
        self._line.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    @guard
    def _on_toggled(self, shared: bool) -> None:
        self._line.setVisible(shared)
        if shared:
            self.focus_address()
        self.share_changed.emit(shared)


def mark_invalid(field: QtWidgets.QWidget, invalid: bool) -> None:
    """Give `field` the error border of the sheet, or take it away."""
    if bool(field.property("invalid")) != invalid:
        field.setProperty("invalid", invalid)
        # A style sheet looks at a dynamic property only when it is polished again.
        field.style().unpolish(field)
        field.style().polish(field)
