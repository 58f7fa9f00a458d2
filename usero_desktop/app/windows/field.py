from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.email import mark_invalid
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.i18n.said import Words
    from usero_desktop.ui.style.look import Look

BETWEEN: Final = 5
"""Between a line and the words above and below it."""


class Field(QtWidgets.QWidget):
    """A line to fill in: what it is above it; a hint, or what is wrong with it, below.

    Signal: `edited()` by the user.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QtWidgets.QWidget, *, is_code: bool = False) -> None:
        """`name` is its object's name; one that `is_code` is read from the left everywhere."""
        super().__init__(parent)
        self._caption = Label(self, pixels=metrics.LABEL, bold=True)
        self._caption.setWordWrap(True)
        self.line = QtWidgets.QLineEdit(self)
        self.line.setObjectName(name)
        self._below = Label(self, pixels=metrics.SMALL)
        self._below.setObjectName(f"{name}_below")
        self._below.setWordWrap(True)
        if is_code:
            self.line.setLayoutDirection(QtCore.Qt.LayoutDirection.LeftToRight)
        self._look: Look | None = None
        self._message, self._hint = "", ""
        self._problem: Words = ""
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._caption, self.line, self._below):
            self._column.addWidget(part)
        self.setFocusProxy(self.line)
        # Not only what is typed: a screen reader or a form filler sets the whole of it.
        self.line.textChanged.connect(self._on_edited)

    @property
    def text(self) -> str:
        """What is written in it, without blanks around it."""
        return self.line.text().strip()

    def show_text(self, text: str) -> None:
        """Have `text` in it."""
        blocker = QtCore.QSignalBlocker(self.line)
        if text != self.line.text():
            self.line.setText(text)
        blocker.unblock()

    def show_look(self, look: Look, message: str, hint: str = "") -> None:
        """Take colours, sizes and words: the ids of its caption and of its hint."""
        self._look, self._message, self._hint = look, message, hint
        px = look.scale.px
        self._column.setSpacing(px(BETWEEN))
        self._caption.setText(look.texts(message))
        self._caption.show_color(look.colors.text, look.scale)
        self.line.setAccessibleName(look.texts(message))
        side = QtCore.Qt.AlignmentFlag
        start = side.AlignRight if look.texts.is_right_to_left else side.AlignLeft
        self.line.setAlignment(start | side.AlignAbsolute | side.AlignVCenter)
        self._show_below()

    def show_problem(self, problem: Words) -> None:
        """Say what is wrong with it; nothing where it is empty."""
        if problem != self._problem:
            self._problem = problem
            mark_invalid(self.line, bool(problem))
            self._show_below()

    @property
    def has_problem(self) -> bool:
        """Whether something is said to be wrong with it."""
        return bool(self._problem)

    def lock(self, text: str, message: str) -> None:
        """Hold `text` and let nobody change it; `message` is the id of the reason."""
        self.show_text(text)
        self.line.setReadOnly(True)
        self._hint = message
        self._show_below()

    def _show_below(self) -> None:
        look = self._look
        if look is None:
            return
        hint = look.texts(self._hint) if self._hint else ""
        words = look.texts.say(self._problem) if self._problem else hint
        color = look.colors.error if self._problem else look.colors.muted
        self._below.setText(words)
        self._below.show_color(color, look.scale)
        self._below.setVisible(bool(words))
        describe(self.line, words)

    @guard
    def _on_edited(self) -> None:
        self.show_problem("")
        self.edited.emit()
