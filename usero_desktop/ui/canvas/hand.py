"""What a hand on the picture means, by the tool and by what lies under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.drafting import corners
from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.qt import QtCore
from usero_desktop.ui.canvas import gestures
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.grips import CURSORS, SLACK, grip_at, grips

if TYPE_CHECKING:
    from usero_desktop.annotation.geometry import Handle
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.canvas.view import View

_Shape: Final = QtCore.Qt.CursorShape


class Hand:
    """Where the hand is: `at` in logical pixels, over a `spot` of the picture."""

    def __init__(
        self, editing: Editing, view: View, ratio: float, at: QtCore.QPointF, pixel: Point
    ) -> None:
        """`pixel` is the pixel of the screen that `at` is in; `ratio` how wide a logical one is."""
        self._editing = editing
        self._view = view
        self._ratio = ratio
        self._at = at
        self.spot = view.spot(int(pixel.x), int(pixel.y))

    def over(self) -> int | None:
        """Return the place of the mark that is meant, if any."""
        slack = SLACK * 0.7 * self._ratio / self._view.zoom
        exact = self._editing.drawing.at(self.spot.center)
        return exact if exact is not None else self._editing.drawing.at(self.spot.center, slack)

    def handle(self) -> Handle | None:
        """Return the handle that is meant, if any: of the selected mark, or of a crop."""
        mark = held(self._editing)
        return grip_at(grips(mark, self._view, self._ratio), self._at) if mark else None

    def takes(self, *, selects: bool) -> gestures.Gesture | None:
        """Return the drag that a press begins, having selected what it is on.

        `selects` is the key that selects with any tool.
        """
        editing, spot, handle = self._editing, self.spot, self.handle()
        if editing.tool is Tool.CROP:
            return self._takes_frame(handle)
        if handle is not None and editing.mark is not None:
            return gestures.Change(editing, editing.mark, spot, handle)
        if editing.tool.kind is not None and not selects:
            return gestures.Draw(editing, editing.tool.kind, spot)
        editing.select(self.over())
        if editing.mark is None:
            return None
        return gestures.Change(editing, editing.mark, spot, None)

    def _takes_frame(self, handle: Handle | None) -> gestures.Frame:
        drawing, framed = self._editing.drawing, self._editing.frame
        is_whole = framed[2:] == (drawing.width, drawing.height)
        moves = framed.holds(self.spot.center) and not is_whole
        return gestures.Frame(self._editing, self.spot, handle, moves=moves)

    def cursor(self, *, selects: bool) -> QtCore.Qt.CursorShape:
        """Return what the pointer looks like here."""
        handle, tool = self.handle(), self._editing.tool
        if handle is not None:
            return CURSORS[handle]
        if tool is Tool.CROP:
            gesture = self._takes_frame(None)
            return _Shape.SizeAllCursor if gesture.is_moving else _Shape.CrossCursor
        if tool is Tool.SELECT or selects:
            return _Shape.ArrowCursor if self.over() is None else _Shape.SizeAllCursor
        return _Shape.IBeamCursor if tool is Tool.TEXT else _Shape.CrossCursor


def held(editing: Editing) -> Mark | None:
    """Return what has handles: the selected mark, or the frame of a crop as if it were one."""
    if editing.tool is Tool.CROP:
        return Mark(MarkKind.BLACKOUT, corners(editing.frame), "#000000", 1)
    return editing.mark
