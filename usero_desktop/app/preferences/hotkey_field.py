from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.app.windows.field import BETWEEN
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

_Format = QtGui.QKeySequence.SequenceFormat


class HotkeyField(QtWidgets.QWidget):
    """Takes the keys that open the feedback window: one presses them in it.

    Signal: `chosen(str)` with the keys as Qt writes them everywhere, or "" for none.
    """

    chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._caption = Label(self, pixels=metrics.BODY)
        self._keys = QtWidgets.QKeySequenceEdit(self)
        self._keys.setObjectName("usero_preferences_hotkey")
        self._keys.setMaximumSequenceLength(1)
        self._line = self._keys.findChild(QtWidgets.QLineEdit)
        self._clear = TextButton(self)
        self._clear.setObjectName("usero_preferences_hotkey_clear")
        self._below = Label(self, pixels=metrics.SMALL)
        for label in (self._caption, self._below):
            label.setWordWrap(True)
        self._value = ""
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self._keys, 1)
        row.addWidget(self._clear)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addLayout(row)
        self._column.addWidget(self._below)
        self._keys.editingFinished.connect(self._on_pressed)
        self._clear.clicked.connect(self._on_cleared)

    def show_look(self, look: Look) -> None:
        """Take colours, sizes and words."""
        texts = look.texts
        self._column.setSpacing(look.scale.px(BETWEEN))
        self._caption.setText(texts("settings.hotkey"))
        self._caption.show_color(look.colors.text, look.scale)
        self._keys.setAccessibleName(texts("settings.hotkey"))
        if self._line is not None:
            self._line.setPlaceholderText(texts("settings.hotkey.press"))
            self._line.setAccessibleName(texts("settings.hotkey"))
        self._clear.setText(texts("settings.hotkey.none"))
        self._clear.show_look(look, "link", "background")
        self._below.show_color(look.colors.error, look.scale)

    def show_hotkey(self, text: str, trouble: str) -> None:
        """Show the keys, and why they do not work where they do not."""
        if text != self._value:
            self._value = text
            self._keys.setKeySequence(QtGui.QKeySequence(text, _Format.PortableText))
        self._clear.setEnabled(bool(text))
        self._below.setText(trouble)
        self._below.setVisible(bool(trouble))
        describe(self._keys, trouble)

    @guard
    def _on_pressed(self) -> None:
        text = self._keys.keySequence().toString(_Format.PortableText)
        if text:
            self._choose(text)
        else:
            # Keys that were only held down, as those of the hotkey itself are: whoever has it
            # gets the rest. To have none, there is a button.
            self._keys.setKeySequence(QtGui.QKeySequence(self._value, _Format.PortableText))

    @guard
    def _on_cleared(self) -> None:
        self._keys.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._keys.clear()
        self._choose("")

    def _choose(self, text: str) -> None:
        if text != self._value:
            self._value = text
            self._clear.setEnabled(bool(text))
            self.chosen.emit(text)
