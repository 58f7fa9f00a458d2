from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.words import WordButton
from usero_desktop.ui.editor.commands import COMMANDS, tip
from usero_desktop.ui.editor.controls import SignButton, signs
from usero_desktop.ui.editor.flow import Flow
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

ZOOMS: Final = ("zoom_out", "zoom", "zoom_in", "fit")
HINT_GAP: Final = 16
HINT_LEAST: Final = 160
"""How much room there is for a hint at least; where it is less there is none."""

ANSWERS: Final = ("keep", "discard")
"""What can be answered to "Discard your changes?", and Done."""


class Foot(Flow):
    """How large the picture is shown, and the ways out; at times it asks whether to discard.

    Signals: `chosen(str)` with the name of a command: one of the table's, "cancel", "keep" or
    "discard".
    """

    chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._zoom = 1.0
        self._is_asking = False
        self._zooms = Flow(self)
        self._zooms.setObjectName("usero_editor_zooms")
        self._percent = WordButton("usero_editor_actual", self._zooms, flat=True)
        self._signs = {
            name: SignButton(name, COMMANDS[name].icon, self._zooms)
            for name in ZOOMS
            if name != "zoom"
        }
        for name in ZOOMS:
            self._zooms.put(self._percent if name == "zoom" else self._signs[name])
        self._marks = SignButton("marks", COMMANDS["marks"].icon, self)
        self._marks.setCheckable(True)
        self._hint = Label(self, pixels=metrics.LABEL)
        self._hint.setWordWrap(True)
        self._hint.setVisible(False)
        self._hinted = ""
        self._ways = Flow(self)
        self._question = Label(self._ways, pixels=metrics.BODY, bold=True)
        self._words = {
            name: WordButton(f"usero_editor_{name}", self._ways, primary=name == "done")
            for name in ("cancel", *ANSWERS, "done")
        }
        self.put(self._zooms)
        self.put(self._marks)
        self.put(self._ways, at_end=True)
        self._ways.put(self._question, at_end=True)
        for button in self._words.values():
            self._ways.put(button, at_end=True)
        for part in (self._percent, *self._signs.values(), *self._words.values()):
            part.clicked.connect(self._on_clicked)
        # Not clicked(): what a screen reader does is no click.
        self._marks.toggled.connect(self._on_clicked)
        self.show_question(asked=False)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        texts, px = look.texts, signs(look.scale).px
        self.show_gaps(px(8), px(8))
        self._zooms.show_gaps(px(2))
        self._ways.show_gaps(px(8))
        for part in (self, self._ways):
            part.setAccessibleName(texts("editor.ways"))
        self._zooms.setAccessibleName(texts("editor.zooms"))
        for name, sign in (*self._signs.items(), ("marks", self._marks)):
            words = texts(f"editor.{name}")
            sign.show_look(look, words, tip(texts, words, COMMANDS[name].keys[0]))
        self._question.setText(texts("editor.discard.ask"))
        self._question.show_color(look.colors.text, look.scale)
        for name, button in self._words.items():
            words = texts(f"editor.{name}")
            keys = {"done": "Ctrl+Return", "cancel": "Esc"}.get(name, "")
            button.show_look(look, words, tip(texts, words, keys) if keys else "")
        self._hint.show_color(look.colors.muted, look.scale)
        self.show_zoom(self._zoom)
        self.show_hint(self._hinted)

    def show_hint(self, message: str) -> None:
        """Say what can be done now, where there is room for that; nothing where it is empty."""
        self._hinted = message
        if self._look is not None:
            self._hint.setText(self._look.texts(message) if message else "")
            self._put_hint()

    def settle(self) -> None:
        """Put everything in its place now."""
        super().settle()
        self._put_hint()

    def _put_hint(self) -> None:
        """Have the hint between zoom and ways, if two lines of it fit there: else it is none."""
        marks, ways = self._marks.geometry(), self._ways.geometry()
        one, other = (ways, marks) if self.isRightToLeft() else (marks, ways)
        px = self._look.scale.px if self._look is not None else round
        left, right = one.right() + px(HINT_GAP), other.left() - px(HINT_GAP)
        high = self._hint.heightForWidth(right - left) if right - left > px(HINT_LEAST) else 0
        fits = 0 < high <= self.height() and marks.intersects(
            QtCore.QRect(0, ways.top(), self.width(), ways.height())
        )
        self._hint.setVisible(bool(self._hint.text()) and fits and not self._is_asking)
        if fits:
            self._hint.setGeometry(left, (self.height() - high) // 2, right - left, high)

    @guard
    def show_zoom(self, zoom: float) -> None:
        """Say how large the picture is shown; 1.0 is a pixel for a pixel."""
        self._zoom = zoom
        if self._look is not None:
            texts = self._look.texts
            words = texts("editor.percent", n=round(zoom * 100))
            name = texts("editor.actual")
            self._percent.show_look(self._look, words, tip(texts, name, "Ctrl+1"))
            self._percent.setAccessibleName(texts("editor.zoom", zoom=words))

    def show_ready(self, ready: bool) -> None:
        """Have only the way out, while there is no picture to draw on."""
        for part in (self._zooms, self._marks, self._words["done"]):
            part.setEnabled(ready)

    def show_marks(self, shown: bool) -> None:
        """Say whether the list of marks is there."""
        self._marks.blockSignals(True)
        self._marks.setChecked(shown)
        self._marks.blockSignals(False)

    @property
    def is_asking(self) -> bool:
        """Whether it is asked whether to discard."""
        return self._is_asking

    def show_question(self, *, asked: bool) -> None:
        """Ask whether to discard the changes, or ask no more."""
        self._is_asking = asked
        focus = QtWidgets.QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        self._question.setVisible(asked)
        for name in ANSWERS:
            self._words[name].setVisible(asked)
        if has_focus and not asked:
            self._words["cancel"].setVisible(True)
            self._words["cancel"].setFocus()
        self._words["cancel"].setVisible(not asked)
        for flow in (self._ways, self):
            flow.updateGeometry()
            flow.settle()

    @property
    def first_answer(self) -> WordButton:
        """What the focus goes to when it asks: what changes nothing."""
        return self._words["keep"]

    @guard
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QtWidgets.QPushButton):
            self.chosen.emit(sender.objectName().removeprefix("usero_editor_"))
