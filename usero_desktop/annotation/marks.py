"""The marks that can be put on a picture, in the picture's own pixels.

A mark is a value: whoever changes one makes another. Nothing here knows how a mark looks, only
where it is and how large.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

STEP_RADIUS: Final = 3.5
"""Radius of a numbered step, in widths of its line."""

LETTER_HEIGHT: Final = 5.0
"""Height of a text's letters, in widths of its line."""

HIGHLIGHT_WIDTH: Final = 5.0
"""How broad a highlighter draws, in widths of its line."""

ARROW_HEAD: Final = 5.0
"""Length of an arrow's head, in widths of its line."""

EDGE: Final = 0.3
"""How far the edge reaches that sets a line off from the picture, in widths of the line."""


class MarkKind(StrEnum):
    """What a mark is."""

    BOX = "box"
    ARROW = "arrow"
    PEN = "pen"
    HIGHLIGHTER = "highlighter"
    TEXT = "text"
    STEP = "step"
    BLACKOUT = "blackout"


SPANNED: Final = frozenset((MarkKind.BOX, MarkKind.BLACKOUT, MarkKind.TEXT))
"""Marks that fill a rectangle between two corners."""

DRAWN: Final = frozenset((MarkKind.PEN, MarkKind.HIGHLIGHTER))
"""Marks that follow the hand."""


class Point(NamedTuple):
    """A place in a picture, in its pixels from the top left corner."""

    x: float
    y: float


class Rect(NamedTuple):
    """A part of a picture, in its pixels; `width` and `height` are never negative."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, *points: Point, margin: float = 0.0) -> Rect:
        """Return the smallest one that holds all `points`, and `margin` on each side."""
        across, down = [p.x for p in points], [p.y for p in points]
        left, top = min(across) - margin, min(down) - margin
        return cls(left, top, max(across) + margin - left, max(down) + margin - top)

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    @property
    def center(self) -> Point:
        """Its middle."""
        return Point(self.left + self.width / 2, self.top + self.height / 2)

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        """Whether `point` is in it, or within `slack` pixels of it."""
        return (
            self.left - slack <= point.x <= self.right + slack
            and self.top - slack <= point.y <= self.bottom + slack
        )

    def within(self, other: Rect) -> Rect:
        """Return what of it is in `other`; of no size where that is nothing."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect(left, top, max(right - left, 0.0), max(bottom - top, 0.0))


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    `points` are the corners of a box, a black-out or a text, tail and tip of an arrow, the
    middle of a step, and the way of a pen. `colour` is ``#rrggbb``, `width` that of its line
    in pixels, by which all else of it is measured. `text` is what a text says, `number` a
    step's.
    """

    kind: MarkKind
    points: tuple[Point, ...]
    colour: str
    width: float
    text: str = ""
    number: int = 0
