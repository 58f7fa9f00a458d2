"""What is told of the tool in the hand: one line of what it does, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.ui.canvas.canvas import Canvas
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.editor.foot import Foot


def hint(editing: Editing, *, writes: bool) -> str:
    """Return the message for what the hand can do now."""
    if writes:
        return "editor.hint.writing"
    if editing.tool is Tool.SELECT and editing.mark is not None:
        return "editor.hint.selected"
    return f"editor.hint.{editing.tool}"


class Hints(QtCore.QObject):
    """Has the foot say what can be done now. GUI thread."""

    def __init__(self, canvas: Canvas, editing: Editing, foot: Foot) -> None:
        """Live as long as `canvas`."""
        super().__init__(canvas)
        self._canvas, self._editing, self._foot = canvas, editing, foot
        for signal in (
            editing.changed,
            editing.selection_changed,
            editing.tool_changed,
            canvas.writing_changed,
        ):
            signal.connect(self._on_changed)
        self._on_changed()

    @guard
    def _on_changed(self) -> None:
        self._foot.show_hint(hint(self._editing, writes=self._canvas.is_writing))
