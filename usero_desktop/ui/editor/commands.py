"""What can be done in the editor beside drawing: its names, keys and icons, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.canvas.editing import Tool

if TYPE_CHECKING:
    from usero_desktop.i18n import Texts

_Key = QtCore.Qt.Key
_Modifier = QtCore.Qt.KeyboardModifier
_Standard = QtGui.QKeySequence.StandardKey
_HELD: Final = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier

TOOLS: Final = {
    Tool.SELECT: ("select", "V"),
    Tool.BOX: ("box", "R"),
    Tool.ARROW: ("arrow", "A"),
    Tool.PEN: ("pen", "P"),
    Tool.HIGHLIGHTER: ("highlighter", "H"),
    Tool.TEXT: ("text", "T"),
    Tool.STEP: ("step", "N"),
    Tool.BLACKOUT: ("blackout", "B"),
    Tool.CROP: ("crop", "C"),
}
"""The icon and the letter of each tool; the letters are those of other editors."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do; its words are ``editor.<name>``, `keys` are sequences as Qt writes them.

    `standard` is what a platform may have other keys for besides.
    """

    name: str
    icon: str
    keys: tuple[str, ...]
    standard: QtGui.QKeySequence.StandardKey | None = None


COMMANDS: Final = {
    command.name: command
    for command in (
        Command("undo", "undo", ("Ctrl+Z",), _Standard.Undo),
        Command("redo", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), _Standard.Redo),
        Command("duplicate", "copy", ("Ctrl+D",)),
        Command("delete", "trash", ("Del", "Backspace"), _Standard.Delete),
        Command("raise", "up", ("Ctrl+]",)),
        Command("lower", "down", ("Ctrl+[",)),
        Command("zoom_out", "minus", ("Ctrl+-",), _Standard.ZoomOut),
        Command(
            "zoom_in",
            "plus",
            ("Ctrl++", "Ctrl+=", "Ctrl+Shift++", "Ctrl+Shift+="),
            _Standard.ZoomIn,
        ),
        Command("fit", "fit", ("Ctrl+0",)),
        Command("actual", "", ("Ctrl+1",)),
        Command("marks", "layers", ("Ctrl+L",)),
        Command("done", "", ("Ctrl+Return", "Ctrl+Enter")),
    )
}

_BY_KEY: Final = {keys: command.name for command in COMMANDS.values() for keys in command.keys}
_STANDARD: Final = {
    command.name: command.standard for command in COMMANDS.values() if command.standard is not None
}
_BY_LETTER: Final = {letter: tool for tool, (_, letter) in TOOLS.items()}


def command_of(event: QtGui.QKeyEvent) -> str | None:
    """Return the name of the command whose keys are pressed, None where there is none."""
    plain = event.modifiers() & ~_Modifier.KeypadModifier
    # Numbers: a letter of another alphabet is none of the keys that Qt has a name for.
    keys = QtGui.QKeySequence(plain.value | int(event.key()))
    name = _BY_KEY.get(keys.toString(QtGui.QKeySequence.SequenceFormat.PortableText))
    if name is not None:
        return name
    return next((one for one, keys in _STANDARD.items() if event.matches(keys)), None)


def tool_of(event: QtGui.QKeyEvent) -> Tool | None:
    """Return the tool whose letter is pressed, None where there is none."""
    if event.modifiers() & (_HELD | _Modifier.ShiftModifier):
        return None
    return _BY_LETTER.get(QtGui.QKeySequence(int(event.key())).toString())


def tip(texts: Texts, words: str, keys: str) -> str:
    """Return what a pointer is told of a button: what it does, and the keys for it."""
    native = QtGui.QKeySequence(keys).toString(QtGui.QKeySequence.SequenceFormat.NativeText)
    return texts("editor.with_key", name=words, key=native)
