"""What a drag does, from the press to the release: shown meanwhile, done at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from usero_desktop.annotation import drafting
from usero_desktop.annotation.geometry import Handle, frame, handles, moved, pulled
from usero_desktop.annotation.marks import DRAWN, Mark, MarkKind, Point, Rect
from usero_desktop.ui.canvas.editing import Tool, fitted

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.ui.canvas.editing import Editing


class Gesture(Protocol):
    """One drag. `drawing` is what is to be seen of it, None where that is not another one."""

    @property
    def drawing(self) -> Drawing | None: ...

    def go(self, spot: Rect, *, is_straight: bool) -> None:
        """The hand is at `spot` of the picture; Shift is `is_straight`."""

    def end(self) -> None:
        """The hand let go: do it."""

    def call_off(self) -> None:
        """Leave all as it was."""


class Draw:
    """Draws a mark of `kind`."""

    def __init__(self, editing: Editing, kind: MarkKind, spot: Rect) -> None:
        self._editing = editing
        self._area = editing.drawing.area
        self._start = drafting.clamped(spot, self._area)
        self.mark = drafting.begun(kind, self._start, editing.colour, editing.width)
        if kind is MarkKind.STEP:
            self.mark = drafting.numbered(self.mark, editing.drawing)

    @property
    def drawing(self) -> Drawing:
        return self._editing.drawing.with_mark(self.mark)

    def go(self, spot: Rect, *, is_straight: bool) -> None:
        here = drafting.clamped(spot, self._area)
        self.mark = drafting.drawn(self.mark, self._start, here, is_straight=is_straight)

    def call_off(self) -> None:
        """Nothing is done yet."""

    def end(self) -> None:
        self._editing.add(self.mark, selects=self.mark.kind not in DRAWN)


class Change:
    """Changes the selected mark: moves it, or pulls it at a handle."""

    def __init__(self, editing: Editing, mark: Mark, spot: Rect, handle: Handle | None) -> None:
        self._editing = editing
        self._mark = self._now = mark
        self._start = spot.center
        self._handle = handle

    @property
    def drawing(self) -> Drawing | None:
        place = self._editing.selected
        return None if place is None else self._editing.drawing.with_changed(place, self._now)

    def go(self, spot: Rect, *, is_straight: bool) -> None:
        across, down = spot.center.x - self._start.x, spot.center.y - self._start.y
        if self._handle is None:
            if is_straight:
                across, down = (across, 0.0) if abs(across) >= abs(down) else (0.0, down)
            self._now = moved(self._mark, round(across), round(down))
        else:
            self._now = fitted(pulled_by(self._mark, self._handle, across, down, is_straight))
        self._now = drafting.kept(self._now, self._editing.drawing.area)

    def call_off(self) -> None:
        """Nothing is done yet."""

    def end(self) -> None:
        self._editing.change(self._now)


class Frame:
    """Draws, moves or pulls what a crop would leave."""

    def __init__(self, editing: Editing, spot: Rect, handle: Handle | None, *, moves: bool) -> None:
        self._editing = editing
        self._whole = Rect(0, 0, editing.drawing.width, editing.drawing.height)
        self._start = spot
        self._first = editing.frame
        self._handle = handle
        self.is_moving = moves and handle is None

    @property
    def drawing(self) -> None:
        return None

    def go(self, spot: Rect, *, is_straight: bool) -> None:
        across = spot.center.x - self._start.center.x
        down = spot.center.y - self._start.center.y
        first, whole = self._first, self._whole
        if self._handle is not None:
            mark = Mark(MarkKind.BLACKOUT, drafting.corners(first), "#000000", 1)
            frame_ = frame(pulled_by(mark, self._handle, across, down, is_straight))
        elif self.is_moving:
            left = min(max(first.left + round(across), 0), whole.right - first.width)
            top = min(max(first.top + round(down), 0), whole.bottom - first.height)
            frame_ = Rect(left, top, first.width, first.height)
        else:
            start, here = (drafting.clamped(s, whole) for s in (self._start, spot))
            frame_ = drafting.spanning(start, here, is_square=is_straight)
        self._editing.frame_crop(frame_)

    def call_off(self) -> None:
        if self._editing.tool is Tool.CROP:
            self._editing.frame_crop(self._first)

    def end(self) -> None:
        """It was shown at once."""


def pulled_by(mark: Mark, handle: Handle, across: float, down: float, is_straight: bool) -> Mark:
    """Return `mark` with `handle` so many pixels further; a straight one keeps its shape."""
    at = handles(mark)[handle]
    to = Point(at.x + across, at.y + down)
    if mark.kind is MarkKind.ARROW:
        fixed = mark.points[-1] if handle is Handle.TAIL else mark.points[0]
        return pulled(mark, handle, drafting.turned(fixed, to) if is_straight else to)
    to = Point(at.x + round(across), at.y + round(down))
    around = frame(mark)
    if is_straight and "_" in handle and min(around.width, around.height) >= 1:
        fixed = Point(
            around.right if "left" in handle else around.left,
            around.bottom if "top" in handle else around.top,
        )
        share = max(abs(to.x - fixed.x) / around.width, abs(to.y - fixed.y) / around.height)
        to = Point(
            fixed.x + round(around.width * share) * (1 if to.x >= fixed.x else -1),
            fixed.y + round(around.height * share) * (1 if to.y >= fixed.y else -1),
        )
    return pulled(mark, handle, to)
