"""Which mark a hand means that goes from one place of a picture to another.

The pointer is on a *spot*: the part of the picture that is shown by the one pixel of the screen
under it. What covers (a box, a black-out, a crop) covers each pixel of both spots.
"""

from __future__ import annotations

from dataclasses import replace
from math import atan2, ceil, cos, floor, pi, sin
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import bounds, frame, moved
from usero_desktop.annotation.marks import DRAWN, LETTER_HEIGHT, Mark, MarkKind, Point, Rect

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing

_NEARLY: Final = 1e-6
"""What is so near a whole pixel is one: a zoom's fractions are not exact."""

_LEFT_IN: Final = 8.0
"""How much of a mark stays in the picture, in pixels, wherever it is moved to."""

_LEAST_LINE: Final = 12.0
"""How long a line of a text may always be, in heights of its letters."""

_CORNER: Final = pi / 4

_PLACED: Final = {
    MarkKind.BOX: (40.0, 25.0),
    MarkKind.ARROW: (30.0, 30.0),
    MarkKind.PEN: (40.0, 0.0),
    MarkKind.HIGHLIGHTER: (60.0, 0.0),
    MarkKind.BLACKOUT: (40.0, 12.0),
}
"""Size of a mark that is put in place by a key, in widths of its line."""


def outward(rect: Rect) -> Rect:
    """Return all whole pixels that `rect` touches, one at least."""
    left, top = floor(rect.left + _NEARLY), floor(rect.top + _NEARLY)
    right, bottom = ceil(rect.right - _NEARLY), ceil(rect.bottom - _NEARLY)
    return Rect(left, top, max(right - left, 1), max(bottom - top, 1))


def spanning(start: Rect, end: Rect, *, is_square: bool = False) -> Rect:
    """Return the whole pixels from one spot to another; a square has the longer side."""
    around = outward(Rect.around(*corners(start), *corners(end)))
    if not is_square:
        return around
    side = max(around.width, around.height)
    left = around.right - side if end.left < start.left else around.left
    top = around.bottom - side if end.top < start.top else around.top
    return Rect(left, top, side, side)


def turned(start: Point, end: Point) -> Point:
    """Return `end`, moved so that the line to it goes along a side or a diagonal."""
    across, down = end.x - start.x, end.y - start.y
    angle = round(atan2(down, across) / _CORNER) * _CORNER
    # As long as the shadow of the hand's way on that line.
    length = across * cos(angle) + down * sin(angle)
    return Point(start.x + length * cos(angle), start.y + length * sin(angle))


def corners(rect: Rect) -> tuple[Point, Point]:
    """Return the two corners that span `rect`."""
    return Point(rect.left, rect.top), Point(rect.right, rect.bottom)


def begun(kind: MarkKind, spot: Rect, colour: str, width: float) -> Mark:
    """Return the mark that a press on `spot` begins."""
    points = {
        MarkKind.BOX: corners(spot),
        MarkKind.BLACKOUT: corners(spot),
        MarkKind.ARROW: (spot.center, spot.center),
    }
    return Mark(kind, points.get(kind, (spot.center,)), colour, width)


def begun_text(at: Point, colour: str, width: float) -> Mark:
    """Return a text that begins with the middle of its first line at `at`."""
    corner = Point(round(at.x), round(at.y - LETTER_HEIGHT * width * 0.6))
    return Mark(MarkKind.TEXT, (corner, corner), colour, width)


def drawn(mark: Mark, start: Rect, end: Rect, *, is_straight: bool = False) -> Mark:
    """Return `mark`, begun at the spot `start`, as it is with the hand at `end`.

    `is_straight` makes a box a square, and an arrow and a line one of eight directions.
    """
    if mark.kind in {MarkKind.BOX, MarkKind.BLACKOUT}:
        return replace(mark, points=corners(spanning(start, end, is_square=is_straight)))
    here = end.center
    if mark.kind is MarkKind.ARROW:
        tail = start.center
        return replace(mark, points=(tail, turned(tail, here) if is_straight else here))
    if mark.kind in DRAWN and is_straight:
        return replace(mark, points=(mark.points[0], turned(mark.points[0], here)))
    if mark.kind in DRAWN and here != mark.points[-1]:
        return replace(mark, points=(*mark.points, here))
    if mark.kind is MarkKind.STEP:
        return replace(mark, points=(here,))
    return mark


def placed(kind: MarkKind, area: Rect, colour: str, width: float) -> Mark:
    """Return a mark of a size that can be seen in the middle of `area`, put there by a key."""
    middle = area.center
    if kind is MarkKind.STEP:
        return Mark(kind, (Point(round(middle.x), round(middle.y)),), colour, width)
    if kind is MarkKind.TEXT:
        return begun_text(middle, colour, width)
    wished, high = _PLACED[kind]
    across = max(round(min(wished * width, area.width * 0.8)), 1)
    down = max(round(min(high * width, area.height * 0.8)), 0)
    left, top = round(middle.x - across / 2), round(middle.y - down / 2)
    points = corners(Rect(left, top, across, down))
    if kind is MarkKind.ARROW:
        # It comes from below: what it points at is mostly above the hand.
        points = Point(left, top + down), Point(left + across, top)
    return Mark(kind, points, colour, width)


def numbered(mark: Mark, drawing: Drawing) -> Mark:
    """Return the step `mark` with the number that is next in `drawing`."""
    return replace(mark, number=drawing.next_number)


def beside(mark: Mark, drawing: Drawing) -> Mark:
    """Return `mark`, moved on where another one lies at the very same place."""
    taken = {(other.kind, other.points) for other in drawing.marks}
    step = max(round(mark.width * 4), 1)
    while (mark.kind, mark.points) in taken:
        mark = moved(mark, step, step)
    return mark


def kept(mark: Mark, area: Rect) -> Mark:
    """Return `mark`, moved back by as much as leaves some of it in `area`."""
    around = bounds(mark)
    across = _back(around.left, around.right, area.left, area.right)
    down = _back(around.top, around.bottom, area.top, area.bottom)
    return moved(mark, across, down) if across or down else mark


def inside(mark: Mark, area: Rect) -> Mark:
    """Return `mark`, moved by as little as has all of its frame in `area`, or its beginning."""
    around = frame(mark)
    across = max(min(around.left, area.right - around.width), area.left) - around.left
    down = max(min(around.top, area.bottom - around.height), area.top) - around.top
    return moved(mark, floor(across), floor(down)) if across or down else mark


def is_inside(mark: Mark, area: Rect) -> bool:
    """Whether all of the frame of `mark` is in `area`."""
    return frame(mark).within(area) == frame(mark)


def line_room(mark: Mark, area: Rect, *, from_right: bool) -> float:
    """Return how long a line of the text `mark` may be that begins where it begins now.

    To the side of `area` that it goes to; where that is near, it may begin further back.
    """
    around = frame(mark)
    there = around.right - area.left if from_right else area.right - around.left
    return max(there, min(area.width, _LEAST_LINE * LETTER_HEIGHT * mark.width), around.width)


def _back(start: float, end: float, least: float, most: float) -> int:
    needed = min(_LEFT_IN, end - start, most - least)
    if end < least + needed:
        return ceil(least + needed - end)
    if start > most - needed:
        return floor(most - needed - start)
    return 0


def clamped(spot: Rect, area: Rect) -> Rect:
    """Return `spot`, moved into `area` by as little as will do."""
    left = min(max(spot.left, area.left), max(area.right - spot.width, area.left))
    top = min(max(spot.top, area.top), max(area.bottom - spot.height, area.top))
    return Rect(left, top, spot.width, spot.height)
