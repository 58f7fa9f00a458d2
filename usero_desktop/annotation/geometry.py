"""Where a mark is, whether a point hits it, and what it is after it was moved or pulled."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from math import hypot
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

from usero_desktop.annotation.marks import (
    DRAWN,
    EDGE,
    HIGHLIGHT_WIDTH,
    LETTER_HEIGHT,
    SPANNED,
    STEP_RADIUS,
    MarkKind,
    Point,
    Rect,
)

if TYPE_CHECKING:
    from usero_desktop.annotation.marks import Mark

LEAST: Final = 1.0
"""Least width and height that a mark is pulled to, in pixels."""


class Handle(StrEnum):
    """Where a mark can be pulled at."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    RIGHT = "right"
    BOTTOM_RIGHT = "bottom_right"
    BOTTOM = "bottom"
    BOTTOM_LEFT = "bottom_left"
    LEFT = "left"
    TAIL = "tail"
    TIP = "tip"


_SIDES: Final = {
    Handle.TOP_LEFT: (-1, -1),
    Handle.TOP: (0, -1),
    Handle.TOP_RIGHT: (1, -1),
    Handle.RIGHT: (1, 0),
    Handle.BOTTOM_RIGHT: (1, 1),
    Handle.BOTTOM: (0, 1),
    Handle.BOTTOM_LEFT: (-1, 1),
    Handle.LEFT: (-1, 0),
}
"""Which sides a handle pulls: -1 the left or the upper one, 1 the other, 0 neither."""

_CORNERS: Final = (
    Handle.TOP_LEFT,
    Handle.TOP_RIGHT,
    Handle.BOTTOM_RIGHT,
    Handle.BOTTOM_LEFT,
)


def frame(mark: Mark) -> Rect:
    """Return the rectangle that `mark` is pulled by, without the width of its line."""
    if mark.kind is MarkKind.STEP:
        return Rect.around(mark.points[0], margin=STEP_RADIUS * mark.width)
    return Rect.around(*mark.points)


def bounds(mark: Mark) -> Rect:
    """Return all that `mark` paints on."""
    margins = {
        MarkKind.BOX: mark.width * (0.5 + EDGE),
        MarkKind.ARROW: mark.width * 3,
        MarkKind.PEN: mark.width * (0.5 + EDGE),
        MarkKind.TEXT: mark.width * EDGE,
        MarkKind.STEP: mark.width * EDGE,
        MarkKind.HIGHLIGHTER: mark.width * HIGHLIGHT_WIDTH / 2,
    }
    around, margin = frame(mark), margins.get(mark.kind, 0.0)
    return Rect(
        around.left - margin,
        around.top - margin,
        around.width + 2 * margin,
        around.height + 2 * margin,
    )


def hits(mark: Mark, point: Point, slack: float = 0.0) -> bool:
    """Whether `point` is on `mark`, or within `slack` pixels of it.

    A box is hit at its line, so that what lies in it can be hit as well.
    """
    if mark.kind is MarkKind.STEP:
        middle = mark.points[0]
        away = hypot(point.x - middle.x, point.y - middle.y)
        return away <= STEP_RADIUS * mark.width + slack
    if mark.kind in {MarkKind.BLACKOUT, MarkKind.TEXT}:
        return frame(mark).holds(point, slack)
    width = mark.width * (HIGHLIGHT_WIDTH if mark.kind is MarkKind.HIGHLIGHTER else 1.0)
    way = _outline(mark)
    return any(
        _distance(point, a, b) <= width / 2 + slack
        for a, b in zip(way, way[1:] or way, strict=False)
    )


def handles(mark: Mark) -> dict[Handle, Point]:
    """Return where `mark` can be pulled at."""
    if mark.kind is MarkKind.ARROW:
        return {Handle.TAIL: mark.points[0], Handle.TIP: mark.points[-1]}
    around = frame(mark)
    is_free = mark.kind in {MarkKind.BOX, MarkKind.BLACKOUT}
    middle = around.center
    across = {-1: around.left, 0: middle.x, 1: around.right}
    down = {-1: around.top, 0: middle.y, 1: around.bottom}
    return {
        handle: Point(across[x], down[y])
        for handle, (x, y) in _SIDES.items()
        if is_free or handle in _CORNERS
    }


def moved(mark: Mark, across: float, down: float) -> Mark:
    """Return `mark`, so many pixels further to the right and down."""
    return replace(mark, points=tuple(Point(p.x + across, p.y + down) for p in mark.points))


def pulled(mark: Mark, handle: Handle, to: Point) -> Mark:
    """Return `mark` with `handle` at `to`, or as near as it comes.

    A box may be turned inside out. A text and a step keep their shape: they grow and shrink.
    """
    if handle in {Handle.TAIL, Handle.TIP}:
        tail, tip = mark.points[0], mark.points[-1]
        return replace(mark, points=(to, tip) if handle is Handle.TAIL else (tail, to))
    around = frame(mark)
    x, y = _SIDES[handle]
    fixed = Point(around.right if x < 0 else around.left, around.bottom if y < 0 else around.top)
    if mark.kind in {MarkKind.TEXT, MarkKind.STEP}:
        return _scaled(mark, around, fixed, abs(to.x - fixed.x), abs(to.y - fixed.y))
    if mark.kind in SPANNED:
        return replace(mark, points=_spanned(around, (x, y), to))
    return replace(mark, points=_stretched(mark, around, fixed, to))


def text_box(mark: Mark, size: tuple[float, float]) -> Mark:
    """Return a text whose words take `size`, beginning where it begins now.

    That is its upper right corner where it is written from the right.
    """
    around, (width, height) = frame(mark), size
    left = around.right - width if is_from_right(mark.text) else around.left
    return replace(mark, points=(Point(left, around.top), Point(left + width, around.top + height)))


def is_from_right(text: str) -> bool:
    """Whether `text` is written from the right: its first letter that tells is."""
    sides = (bidirectional(letter) for letter in text)
    return next((side != "L" for side in sides if side in {"L", "R", "AL"}), False)


def letter_height(mark: Mark) -> float:
    """Return how high the letters of a text are, in pixels."""
    return mark.width * LETTER_HEIGHT


def _outline(mark: Mark) -> tuple[Point, ...]:
    if mark.kind in DRAWN or mark.kind is MarkKind.ARROW:
        return mark.points
    around = frame(mark)
    return (
        Point(around.left, around.top),
        Point(around.right, around.top),
        Point(around.right, around.bottom),
        Point(around.left, around.bottom),
        Point(around.left, around.top),
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far `point` is from the line between two others."""
    across, down = end.x - start.x, end.y - start.y
    length = across * across + down * down
    share = 0.0
    if length:
        share = ((point.x - start.x) * across + (point.y - start.y) * down) / length
        share = min(max(share, 0.0), 1.0)
    return hypot(point.x - start.x - share * across, point.y - start.y - share * down)


def _spanned(around: Rect, sides: tuple[int, int], to: Point) -> tuple[Point, Point]:
    x, y = sides
    left, right = (to.x if x < 0 else around.left), (to.x if x > 0 else around.right)
    top, bottom = (to.y if y < 0 else around.top), (to.y if y > 0 else around.bottom)
    span = Rect.around(Point(left, top), Point(right, bottom))
    return (
        Point(span.left, span.top),
        Point(span.left + max(span.width, LEAST), span.top + max(span.height, LEAST)),
    )


def _stretched(mark: Mark, around: Rect, fixed: Point, to: Point) -> tuple[Point, ...]:
    across = _share(to.x - fixed.x, around.width, is_turned=fixed.x == around.right)
    down = _share(to.y - fixed.y, around.height, is_turned=fixed.y == around.bottom)
    return tuple(
        Point(fixed.x + (p.x - fixed.x) * across, fixed.y + (p.y - fixed.y) * down)
        for p in mark.points
    )


def _share(wanted: float, size: float, *, is_turned: bool) -> float:
    if size < LEAST:  # a straight line has no height that could grow
        return 1.0
    return max((-wanted if is_turned else wanted) / size, LEAST / size)


def _scaled(mark: Mark, around: Rect, fixed: Point, width: float, height: float) -> Mark:
    share = max(width / max(around.width, LEAST), height / max(around.height, LEAST))
    share = max(share, LEAST / max(mark.width, LEAST))
    points = tuple(
        Point(fixed.x + (p.x - fixed.x) * share, fixed.y + (p.y - fixed.y) * share)
        for p in mark.points
    )
    return replace(mark, points=points, width=mark.width * share)
