"""How a part of a picture is chosen: what hands and keys do to a selection. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.ui.capture.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW: Final = "new"
MOVE: Final = "move"


class Selecting:
    """The selection, where the pointer is, and what is being dragged.

    `selection` is None until there is one; `pointer` is the pixel that mouse or keys are at;
    `drag` is NEW, MOVE, a handle's name, or "" while nothing is; `by_keys` says that it was
    keys that moved or changed it last.
    """

    def __init__(
        self, size: tuple[int, int], pointer: tuple[int, int], targets: Sequence[Selection] = ()
    ) -> None:
        """`targets` are what keys alone can choose: the host's window, each screen."""
        self.size = size
        self.selection: Selection | None = None
        self.drag = ""
        self.by_keys = False
        self._targets = [one for one in map(self._cut, targets) if one is not None]
        self._target = -1
        self._start = pointer
        self._before: Selection | None = None
        self.pointer = self._inside(*pointer)

    def _inside(self, x: int, y: int) -> tuple[int, int]:
        return min(max(x, 0), self.size[0] - 1), min(max(y, 0), self.size[1] - 1)

    def _cut(self, target: Selection) -> Selection | None:
        left, top = max(target.left, 0), max(target.top, 0)
        right, bottom = min(target.right, self.size[0]), min(target.bottom, self.size[1])
        return Selection(left, top, right, bottom) if left < right and top < bottom else None

    @property
    def away(self) -> tuple[int, int]:
        """Where, seen from the pointer, the selection is not: -1 is left or above, 1 the others."""
        found = self.selection
        if found is None:
            return 1, 1
        (x, y), middle = self.pointer, (found.left + found.right, found.top + found.bottom)
        return 1 if 2 * x + 1 >= middle[0] else -1, 1 if 2 * y + 1 >= middle[1] else -1

    def role(self, x: int, y: int, reach: float) -> str:
        """Return what a press at this pixel would drag."""
        if self.selection is None:
            return NEW
        # The last pixel of an edge is in the selection, and the edge's line behind it.
        handle = self.selection.handle_at(x + 0.5, y + 0.5, reach)
        return handle or (MOVE if self.selection.contains(x, y) else NEW)

    def press(self, x: int, y: int, reach: float) -> None:
        """Begin to drag."""
        self.pointer = self._start = self._inside(x, y)
        self._before = self.selection
        self.drag = self.role(x, y, reach)

    def point(self, x: int, y: int) -> None:
        """Go to a pixel, with what is dragged."""
        self.pointer = x, y = self._inside(x, y)
        self.by_keys = False
        if self.drag == NEW and (self.selection is not self._before or (x, y) != self._start):
            # A click that did not move chooses nothing.
            self.selection = Selection.between(self._start, (x, y))
        elif self.drag == MOVE and self._before is not None:
            away = x - self._start[0], y - self._start[1]
            self.selection = self._before.moved(*away, self.size)
        elif self.drag not in {"", NEW, MOVE} and self._before is not None:
            self.selection = self._before.pulled(self.drag, x, y)

    def release(self) -> None:
        """Drag no more."""
        self.drag, self._before = "", None

    def nudge(self, across: int, down: int, *, grow: bool) -> None:
        """Move the selection, or its right and lower edge where it shall `grow`.

        Where there is none, the pointer moves, and one begins there if it shall grow.
        """
        self.by_keys = True
        if self.selection is None and not grow:
            self.pointer = self._inside(self.pointer[0] + across, self.pointer[1] + down)
            return
        selection = self.selection or Selection.between(self.pointer, self.pointer)
        if grow:
            selection = selection.grown(across, down, self.size)
            self.pointer = selection.right - 1, selection.bottom - 1
        else:
            selection = selection.moved(across, down, self.size)
            self.pointer = selection.left, selection.top
        self.selection = selection

    def next_target(self, step: int) -> None:
        """Choose the next of the targets, or the one before."""
        self.by_keys = False
        if self._targets:
            first = self._target < 0 and step < 0
            self._target = (self._target + step + first) % len(self._targets)
            self.selection = self._targets[self._target]
            self.pointer = self.selection.left, self.selection.top
