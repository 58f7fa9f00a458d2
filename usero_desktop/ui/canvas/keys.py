"""What the keys do to what is on the canvas.

Those of commands, undo and zoom among them, stand in `commands`: the window takes them, for
they mean the same wherever the focus is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from usero_desktop.qt import QtCore
from usero_desktop.ui.canvas.editing import Tool

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Rect
    from usero_desktop.qt import QtGui
    from usero_desktop.ui.canvas.editing import Editing

_Key = QtCore.Qt.Key
_Modifier = QtCore.Qt.KeyboardModifier
_WAYS: Final[dict[int, tuple[int, int]]] = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_FAR: Final = 10
_HELD: Final = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_ENTERS: Final = frozenset({_Key.Key_Return, _Key.Key_Enter})


class Keyed(Protocol):
    """What the keys move: the canvas."""

    @property
    def seen(self) -> Rect: ...

    def scroll_by(self, across: float, down: float) -> None: ...

    def call_off(self) -> bool: ...

    def write(self) -> bool: ...


def press(canvas: Keyed, editing: Editing, event: QtGui.QKeyEvent) -> bool:
    """Do what `event` asks for; False where it asks for nothing of ours."""
    key = int(event.key())  # a letter of another alphabet is none of the keys with a name
    if key == _Key.Key_Escape:
        return _escape(canvas, editing)
    if key in _WAYS:
        return _arrow(canvas, editing, _WAYS[key], event.modifiers())
    is_plain = not event.modifiers() & _HELD
    if key in _ENTERS and is_plain and not event.isAutoRepeat():
        return enter(canvas, editing)
    return False


def enter(canvas: Keyed, editing: Editing) -> bool:
    """Apply the crop, write the selected text, or put a mark of the tool's where one looks."""
    if editing.tool is Tool.CROP:
        editing.use(Tool.SELECT)
        return True
    if editing.tool in {Tool.TEXT, Tool.SELECT} and canvas.write():
        return True
    if editing.tool.kind is None:
        return False
    editing.place(canvas.seen)
    return True


def _escape(canvas: Keyed, editing: Editing) -> bool:
    if canvas.call_off():
        return True
    if editing.mark is not None:
        editing.select(None)
        return True
    if editing.tool is not Tool.SELECT:
        editing.forget_crop()
        editing.use(Tool.SELECT)
        return True
    return False


def _arrow(
    canvas: Keyed, editing: Editing, way: tuple[int, int], modifiers: QtCore.Qt.KeyboardModifier
) -> bool:
    far = _FAR if modifiers & _Modifier.ShiftModifier else 1
    across, down = way[0] * far, way[1] * far
    if editing.mark is None and editing.tool is not Tool.CROP:
        canvas.scroll_by(across * 40, down * 40)
    elif modifiers & (_Modifier.ControlModifier | _Modifier.AltModifier):
        editing.stretch(across, down)
    else:
        editing.nudge(across, down)
    return True
