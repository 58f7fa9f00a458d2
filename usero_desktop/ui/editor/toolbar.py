from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation import inks
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.editor.commands import COMMANDS, TOOLS, tip
from usero_desktop.ui.editor.controls import (
    ColourButton,
    SignButton,
    SquareButton,
    WidthButton,
    signs,
)
from usero_desktop.ui.editor.flow import Flow
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.canvas.editing import Editing, Tool
    from usero_desktop.ui.style.look import Look

COLOURS: Final = ("red", "orange", "yellow", "green", "blue", "purple", "white", "black")
"""The names of `inks.COLOURS`; their words are ``editor.colour.<name>``."""

WIDTHS: Final = ("thin", "medium", "thick", "thickest")
"""The names of the widths, the thinnest first; their words are ``editor.width.<name>``."""

DEEDS: Final = ("undo", "redo", "duplicate", "delete")


class Toolbar(Flow):
    """Tools, colours, widths, and what undoes or takes away.

    Signals: `chosen(str)` with the name of a command, `picked()` when a tool, a colour or a
    width was taken with the mouse: what is next is to draw.
    """

    chosen = Signal(str)
    picked = Signal()

    def __init__(self, parent: QtWidgets.QWidget, editing: Editing) -> None:
        super().__init__(parent)
        self._editing = editing
        self._is_showing = False
        self._groups = {name: Flow(self) for name in ("tools", "colours", "widths", "deeds")}
        for name, group in self._groups.items():
            group.setObjectName(f"usero_editor_{name}")
            self.put(group)
        self._tools: dict[Tool, SignButton] = {}
        for tool, (icon, _letter) in TOOLS.items():
            self._tools[tool] = button = SignButton(f"tool_{tool}", icon, self._groups["tools"])
            self._add("tools", button)
        self._colours = [
            ColourButton(f"colour_{name}", colour, self._groups["colours"])
            for name, colour in zip(COLOURS, inks.COLOURS, strict=True)
        ]
        drawing = editing.drawing
        self._widths = [
            WidthButton(f"width_{name}", place, width, self._groups["widths"])
            for place, (name, width) in enumerate(
                zip(WIDTHS, inks.widths(drawing.width, drawing.height), strict=True)
            )
        ]
        for colour in self._colours:
            self._add("colours", colour)
        for width in self._widths:
            self._add("widths", width)
        self._deeds = {
            name: SignButton(name, COMMANDS[name].icon, self._groups["deeds"]) for name in DEEDS
        }
        for deed in self._deeds.values():
            deed.clicked.connect(self._on_deed_clicked)
            self._groups["deeds"].put(deed)
        for signal in (
            editing.changed,
            editing.selection_changed,
            editing.tool_changed,
            editing.frame_changed,
        ):
            signal.connect(self._on_changed)
        self._on_changed()

    def _add(self, group: str, button: SignButton | ColourButton | WidthButton) -> None:
        button.be_one_of_several()
        button.clicked.connect(self._on_picked)
        # What a screen reader does is no click.
        button.toggled.connect(self._on_toggled)
        self._groups[group].put(button)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        texts, px = look.texts, signs(look.scale).px
        self.setAccessibleName(texts("editor.toolbar"))
        self.show_gaps(px(14), px(8))
        for name, group in self._groups.items():
            group.show_gaps(px(2))
            group.setAccessibleName(texts(f"editor.{name}"))
        for tool, button in self._tools.items():
            words, hint = texts(f"editor.tool.{tool}"), texts(f"editor.hint.{tool}")
            button.show_look(look, words, f"{tip(texts, words, TOOLS[tool][1])}\n{hint}")
            describe(button, hint)
        for name, colour in zip(COLOURS, self._colours, strict=True):
            colour.show_look(look, texts(f"editor.colour.{name}"))
        for name, width in zip(WIDTHS, self._widths, strict=True):
            width.show_look(look, texts(f"editor.width.{name}"))
        for name, deed in self._deeds.items():
            words = texts(f"editor.{name}")
            deed.show_look(look, words, tip(texts, words, COMMANDS[name].keys[0]))

    @guard
    def _on_picked(self) -> None:
        sender = self.sender()
        self._take(sender)
        if isinstance(sender, SquareButton) and sender.underMouse():
            self.picked.emit()

    @guard
    def _on_toggled(self, checked: bool) -> None:
        if checked and not self._is_showing:
            self._take(self.sender())

    def _take(self, sender: QtCore.QObject) -> None:
        for tool, button in self._tools.items():
            if button is sender:
                self._editing.use(tool)
        for colour in self._colours:
            if colour is sender:
                self._editing.restyle(colour=colour.colour)
        for width in self._widths:
            if width is sender:
                self._editing.restyle(width=width.line_width)

    @guard
    def _on_deed_clicked(self) -> None:
        sender = self.sender()
        for name, deed in self._deeds.items():
            if deed is sender:
                self.chosen.emit(name)

    @guard
    def _on_changed(self) -> None:
        editing = self._editing
        mark = editing.mark
        colour = editing.colour if mark is None else mark.colour
        width = editing.width if mark is None else mark.width
        self._is_showing = True
        for tool, button in self._tools.items():
            button.setChecked(tool is editing.tool)
        for one in self._colours:
            _check(one, checked=one.colour == colour)
        for line in self._widths:
            _check(line, checked=line.line_width == width)
        self._is_showing = False
        has_mark = mark is not None
        self._enable(self._deeds["undo"], can=editing.can_undo)
        self._enable(self._deeds["redo"], can=editing.can_redo)
        for name in ("duplicate", "delete"):
            self._enable(self._deeds[name], can=has_mark)
        for choice in (*self._colours, *self._widths):
            self._enable(choice, can=editing.has_style)

    def _enable(self, button: SquareButton, *, can: bool) -> None:
        if button.hasFocus() and not can:
            # Nobody would have it, once it is disabled.
            self.picked.emit()
        button.setEnabled(can)
        shapes = QtCore.Qt.CursorShape
        button.setCursor(shapes.PointingHandCursor if can else shapes.ArrowCursor)


def _check(button: ColourButton | WidthButton, *, checked: bool) -> None:
    # A mark may have a colour or a width that none of them is; Qt keeps one checked otherwise.
    button.setAutoExclusive(False)
    button.setChecked(checked)
    button.setAutoExclusive(True)
